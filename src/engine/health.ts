import { setImmediate as otherWork } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.js';
import { anyArticle } from '../catalog/eligibility.js';
import { StoppedError } from '../errors.js';
import { type IndexInfo, toLink } from './answers.js';
import { createBreath } from './breath.js';
import type { LiveIndex } from './live-index.js';
import type { DatedLink, Status, Survey, SurveyOptions } from './status.js';
import { surveyLists } from './survey.js';

/** A survey that no longer fits is made again after so long at the soonest. Milliseconds. */
const REST = 600_000;
/** Of the time, while others are answered. */
const BESIDE = 0.25;
const RUNS = 10;
/** So many of the newest articles are looked at first. */
const NEWEST = 16;

export interface HealthParts {
  readonly catalog: Catalog;
  /** Throws `IndexMissingError` until there is an index. */
  readonly live: () => LiveIndex;
  readonly info: (index: LiveIndex) => IndexInfo;
  /** Changes with every list. */
  readonly version: () => string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: (message: string) => void;
}

/** How an index does. */
export interface Health {
  /** A few statements. Tells of the last survey. Throws `IndexMissingError`. */
  status(): Status;
  /**
   * The last survey where nothing has changed since; the one that is being made, with the options of whoever began it;
   * or a new one. Throws `IndexMissingError`, `StoppedError`.
   */
  survey(options?: SurveyOptions): Promise<Survey>;
  /**
   * Begins a survey beside the answering where the last no longer fits, ten minutes after it was begun at the soonest.
   * Throws `IndexMissingError`.
   */
  surveyWhereDue(): void;
  /** Stops a survey. */
  close(): Promise<void>;
}

export function createHealth(parts: HealthParts): Health {
  const { catalog, live, version, clock } = parts;
  const closing = new AbortController();
  let last: { readonly survey: Survey; readonly version: string } | null = null;
  let running: Promise<Survey> | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;

  const make = async ({ share = 1, signal, progress = () => {} }: SurveyOptions): Promise<Survey> => {
    triedAt = clock();
    // Whoever asked is answered first.
    await otherWork();
    const made = version();
    const breath = createBreath({
      share,
      clock,
      signal: signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
    });
    const survey = await surveyLists({ catalog, index: live(), clock, breath, progress });
    last = { survey, version: made };
    return survey;
  };

  const survey = async (options: SurveyOptions = {}): Promise<Survey> => {
    if (running !== null) return running;
    if (closing.signal.aborted) throw new StoppedError('The index is closed; its lists were not surveyed.');
    if (last !== null && last.version === version()) return last.survey;
    running = make(options).finally(() => {
      running = null;
    });
    return running;
  };

  return {
    status() {
      const index = live();
      const { manifest } = index.generation;
      const now = clock();
      const waiting = waitingIn(index, catalog, now);
      const published = newestPublished(catalog, now);
      return {
        index: {
          ...parts.info(index),
          changesSince: Math.max(0, index.sequence - manifest.sequence),
          vectors: manifest.count,
        },
        newest: { published, indexed: newestFound(index, catalog, now) },
        waiting: waiting.count,
        lag: waiting.since === null ? 0 : secondsFrom(waiting.since, now),
        silence: published === null ? null : secondsFrom(Date.parse(published.publishedAt), now),
        survey: last?.survey ?? null,
        runs: catalog.runs(RUNS),
      };
    },
    survey,
    surveyWhereDue() {
      live();
      if (running !== null || closing.signal.aborted || clock() - triedAt < REST) return;
      survey({ share: BESIDE }).catch((error: unknown) => {
        if (!(error instanceof StoppedError))
          parts.log(error instanceof Error ? error.message : String(error));
      });
    },
    async close() {
      closing.abort();
      await running?.catch(() => undefined);
    },
  };
}

const secondsFrom = (moment: number, now: number): number => Math.max(0, Math.round((now - moment) / 1000));

/**
 * Recommendable ones that the index has nothing of, and since when the first could have been found: its date or, if
 * later, when the generation was built, since whatever that lacks was stored after it. When exactly is not kept.
 */
function waitingIn(
  index: LiveIndex,
  catalog: Catalog,
  now: number,
): { readonly count: number; readonly since: number | null } {
  // An older text of the article can be found meanwhile.
  const unknown = index.pending.filter((key) => index.vector(key) === null);
  if (unknown.length === 0) return { count: 0, since: null };
  const linkable = new Set(catalog.eligible(anyArticle(now)));
  const waiting = unknown.filter((key) => linkable.has(key));
  const built = Date.parse(index.generation.manifest.createdAt);
  let since: number | null = null;
  for (const key of waiting) {
    const at = Math.max(built, catalog.facts([key])[0]?.publishedAt ?? built);
    since = since === null ? at : Math.min(since, at);
    if (since <= built) break;
  }
  return { count: waiting.length, since };
}

/** Whatever may be done with it, it shows that articles arrive. */
function newestPublished(catalog: Catalog, now: number): DatedLink | null {
  const [key] = catalog.search('', now, 1);
  return key === undefined ? null : datedLink(catalog, key);
}

function newestFound(index: LiveIndex, catalog: Catalog, now: number): DatedLink | null {
  for (let limit = NEWEST, seen = 0; ; limit *= 8) {
    const keys = catalog.search('', now, limit);
    for (const key of keys.slice(seen)) {
      if (canBeFound(key, index, catalog)) return datedLink(catalog, key);
    }
    if (keys.length < limit) return null;
    seen = keys.length;
  }
}

/** The index first, which lies in memory. */
function canBeFound(key: number, index: LiveIndex, catalog: Catalog): boolean {
  const isPlaced = index.vector(key) !== null || (!index.isPending(key) && catalog.terms(key).length > 0);
  return isPlaced && catalog.facts([key])[0]?.noRecommend === false;
}

function datedLink(catalog: Catalog, key: number): DatedLink | null {
  const [stored] = catalog.load([key]);
  const publishedAt = stored?.article.publishedAt ?? null;
  return stored === undefined || publishedAt === null ? null : { ...toLink(stored.article), publishedAt };
}
