/** A document in a run, with the score that it was ranked by. */
export interface RankedDocument {
  readonly id: string;
  readonly score: number;
}

/** Best first; equal scores by id, descending: the order in which `trec_eval` reads a run. */
export function inTrecOrder(run: readonly RankedDocument[]): RankedDocument[] {
  return [...run].sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
}

/**
 * nDCG@k with linear gain, as `trec_eval -m ndcg_cut`: Σ grade / log₂(rank + 1) over the first k, divided by the
 * same sum over the judged documents in their best order. 0–1. Negative grades count as 0; a query without a
 * relevant document has 0. (Järvelin and Kekäläinen, 2002.)
 */
export function ndcgAt(
  k: number,
  run: readonly RankedDocument[],
  judged: ReadonlyMap<string, number>,
): number {
  const gain = (grade: number | undefined) => Math.max(0, grade ?? 0);
  const gained = inTrecOrder(run)
    .slice(0, k)
    .map((document) => gain(judged.get(document.id)));
  const best = [...judged.values()]
    .map(gain)
    .sort((a, b) => b - a)
    .slice(0, k);
  const ideal = discounted(best);
  return ideal === 0 ? 0 : discounted(gained) / ideal;
}

/** Reciprocal of the rank of the first relevant document, 0 where there is none in the run. 0–1. */
export function reciprocalRank(run: readonly RankedDocument[], judged: ReadonlyMap<string, number>): number {
  const place = inTrecOrder(run).findIndex((document) => (judged.get(document.id) ?? 0) > 0);
  return place < 0 ? 0 : 1 / (place + 1);
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
