import { seededBits } from '../adaptation/chance.js';
import { cosines } from '../adaptation/combine.js';
import { compareTexts } from '../lexical/pairwise.js';
import { type TermStatistics, weigh } from '../lexical/statistics.js';
import { lengthOf, NO_TERMS, type Terms } from '../lexical/terms.js';
import { type CutoffTable, cutoffTable } from '../recommend/cutoff.js';
import { relatedness, weightsFor } from '../recommend/relatedness.js';
import type { VectorTableBuilder } from '../vectors/vector-table.js';

/** Random pairs measured: of the rarest share in the table, five. */
const PAIRS = 50_000;

export interface Measurable {
  readonly texts: ReadonlyMap<number, Terms>;
  readonly vectors: VectorTableBuilder;
  readonly statistics: TermStatistics;
  /** Dimensions of the model's half of a vector. */
  readonly general: number;
  hubness(label: number): number;
}

/** How related random pairs of the archive's articles are: each as it would be ranked. */
export function measureCutoffs(archive: Measurable, seed: number): CutoffTable {
  const labels = [...archive.texts.keys()];
  const texts = new Map<number, { terms: Terms; norms: Float64Array; words: number }>();
  const textOf = (label: number) => {
    const known = texts.get(label);
    if (known !== undefined) return known;
    const terms = archive.texts.get(label) ?? NO_TERMS;
    const text = { terms, norms: weigh(terms, archive.statistics).norms, words: lengthOf(terms) };
    texts.set(label, text);
    return text;
  };
  const measured = Float64Array.from(randomPairs(labels, PAIRS, seed), ([query, label]) => {
    const [a, b] = [textOf(query), textOf(label)];
    const [x, y] = [archive.vectors.get(query), archive.vectors.get(label)];
    const dense = x === null || y === null ? null : cosines(x, y, archive.general);
    const signals = {
      ...compareTexts(a, b, archive.statistics),
      general: dense === null || dense.general === 0 ? null : dense.general,
      archive: dense === null || dense.archive === 0 ? null : dense.archive,
      hubness: archive.hubness(label),
    };
    return relatedness(signals, weightsFor(a.words));
  });
  return cutoffTable(measured, labels.length);
}

/** Ordered pairs of different labels, seeded; all of them where there are fewer than `limit`. */
export function randomPairs(
  labels: readonly number[],
  limit: number,
  seed: number,
): (readonly [number, number])[] {
  const count = labels.length;
  if (count * (count - 1) <= limit)
    return labels.flatMap((a) => labels.filter((b) => b !== a).map((b) => [a, b] as const));
  return Array.from({ length: limit }, (_, i) => {
    const first = seededBits(seed, 2 * i) % count;
    const step = 1 + (seededBits(seed, 2 * i + 1) % (count - 1));
    return [labels[first] ?? 0, labels[(first + step) % count] ?? 0] as const;
  });
}
