import type { Neighbour } from '../vectors/vector-index.js';

/** Why a link is shown. */
export type Reason = { readonly type: 'terms'; readonly terms: readonly string[] };

/** A recommended article. */
export interface Recommended {
  readonly key: number;
  /** 0–1, higher is more related: the cosine similarity, negative ones counted as 0. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** Keys of near-identical articles that stand behind this one. */
  readonly copies: readonly number[];
}

/** Candidates with a score above nothing, best first. */
export function scoreCandidates(neighbours: readonly Neighbour[]): Recommended[] {
  return neighbours
    .map(({ label, similarity }) => ({ key: label, score: toScore(similarity), reasons: [], copies: [] }))
    .filter((candidate) => candidate.score > 0);
}

/** Four decimals: what differs less is not worth telling apart. */
function toScore(similarity: number): number {
  return Math.round(Math.min(1, Math.max(0, similarity)) * 10_000) / 10_000;
}
