import type { Remainder, Remainders } from './remainder.js';

/** Random pairs of one language: each article with so many that come after it. */
const NEXT = 10;
/** Fewer articles of a language do not stand for it: all languages together do instead. */
const ENOUGH = 20;

/** A word tells what articles are about if this share of them has it, but at most that share of random others. */
const IN_MOST = 0.75;
const IN_FEW = 0.05;

/** What some articles have in common. */
export interface InCommon {
  /** How much closer they are to one another than random articles of their language; 1 for as close. */
  readonly closeness: number;
  /** Words that nearly all of them have, and hardly any other article. */
  readonly telling: number;
}

/** Words by what they weigh in a text, of unit length. */
type Weighted = ReadonlyMap<string, number>;

/** Articles that stand for those of one language. */
interface Sample {
  readonly keys: ReadonlySet<number>;
  /** In how many of them each word occurs. */
  readonly frequency: ReadonlyMap<string, number>;
  weigh(text: Remainder): Weighted;
  /** Mean cosine of random pairs. */
  readonly mean: number;
}

/**
 * Tells what some articles have in common, recurring passages apart. Closeness is the mean cosine of their TF-IDF
 * weights (√count · inverse document frequency) divided by that of random pairs. `samples` are keys of some articles
 * of each language.
 */
export function createComparison(
  texts: Remainders,
  samples: ReadonlyMap<string | null, readonly number[]>,
): (articles: readonly Remainder[]) => InCommon {
  const taken = new Map<string | null, Sample>();
  const sampleOf = (language: string | null): Sample => {
    const own = samples.get(language) ?? [];
    const name = own.length < ENOUGH ? EVERY : language;
    const known = taken.get(name);
    if (known !== undefined) return known;
    const keys = name === EVERY ? [...samples.values()].flat() : own;
    const made = sampleFrom(keys.flatMap((key) => texts.of(key) ?? []));
    taken.set(name, made);
    return made;
  };
  return (articles) => {
    const sample = sampleOf(commonest(articles.map(({ language }) => language)));
    const weighted = articles.map(sample.weigh);
    const mean = meanOf(
      weighted.flatMap((one, i) => weighted.slice(i + 1).map((other) => cosine(one, other))),
    );
    return { closeness: mean === 0 ? 0 : mean / sample.mean, telling: countTelling(articles, sample) };
  };
}

/** Against those of the sample that are not among the articles: in a small archive a story may be much of it. */
function countTelling(articles: readonly Remainder[], sample: Sample): number {
  const shared = articles.filter(({ key }) => sample.keys.has(key));
  const others = sample.keys.size - shared.length;
  if (others < ENOUGH) return 0;
  const holders = frequencyIn(articles);
  const ofSample = frequencyIn(shared);
  let telling = 0;
  for (const [word, count] of holders) {
    if (count < IN_MOST * articles.length) continue;
    const elsewhere = (sample.frequency.get(word) ?? 0) - (ofSample.get(word) ?? 0);
    if (elsewhere <= IN_FEW * others) telling += 1;
  }
  return telling;
}

function frequencyIn(articles: readonly Remainder[]): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const { counts } of articles)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}

/** No language has this name. */
const EVERY = '';

function commonest(languages: readonly (string | null)[]): string | null {
  const times = (language: string | null) => languages.filter((other) => other === language).length;
  return languages.reduce((best, one) => (times(one) > times(best) ? one : best), languages[0] ?? null);
}

function sampleFrom(sample: readonly Remainder[]): Sample {
  const frequency = frequencyIn(sample);
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
  return { keys: new Set(sample.map(({ key }) => key)), frequency, weigh, mean: meanOf(pairs) };
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
