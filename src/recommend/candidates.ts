import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';

/** An article that may be shown, with every signal measured exactly. */
export interface Candidate {
  readonly key: number;
  /** Cosine similarity of the vectors, −1 to 1. */
  readonly dense: number;
  /** Cosine similarity of the term weights, 0–1. */
  readonly lexical: number;
}

export interface Candidates {
  readonly eligible: readonly Candidate[];
  /** Articles looked at, the one asked about excluded. */
  readonly seen: number;
  /** There are no others to be found by looking further. */
  readonly complete: boolean;
}

/** Neighbours asked of each signal per place in the list, at first: some will be copies, others not eligible. */
const PER_PLACE = 8;
const WIDER = 8;
/** Past this many, the survivors of the filter are compared one by one instead. */
const MAX_SEARCH = 2048;

/**
 * Ever wider sets of candidates, so that a strict filter still finds every article that there is: first what is
 * near in meaning joined with what shares the most telling words, at last all that pass.
 */
export function* candidates(
  vector: Float32Array,
  query: RecommendQuery,
  options: RecommendOptions,
  archive: Archive,
): Generator<Candidates> {
  const words = archive.compare(query.terms);
  for (let k = Math.max(32, options.limit * PER_PLACE); k <= MAX_SEARCH; k *= WIDER) {
    const near = archive.search(vector, k).map((neighbour) => neighbour.label);
    const found = new Set([...near, ...words.top(k)]);
    if (query.key !== null) found.delete(query.key);
    const facts = archive.facts([...found]).filter((fact) => isEligible(fact, options.filter));
    const eligible = facts.map((fact) => fact.key);
    const complete = k >= archive.count;
    yield { eligible: measured(vector, words, eligible, archive), seen: found.size, complete };
    if (complete) return;
  }
  const keys = archive.eligible(options.filter).filter((key) => key !== query.key);
  yield { eligible: measured(vector, words, keys, archive), seen: archive.count, complete: true };
}

function measured(
  vector: Float32Array,
  words: LexicalScores,
  keys: readonly number[],
  archive: Archive,
): Candidate[] {
  return archive
    .score(vector, keys)
    .map(({ label, similarity }) => ({ key: label, dense: similarity, lexical: words.of(label) }));
}

/** Published by now, recommendable, and of the language asked for; an unknown language passes. */
export function isEligible(facts: ArticleFacts, filter: EligibilityFilter): boolean {
  if (facts.noRecommend) return false;
  if (facts.publishedAt !== null && facts.publishedAt > filter.now) return false;
  return filter.language === null || facts.language === null || facts.language === filter.language;
}
