import { inTrecOrder, type RankedDocument } from './measures.js';

/** The first `depth` documents of these scores in the order of `inTrecOrder`, without sorting all of them. */
export function topOf(
  scores: Float64Array,
  depth: number,
  idOf: (place: number) => string,
): RankedDocument[] {
  const sorted = scores.slice().sort();
  // Equal in single precision is equal: the bound is taken a little lower.
  const last = sorted[Math.max(0, sorted.length - depth)] ?? 0;
  const bound = Math.fround(last) - Math.abs(last) * 1e-6;
  const kept: RankedDocument[] = [];
  scores.forEach((score, place) => {
    if (score >= bound) kept.push({ id: idOf(place), score });
  });
  return inTrecOrder(kept).slice(0, depth);
}
