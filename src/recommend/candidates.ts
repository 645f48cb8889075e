import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import type { Neighbour } from '../vectors/vector-index.js';
import type { Archive, RecommendOptions } from './recommend.js';

export interface Candidates {
  /** Eligible neighbours, closest first. */
  readonly eligible: readonly Neighbour[];
  /** Neighbours looked at, the article itself excluded. */
  readonly seen: number;
  /** There are no others to be found by looking further. */
  readonly complete: boolean;
}

/** Neighbours asked for per place in the list, at first: some will be copies, others not eligible. */
const PER_PLACE = 8;
const WIDER = 8;
/** Past this many, the survivors of the filter are compared one by one instead. */
const MAX_SEARCH = 2048;

/**
 * Ever wider sets of candidates, so that a strict filter still finds every article that there is: first by the
 * graph, at last by comparing with all that pass.
 */
export function* candidates(
  vector: Float32Array,
  self: number | null,
  options: RecommendOptions,
  archive: Archive,
): Generator<Candidates> {
  for (let k = Math.max(32, options.limit * PER_PLACE); k <= MAX_SEARCH; k *= WIDER) {
    const neighbours = archive.search(vector, k).filter((neighbour) => neighbour.label !== self);
    const facts = new Map(
      archive.facts(neighbours.map((neighbour) => neighbour.label)).map((fact) => [fact.key, fact]),
    );
    yield {
      eligible: neighbours.filter(({ label }) => isEligible(facts.get(label), options.filter)),
      seen: neighbours.length,
      complete: k >= archive.count,
    };
    if (k >= archive.count) return;
  }
  const keys = archive.eligible(options.filter, Number.MAX_SAFE_INTEGER).filter((key) => key !== self);
  yield { eligible: archive.score(vector, keys), seen: archive.count, complete: true };
}

/** Live, published by now, recommendable, and of the language asked for; an unknown language passes. */
export function isEligible(facts: ArticleFacts | undefined, filter: EligibilityFilter): boolean {
  if (facts === undefined || facts.noRecommend) return false;
  if (facts.publishedAt !== null && facts.publishedAt > filter.now) return false;
  return filter.language === null || facts.language === null || facts.language === filter.language;
}
