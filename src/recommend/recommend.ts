import { lengthOf } from '../lexical/terms.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { candidates } from './candidates.js';
import { collapseCopies, type WithCopies } from './copies.js';
import { type Cutoff, cutoffFrom } from './cutoff.js';
import { diversify } from './diversity.js';
import { type Empty, whyEmpty } from './empty.js';
import { MODES } from './modes.js';
import { placePins, scorePins, showablePins, withPins } from './pinned.js';
import { inOrder, type Scored, scoreCandidates } from './score.js';
import type { Measured } from './signals.js';

/** A recommended article. */
export type Recommended = WithCopies<Scored> & {
  /** Its place was chosen by editors. */
  readonly pinned: boolean;
};

export interface Recommendation {
  /** Best first, spread over aspects; pinned ones at their places. */
  readonly related: readonly Recommended[];
  /** Why there is nothing, or `null`. */
  readonly empty: Empty | null;
  readonly cutoff: Cutoff;
  /** The signals of every article that was looked at. */
  readonly measured: readonly Measured[];
}

/** Places beyond the list among which diversity may choose. */
const SPARE = 3;

/**
 * The way from an article to its list: candidates ▶ cut-off ▶ score ▶ copies ▶ diversity, wider until it is full. What
 * editors pinned takes its place beside what is found, with the score that is its own.
 */
export function recommend(
  query: RecommendQuery,
  options: RecommendOptions,
  archive: Archive,
): Recommendation {
  const cutoff = cutoffFrom(archive.cutoffs, options.cutoff);
  const mode = MODES[options.mode];
  const { limit, rules } = options;
  const words = lengthOf(query.terms);
  let measured: readonly Measured[] = [];
  const none = (reason: Empty['reason']) => ({ related: [], empty: whyEmpty(reason), cutoff, measured });
  if (rules.silent) return none('no_links');

  const pins = showablePins(query, options, archive);
  const placeOf = new Map(pins.map(({ key, position }) => [key, position]));
  const isShown = ({ key }: { readonly key: number }) => (placeOf.get(key) ?? limit) <= limit;
  const places = limit - pins.filter(isShown).length;
  const isPlaceable = words > 0 || query.vector !== null;
  if (!isPlaceable && pins.length === 0) return none('not_embeddable');

  const shared = archive.compare(query.terms);
  const unwanted = [
    ...(mode.ownCopies || query.signature === null ? [] : [query.signature]),
    ...(rules.blocked.size === 0 ? [] : archive.signatures([...rules.blocked]).values()),
  ];
  const threshold = mode.story ? cutoff.story : cutoff.related;
  let close = 0;
  for (const round of candidates(query, shared, options, threshold, archive)) {
    const ranked = scoreCandidates(round.found, query, options, words);
    const pinned = scorePins(pins, query, options, { shared, reach: round.reach }, archive);
    measured = withPins(round.measured, pinned);
    const distinct = collapseCopies(ranked, { pinned, unwanted }, limit * SPARE, archive);
    if (distinct.others.length < places && !round.complete) continue;
    // What would be found anyway takes part, so that a pin moves nothing but itself.
    const found = inOrder([...distinct.others, ...distinct.pinned.filter(({ key }) => isFound(ranked, key))]);
    const spread = diversify(found, limit, archive, pins.length);
    const others = spread.filter(({ key }) => !placeOf.has(key)).slice(0, places);
    const related = placePins(others, distinct.pinned.filter(isShown), placeOf);
    if (related.length > 0) return { related, empty: null, cutoff, measured };
    close = round.found.length === 0 ? round.close : 0;
    break;
  }
  if (!isPlaceable) return none('not_embeddable');
  if (measured.length === 0 && close === 0) {
    if (archive.count <= 1) return none('no_candidates');
    const others = archive.eligible(options.filter).some((key) => key !== query.key);
    return none(others ? 'below_cutoff' : 'filtered_out');
  }
  return none(close > 0 ? 'filtered_out' : 'below_cutoff');
}

const isFound = (ranked: readonly Scored[], key: number) => ranked.some((item) => item.key === key);
