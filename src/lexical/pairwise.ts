import { kindOf } from './hash.js';
import { cosine, type LexicalMatch } from './lexical-index.js';
import { FIELD_OF, FIELDS, type TermStatistics, termWeight } from './statistics.js';
import type { Terms } from './terms.js';

/** Two texts compared directly, as the index would: both of its statistics, with their lengths in each field. */
export function compareTexts(
  one: { readonly terms: Terms; readonly norms: Float64Array },
  other: { readonly terms: Terms; readonly norms: Float64Array },
  statistics: TermStatistics,
): LexicalMatch {
  const sums = new Float64Array(FIELDS.length);
  const [a, b] = [one.terms, other.terms];
  let j = 0;
  for (let i = 0; i < a.hashes.length; i += 1) {
    const hash = a.hashes[i] ?? 0;
    while (j < b.hashes.length && (b.hashes[j] ?? 0) < hash) j += 1;
    if (b.hashes[j] !== hash) continue;
    const frequency = statistics.documentFrequency(hash);
    const weights = [a.counts[i], b.counts[j]].map((count) =>
      termWeight(hash, count ?? 1, frequency, statistics.texts),
    );
    const field = FIELD_OF[kindOf(hash)];
    sums[field] = (sums[field] ?? 0) + (weights[0] ?? 0) * (weights[1] ?? 0);
  }
  const [words = 0, names = 0, titles = 0] = Array.from(sums, (sum, field) =>
    cosine(sum, one.norms[field] ?? 0, other.norms[field] ?? 0),
  );
  return { words, names, titles };
}
