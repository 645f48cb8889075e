import type { LexicalScores } from '../lexical/lexical-index.js';
import type { Archive, RecommendQuery } from './archive.js';
import { RANKING } from './ranking.js';
import type { Weights } from './relatedness.js';

/** What is kept may be related by a little less than was asked for: sums may be rounded otherwise. */
const ROUNDING = 1e-9;

/**
 * Of many articles those that are related by at least `least`, in their order, and perhaps some that are a rounding
 * error below. As `relatedness` has it, without an object for each article; where not even the same meaning would make
 * up for what the words lack, meaning is not looked at.
 */
export function sieve(
  query: Pick<RecommendQuery, 'vector'>,
  shared: LexicalScores,
  keys: readonly number[],
  least: number,
  weights: Weights,
  archive: Pick<Archive, 'measuring' | 'hubness'>,
): readonly number[] {
  if (!(least > 0)) return keys;
  const { names, titles, general, archive: own } = weights;
  const lexical = 1 + names + titles;
  const whole = lexical + general + own;
  const measure = query.vector === null ? null : archive.measuring(query.vector);
  const cosines = new Float64Array(2).fill(Number.NaN);
  return keys.filter((key) => {
    const needed = (1 - ROUNDING) * least * archive.hubness(key) ** RANKING.hubExponent;
    let sum = shared.sum(key, names, titles);
    // Both meanings the same: what is missing would make the mean no larger, since no cosine is above 1.
    if (sum + general + own < needed * whole) return false;
    let total = lexical;
    // The same of its place in the archive's space, once its meaning is known.
    const lacking = (needed * whole - sum - own) / general;
    measure?.(key, cosines, lacking > 0 ? lacking : Number.NEGATIVE_INFINITY);
    const [meaning = Number.NaN, place = Number.NaN] = cosines;
    if (Math.max(0, meaning) < lacking) return false;
    if (!Number.isNaN(meaning)) {
      sum += general * Math.max(0, meaning);
      total += general;
    }
    if (!Number.isNaN(place)) {
      sum += own * Math.max(0, place);
      total += own;
    }
    return sum >= needed * total;
  });
}
