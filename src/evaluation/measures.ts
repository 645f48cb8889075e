/** A document in a run, with the score that it was ranked by. */
export interface RankedDocument {
  readonly id: string;
  readonly score: number;
}

/**
 * The order in which `trec_eval` reads a run: by score, descending, then by id, descending, byte by byte. Scores
 * count in single precision, as `trec_eval` 9 holds them, so that whoever reads a run file sees the same order. A
 * run that is in order is given back as it is.
 */
export function inTrecOrder(run: readonly RankedDocument[]): readonly RankedDocument[] {
  const ordered = run.every((document, i) => {
    const before = run[i - 1];
    return before === undefined || inOrder(before, document) <= 0;
  });
  return ordered ? run : [...run].sort(inOrder);
}

function inOrder(a: RankedDocument, b: RankedDocument): number {
  return Math.fround(b.score) - Math.fround(a.score) || compareBytes(b.id, a.id);
}

/** Less than 0 where `a` comes first by the bytes of its UTF-8, as C's `strcmp` has it. */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return byteRank(x) - byteRank(y);
  }
  return a.length - b.length;
}

/** UTF-16 has the halves of a surrogate pair before U+E000; UTF-8 has what they stand for after U+FFFF. */
function byteRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** What the measures see of one query: where its relevant documents are, and what the best order would give. */
export interface JudgedList {
  /** The relevant documents (grade ≥ 1) of the run by rank, from 1, ascending. */
  readonly found: readonly { readonly rank: number; readonly grade: number }[];
  /** The grades of all relevant documents, in the run or not, descending. */
  readonly ideal: readonly number[];
}

/** `run` must be in the order of `inTrecOrder`. */
export function judge(run: readonly RankedDocument[], judged: ReadonlyMap<string, number>): JudgedList {
  const ideal = [...judged.values()].filter((grade) => grade >= 1).sort((a, b) => b - a);
  const found: { rank: number; grade: number }[] = [];
  for (let i = 0; i < run.length && found.length < ideal.length; i++) {
    const grade = judged.get(run[i]?.id ?? '') ?? 0;
    if (grade >= 1) found.push({ rank: i + 1, grade });
  }
  return { found, ideal };
}

/**
 * nDCG@k with linear gain, as `trec_eval -m ndcg_cut`: Σ grade / log₂(rank + 1) over the first k, divided by the
 * same sum over the judged documents in their best order. 0–1; 0 without a relevant document. (Järvelin and
 * Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20, 2002.)
 */
export function ndcg({ found, ideal }: JudgedList, k: number): number {
  let gained = 0;
  for (const { rank, grade } of found) if (rank <= k) gained += grade / Math.log2(rank + 1);
  let best = 0;
  ideal.slice(0, k).forEach((grade, i) => {
    best += grade / Math.log2(i + 2);
  });
  return best === 0 ? 0 : gained / best;
}

/** P@k: relevant documents among the first k, divided by k also where the run is shorter. 0–1. */
export function precision(list: JudgedList, k: number): number {
  return foundWithin(list, k) / k;
}

/** Recall@k: share of the relevant documents that are among the first k. 0–1; 0 without a relevant document. */
export function recall(list: JudgedList, k: number): number {
  return list.ideal.length === 0 ? 0 : foundWithin(list, k) / list.ideal.length;
}

/** Success@k: 1 where a relevant document is among the first k, otherwise 0. */
export function success(list: JudgedList, k: number): number {
  return foundWithin(list, k) > 0 ? 1 : 0;
}

/** 1 / rank of the first relevant document, 0 where there is none in the run. 0–1. Its mean is the MRR. */
export function reciprocalOfFirst({ found }: JudgedList): number {
  return found[0] === undefined ? 0 : 1 / found[0].rank;
}

/**
 * Precision at the rank of each relevant document, summed and divided by the number of relevant documents, so that
 * one that is not in the run counts 0. 0–1. Its mean is the MAP.
 */
export function averagePrecision({ found, ideal }: JudgedList): number {
  let sum = 0;
  found.forEach(({ rank }, i) => {
    sum += (i + 1) / rank;
  });
  return ideal.length === 0 ? 0 : sum / ideal.length;
}

function foundWithin({ found }: JudgedList, k: number): number {
  let count = 0;
  for (const { rank } of found) if (rank <= k) count += 1;
  return count;
}

/** What is told of a run, in the order in which it is told. */
export const MEASURES = {
  'nDCG@5': (list: JudgedList) => ndcg(list, 5),
  'nDCG@10': (list: JudgedList) => ndcg(list, 10),
  'P@5': (list: JudgedList) => precision(list, 5),
  'Recall@10': (list: JudgedList) => recall(list, 10),
  'Recall@100': (list: JudgedList) => recall(list, 100),
  MRR: reciprocalOfFirst,
  MAP: averagePrecision,
  'Success@5': (list: JudgedList) => success(list, 5),
} as const;
export type MeasureName = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

/** nDCG@k of a run in any order. */
export function ndcgAt(
  k: number,
  run: readonly RankedDocument[],
  judged: ReadonlyMap<string, number>,
): number {
  return ndcg(judge(inTrecOrder(run), judged), k);
}

/** Reciprocal of the rank of the first relevant document, of a run in any order. */
export function reciprocalRank(run: readonly RankedDocument[], judged: ReadonlyMap<string, number>): number {
  return reciprocalOfFirst(judge(inTrecOrder(run), judged));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
