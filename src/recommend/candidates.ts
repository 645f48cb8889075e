import type { ArticleFacts, EligibilityFilter } from '../catalog/catalog.js';
import { passes } from '../catalog/eligibility.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { lengthOf } from '../lexical/terms.js';
import { isAboutTheSame } from './about-the-same.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { reachOf, standing } from './cutoff.js';
import { isInTime, MODES } from './modes.js';
import { relatedness, weightsFor } from './relatedness.js';
import { sieve } from './sieve.js';
import { type Measured, measureSignals, type Signals } from './signals.js';

/** An article that may be shown: related closely enough, and what the filter and the mode let through. */
export interface Candidate {
  readonly key: number;
  readonly signals: Signals;
  /** 0–1. */
  readonly relatedness: number;
  /** How far it stands out: what is held against the cut-off. */
  readonly standing: number;
  readonly facts: ArticleFacts;
}

export interface Candidates {
  /** Most related first. */
  readonly found: readonly Candidate[];
  /** Everything that was looked at, the article asked about excluded. */
  readonly measured: readonly Measured[];
  /** So many were related closely enough, before the filter; in an earlier round, where there were more. */
  readonly close: number;
  /** How far the question reaches: what relatedness is held against. */
  readonly reach: number;
  /** There are no others to be found by looking further. */
  readonly complete: boolean;
}

/** Neighbours asked of each signal per place in the list, at first: some will be copies, others not eligible. */
const PER_PLACE = 16;
export const AT_LEAST = 128;
const WIDER = 8;
/** Past this many, the survivors of the filter are compared one by one instead. */
const MAX_SEARCH = 2048;
/** Up to this many of them, at once: as soon done as a wider search, which may find too few again. */
const FEW = 20_000;

/**
 * Ever wider sets of candidates, so that a strict filter still finds every article that there is: first what is
 * near in the space of vectors joined with what shares the most telling words, at last all that pass the filter.
 */
export function* candidates(
  query: RecommendQuery,
  shared: LexicalScores,
  options: RecommendOptions,
  cutoff: number,
  archive: Archive,
): Generator<Candidates> {
  const { blocked } = options.rules;
  if (query.vector === null && lengthOf(query.terms) === 0) {
    yield { found: [], measured: [], close: 0, reach: 0, complete: true };
    return;
  }
  const weights = weightsFor(lengthOf(query.terms));
  const mode = MODES[options.mode];
  let reach: number | null = null;
  let nearby = 0;
  const among = (keys: readonly number[], complete: boolean): Candidates => {
    const measured = measureSignals(query, shared, keys, archive);
    const related = measured.map(({ signals }) => relatedness(signals, weights));
    // Of the first round, in which the best are: what a filter leaves says nothing about the question's reach.
    reach ??= reachOf(related, archive.cutoffs.articles);
    const limit = reach;
    const close = measured
      .map(({ key, signals }, i) => {
        const value = related[i] ?? 0;
        return { key, signals, relatedness: value, standing: standing(value, limit) };
      })
      .filter((candidate) => isClose(candidate, cutoff))
      .sort((a, b) => b.relatedness - a.relatedness || a.key - b.key);
    const facts = new Map(archive.facts(close.map(({ key }) => key)).map((fact) => [fact.key, fact]));
    const found = close.flatMap((candidate): Candidate[] => {
      const fact = facts.get(candidate.key);
      if (fact === undefined || blocked.has(fact.key) || !passes(fact, options.filter)) return [];
      return isInTime(mode, query.publishedAt, fact.publishedAt) ? [{ ...candidate, facts: fact }] : [];
    });
    // Where most of what was near is not close enough, what is further away is not either, unless most of what is
    // close enough was held back: then what passes may be further away than all of it, in another language, say.
    const exhausted =
      close.length * 2 < keys.length &&
      found.length * 2 >= close.length &&
      isUnfiltered(options.filter) &&
      isUnbounded(options);
    // What was near before stays near, where the filter leaves nothing.
    nearby = Math.max(nearby, close.length);
    return { found, measured, close: nearby, reach: limit, complete: complete || exhausted };
  };

  let passing: readonly number[] | null = null;
  const survivors = (): readonly number[] => {
    passing ??= archive.eligible(boundedBy(query, options)).filter((key) => key !== query.key);
    return passing;
  };

  for (let k = Math.max(AT_LEAST, options.limit * PER_PLACE); k <= MAX_SEARCH; k *= WIDER) {
    const near = query.vector === null ? [] : archive.nearest(query.vector, k);
    const keys = new Set([...near, ...shared.top(k)]);
    if (query.key !== null) keys.delete(query.key);
    const result = among([...keys], k >= archive.count);
    yield result;
    if (result.complete) return;
    const isNarrow = !isUnfiltered(options.filter) || !isUnbounded(options);
    if (isNarrow && survivors().length <= FEW) break;
  }
  const least = cutoff * Math.sqrt(Math.max(0, reach ?? 0));
  yield among(sieve(query, shared, survivors(), least, weights, archive), true);
}

/** Whether an article is related closely enough to be shown without anybody's word for it. */
export function isClose(
  { signals, relatedness: value, standing: stands }: Pick<Candidate, 'signals' | 'relatedness' | 'standing'>,
  cutoff: number,
): boolean {
  return value > 0 && stands >= cutoff && isAboutTheSame(signals);
}

/** Nothing is asked of an article but that it may be recommended at all. */
function isUnfiltered(filter: EligibilityFilter): boolean {
  const { sections, tags, publishedAfter, publishedBefore, sponsored, paywalled } = filter;
  const bounds = [publishedAfter, publishedBefore, sponsored, paywalled];
  return sections.length === 0 && tags.length === 0 && bounds.every((bound) => bound === null);
}

function isUnbounded({ mode }: RecommendOptions): boolean {
  return MODES[mode].direction === 'any' && MODES[mode].within === null;
}

const DAY = 86_400_000;

/** The filter, narrowed to where the mode looks in time. */
function boundedBy(query: RecommendQuery, { filter, mode }: RecommendOptions): EligibilityFilter {
  const { direction, within } = MODES[mode];
  const { publishedAt } = query;
  if (publishedAt === null || (direction === 'any' && within === null)) return filter;
  const span = within === null ? Number.POSITIVE_INFINITY : within * DAY;
  const before = direction === 'older' ? publishedAt : publishedAt + span + 1;
  const after = direction === 'newer' ? publishedAt : publishedAt - span;
  return {
    ...filter,
    publishedBefore: lower(filter.publishedBefore, before),
    publishedAfter: higher(filter.publishedAfter, after),
  };
}

function lower(one: number | null, other: number): number | null {
  const least = Math.min(one ?? Number.POSITIVE_INFINITY, other);
  return least === Number.POSITIVE_INFINITY ? null : least;
}

function higher(one: number | null, other: number): number | null {
  const most = Math.max(one ?? Number.NEGATIVE_INFINITY, other);
  return most === Number.NEGATIVE_INFINITY ? null : most;
}
