import { lengthOf } from '../lexical/terms.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { candidates } from './candidates.js';
import { collapseCopies, type WithCopies } from './copies.js';
import { type Cutoff, cutoffFrom } from './cutoff.js';
import { diversify } from './diversity.js';
import { type Empty, whyEmpty } from './empty.js';
import { MODES } from './modes.js';
import { type Scored, scoreCandidates } from './score.js';
import type { Measured } from './signals.js';

/** A recommended article. */
export type Recommended = WithCopies<Scored>;

export interface Recommendation {
  /** Best first, spread over aspects. */
  readonly related: readonly Recommended[];
  /** Why there is nothing, or `null`. */
  readonly empty: Empty | null;
  readonly cutoff: Cutoff;
  /** The signals of every article that was looked at. */
  readonly measured: readonly Measured[];
}

/** Places beyond the list among which diversity may choose. */
const SPARE = 3;

/** The way from an article to its list: candidates ▶ cut-off ▶ score ▶ copies ▶ diversity, wider until it is full. */
export function recommend(
  query: RecommendQuery,
  options: RecommendOptions,
  archive: Archive,
): Recommendation {
  const cutoff = cutoffFrom(archive.cutoffs, options.cutoff);
  const mode = MODES[options.mode];
  const words = lengthOf(query.terms);
  let measured: readonly Measured[] = [];
  const none = (reason: Empty['reason']) => ({ related: [], empty: whyEmpty(reason), cutoff, measured });
  if (words === 0 && query.vector === null) return none('not_embeddable');

  let close = 0;
  for (const round of candidates(query, options, mode.story ? cutoff.story : cutoff.related, archive)) {
    measured = round.measured;
    const ranked = scoreCandidates(round.found, query, options, words);
    const own = mode.ownCopies ? null : query.signature;
    const distinct = collapseCopies(ranked, own, options.limit * SPARE, archive);
    if (distinct.length < options.limit && !round.complete) continue;
    if (distinct.length > 0)
      return { related: diversify(distinct, options.limit, archive), empty: null, cutoff, measured };
    close = round.found.length === 0 ? round.close : 0;
    break;
  }
  if (measured.length === 0) {
    if (archive.count <= 1) return none('no_candidates');
    const others = archive.eligible(options.filter).some((key) => key !== query.key);
    return none(others ? 'below_cutoff' : 'filtered_out');
  }
  return none(close > 0 ? 'filtered_out' : 'below_cutoff');
}
