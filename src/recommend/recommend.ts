import { lengthOf } from '../lexical/terms.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { candidates } from './candidates.js';
import { collapseCopies } from './copies.js';
import { type Empty, whyEmpty } from './empty.js';
import { meaningWeight, type Recommended, scoreCandidates } from './score.js';

export interface Recommendation {
  /** Best first. */
  readonly related: readonly Recommended[];
  /** Why there is nothing, or `null`. */
  readonly empty: Empty | null;
}

/** The way from an article to its list: candidates ▶ score ▶ duplicates, wider until the list is full. */
export function recommend(
  query: RecommendQuery,
  options: RecommendOptions,
  archive: Archive,
): Recommendation {
  if (query.vector === null) return { related: [], empty: whyEmpty('not_embeddable') };
  let seen = 0;
  let passed = 0;
  const meaning = meaningWeight(lengthOf(query.terms));
  for (const found of candidates(query.vector, query, options, archive)) {
    const scored = scoreCandidates(found.eligible, meaning);
    const related = collapseCopies(query, scored, options.limit, archive);
    if (related.length >= options.limit || found.complete) {
      seen = found.seen;
      passed = found.eligible.length;
      if (related.length > 0) return { related, empty: null };
      break;
    }
  }
  if (seen === 0) return { related: [], empty: whyEmpty('no_candidates') };
  return { related: [], empty: whyEmpty(passed === 0 ? 'filtered_out' : 'below_cutoff') };
}
