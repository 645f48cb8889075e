/** A judged query and an article that it could be given. */
export interface JudgedPair {
  /** How far the article stands out for the query. */
  readonly standing: number;
  /** Judged with a grade of 1 or more; what nobody judged counts as not relevant. */
  readonly relevant: boolean;
}

/** What passes a score. */
export interface Passing {
  /** What stands out at least so far passes. */
  readonly score: number;
  /** Pairs that pass. */
  readonly pairs: number;
  /** Of these, as many are relevant. */
  readonly relevant: number;
  /** Their share, 0–1. */
  readonly precision: number;
}

/** A precision of fewer pairs is chance. */
export const LEAST_PAIRS = 20;

/**
 * The scores that may be chosen, highest first, each letting more pairs pass than the one before with less
 * precision. Among neighbouring scores chance makes precision rise and fall; it is smoothed by isotonic regression
 * of relevance on the score (pool adjacent violators; Barlow et al., "Statistical inference under order
 * restrictions", 1972), and only the lower ends of its blocks are scores to choose: there the precision that is
 * told is that of the pairs themselves, and no single judgment moves the choice by more than a block.
 */
export function choosableScores(pairs: readonly JudgedPair[]): Passing[] {
  const blocks: { score: number; pairs: number; relevant: number }[] = [];
  for (const { standing, relevant } of [...pairs].sort((a, b) => b.standing - a.standing)) {
    const last = blocks.at(-1);
    if (last?.score === standing) {
      last.pairs += 1;
      last.relevant += relevant ? 1 : 0;
    } else blocks.push({ score: standing, pairs: 1, relevant: relevant ? 1 : 0 });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let lowest = block;
    for (let above = pooled.at(-1); above !== undefined; above = pooled.at(-1)) {
      if (above.relevant * lowest.pairs > lowest.relevant * above.pairs) break;
      pooled.pop();
      lowest = {
        score: lowest.score,
        pairs: above.pairs + lowest.pairs,
        relevant: above.relevant + lowest.relevant,
      };
    }
    pooled.push(lowest);
  }
  let [passing, found] = [0, 0];
  return pooled.map(({ score, pairs: count, relevant }) => {
    passing += count;
    found += relevant;
    return { score, pairs: passing, relevant: found, precision: found / passing };
  });
}

/**
 * The lowest score to choose at which the precision is reached, or `null` where it is not with at least
 * `LEAST_PAIRS` pairs.
 */
export function scoreForPrecision(choosable: readonly Passing[], precision: number): Passing | null {
  const reached = choosable.findLast((passing) => passing.precision >= precision);
  return reached === undefined || reached.pairs < LEAST_PAIRS ? null : reached;
}
