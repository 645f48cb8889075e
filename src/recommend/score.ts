import type { Candidate } from './candidates.js';

/** Why a link is shown. */
export type Reason = { readonly type: 'terms'; readonly terms: readonly string[] };

/** A recommended article. */
export interface Recommended {
  readonly key: number;
  /** 0–1, higher is more related. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** Keys of near-identical articles that stand behind this one. */
  readonly copies: readonly number[];
}

const WORDS_OF_A_SHORT_ITEM = 50;
const LEAST_MEANING = 0.05;
const MOST_MEANING = 0.5;

/**
 * How much the similarity of meaning counts beside that of words, which counts 1. A long article says with its own
 * words what it is about, a short one leaves much unsaid: 0.5 up to 50 words, then falling with the length.
 * Tuned on the public sets; `src/README.md` has the numbers.
 */
export function meaningWeight(words: number): number {
  const share = (MOST_MEANING * WORDS_OF_A_SHORT_ITEM) / Math.max(1, words);
  return Math.min(MOST_MEANING, Math.max(LEAST_MEANING, share));
}

/** Candidates with a score above nothing, best first, equal ones by key. */
export function scoreCandidates(candidates: readonly Candidate[], meaning: number): Recommended[] {
  return candidates
    .map(({ key, dense, lexical }) => ({
      key,
      score: fuse(dense, lexical, meaning),
      reasons: [],
      copies: [],
    }))
    .filter((candidate) => candidate.score > 0)
    .sort((a, b) => b.score - a.score || a.key - b.key);
}

/** The weighted mean of both cosines, negative ones counted as 0. Four decimals: less is not worth telling apart. */
export function fuse(dense: number, lexical: number, meaning: number): number {
  const score = (lexical + meaning * Math.max(0, dense)) / (1 + meaning);
  return Math.round(Math.min(1, score) * 10_000) / 10_000;
}
