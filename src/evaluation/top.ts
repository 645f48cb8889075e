import { inTrecOrder, type RankedDocument } from './measures.js';

/** The first `depth` documents of these scores in the order of `inTrecOrder`, without sorting all of them. */
export function topOf(
  scores: Float64Array,
  depth: number,
  idOf: (place: number) => string,
): RankedDocument[] {
  const last = depth >= scores.length ? Number.NEGATIVE_INFINITY : largest(scores.slice(), depth);
  // Equal in single precision is equal: the bound is taken a little lower.
  const bound = last - Math.abs(last) * 1e-6;
  const kept: RankedDocument[] = [];
  for (let place = 0; place < scores.length; place += 1) {
    const score = scores[place] ?? 0;
    if (score >= bound) kept.push({ id: idOf(place), score });
  }
  return inTrecOrder(kept).slice(0, depth);
}

/** The `k`-th largest number, by Hoare's quickselect (1961). Reorders them. */
function largest(numbers: Float64Array, k: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const pivot = numbers[(low + high) >>> 1] ?? 0;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((numbers[i] ?? 0) > pivot) i += 1;
      while ((numbers[j] ?? 0) < pivot) j -= 1;
      if (i > j) break;
      const swapped = numbers[i] ?? 0;
      numbers[i] = numbers[j] ?? 0;
      numbers[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return numbers[k - 1] ?? 0;
}
