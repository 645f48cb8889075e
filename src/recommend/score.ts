import type { ArticleFacts } from '../catalog/catalog.js';
import type { RecommendOptions, RecommendQuery } from './archive.js';
import type { Candidate } from './candidates.js';
import { freshness } from './freshness.js';
import { MODES } from './modes.js';
import { RANKING, type Ranking } from './ranking.js';

/** A candidate in the order in which it will be shown. */
export interface Scored extends Candidate {
  /** 0–1, higher is more related. */
  readonly score: number;
  /** What the score is made of, besides relatedness. */
  readonly factors: { readonly freshness: number; readonly section: number; readonly depth: number };
}

type Dated = Pick<RecommendQuery, 'publishedAt' | 'section'>;

const DEEPER = 0.15;

/** Relatedness, less what time took away, a little more in the same section. Best first, equal ones by key. */
export function scoreCandidates(
  candidates: readonly Candidate[],
  query: Dated,
  ask: Pick<RecommendOptions, 'mode' | 'halfLife'>,
  words: number,
): Scored[] {
  return inOrder(
    candidates.map((candidate) => {
      const factors = factorsOf(query, candidate.facts, ask, words, RANKING);
      return { ...candidate, factors, score: product(candidate.relatedness, factors) };
    }),
  );
}

/** Best first, equal ones by key. */
export function inOrder<T extends { readonly key: number; readonly score: number }>(
  items: readonly T[],
): T[] {
  return [...items].sort((a, b) => b.score - a.score || a.key - b.key);
}

/** The score of one article under the query. */
export function scoreOf(
  relatedness: number,
  query: Dated,
  facts: Pick<ArticleFacts, 'publishedAt' | 'section' | 'words'>,
  ask: Pick<RecommendOptions, 'mode' | 'halfLife'>,
  words: number,
  ranking: Ranking = RANKING,
): number {
  return product(relatedness, factorsOf(query, facts, ask, words, ranking));
}

function factorsOf(
  query: Dated,
  facts: Pick<ArticleFacts, 'publishedAt' | 'section' | 'words'>,
  { mode, halfLife }: Pick<RecommendOptions, 'mode' | 'halfLife'>,
  words: number,
  { timeExponent, sameSection }: Ranking,
): Scored['factors'] {
  const halved = halfLife ?? MODES[mode].halfLife;
  return {
    freshness: freshness(query.publishedAt, facts.publishedAt, halved, timeExponent),
    section: query.section !== null && query.section === facts.section ? sameSection : 1,
    depth: MODES[mode].deeper ? depth(facts.words, words) : 1,
  };
}

/** Four decimals: less is not worth telling apart. */
function product(relatedness: number, factors: Scored['factors']): number {
  const whole = relatedness * factors.freshness * factors.section * factors.depth;
  return Math.round(Math.min(1, whole) * 10_000) / 10_000;
}

/** 1 for an article of the query's length, 0.15 more for one twice as long, at most 1.3, at least 0.7. */
function depth(words: number, queryWords: number): number {
  const longer = Math.log2(Math.max(1, words) / Math.max(1, queryWords));
  return Math.min(1.3, Math.max(0.7, 1 + DEEPER * longer));
}
