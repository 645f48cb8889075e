import type { Remainder, Remainders } from './remainder.js';

/** Random pairs of one language: each article with so many that come after it. */
const NEXT = 10;
/** Fewer articles of a language do not stand for it: all languages together do instead. */
const ENOUGH = 20;

/** Words by what they weigh in a text, of unit length. */
type Weighted = ReadonlyMap<string, number>;

/** What random articles of one language have in common. */
interface Common {
  weigh(text: Remainder): Weighted;
  /** Mean cosine of random pairs. */
  readonly mean: number;
}

/**
 * How much closer some articles are to one another than random articles of their language: the mean cosine of their
 * TF-IDF weights (√count · inverse document frequency) by that of random pairs. `samples` are keys of some articles
 * of each language.
 */
export function createCloseness(texts: Remainders, samples: ReadonlyMap<string | null, readonly number[]>) {
  const commons = new Map<string | null, Common>();
  const everything = () => [...samples.values()].flat();
  const commonOf = (language: string | null): Common => {
    const sample = samples.get(language) ?? [];
    const name = sample.length < ENOUGH ? EVERY : language;
    const known = commons.get(name);
    if (known !== undefined) return known;
    const made = commonIn((name === EVERY ? everything() : sample).flatMap((key) => texts.of(key) ?? []));
    commons.set(name, made);
    return made;
  };
  return (articles: readonly Remainder[]): number => {
    const common = commonOf(commonest(articles.map(({ language }) => language)));
    const weighted = articles.map(common.weigh);
    const cosines = weighted.flatMap((one, i) => weighted.slice(i + 1).map((other) => cosine(one, other)));
    const mean = meanOf(cosines);
    return mean === 0 ? 0 : mean / common.mean;
  };
}

/** No language has this name. */
const EVERY = '';

function commonest(languages: readonly (string | null)[]): string | null {
  const times = (language: string | null) => languages.filter((other) => other === language).length;
  return languages.reduce((best, one) => (times(one) > times(best) ? one : best), languages[0] ?? null);
}

function commonIn(sample: readonly Remainder[]): Common {
  const frequency = new Map<string, number>();
  for (const { counts } of sample)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weigh = ({ counts }: Remainder): Weighted => {
    const weights = new Map<string, number>();
    let square = 0;
    for (const [word, count] of counts) {
      const rarity = Math.log((sample.length + 1) / Math.max(1, frequency.get(word) ?? 0));
      const weight = Math.sqrt(count) * rarity;
      weights.set(word, weight);
      square += weight * weight;
    }
    const length = Math.sqrt(square);
    if (length > 0) for (const [word, weight] of weights) weights.set(word, weight / length);
    return weights;
  };
  const weighted = sample.map(weigh);
  const pairs = weighted.flatMap((one, i) =>
    weighted.slice(i + 1, i + 1 + NEXT).map((other) => cosine(one, other)),
  );
  return { weigh, mean: meanOf(pairs) };
}

function cosine(a: Weighted, b: Weighted): number {
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, weight] of fewer) sum += weight * (more.get(word) ?? 0);
  return sum;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
