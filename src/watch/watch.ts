import { IndexLockedError } from '../errors.js';
import { createSchedule, type Job } from './schedule.js';

/** Between two looks whether another process still writes the index. Milliseconds. */
const LOCKED = 1_000;

/** What a reading did, as far as a person wants to know. */
export interface ReadingOutcome {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly rejected: number;
  readonly articles: number;
  readonly seconds: number;
}

export interface WatchParts<S extends Job> {
  readonly sources: readonly S[];
  /** Reads a source to its end, or throws. */
  readonly read: (source: S) => Promise<ReadingOutcome>;
  readonly observer: WatchObserver<S>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds, or early when the signal is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** Read each source once, and end. */
  readonly once: boolean;
}

export interface WatchObserver<S> {
  begins(source: S): void;
  ended(source: S, outcome: ReadingOutcome): void;
  /** Another process writes the index, and the source is read once it has ended; told once each time. */
  waits(source: S): void;
  /** `again` is when it is tried next, milliseconds since 1970; `null` under `once`. */
  failed(source: S, error: Error, again: number | null): void;
}

/**
 * Follows sources, one reading at a time, each at its own pace, until the signal is aborted. A source that fails is
 * left alone for longer and longer, the others go on. Returns the number of readings that failed.
 */
export async function watch<S extends Job>(parts: WatchParts<S>): Promise<number> {
  const { sources, clock, signal, observer, once } = parts;
  const schedule = createSchedule(sources, clock());
  const done = new Set<S>();
  const waiting = new Set<S>();
  let failed = 0;
  while (!signal.aborted && !(once && done.size === sources.length)) {
    const { job: source, at } = schedule.next();
    if (at > clock()) {
      await parts.sleep(at - clock());
      continue;
    }
    const began = clock();
    if (!waiting.has(source)) observer.begins(source);
    try {
      const outcome = await parts.read(source);
      waiting.delete(source);
      schedule.ended(source, began, true);
      observer.ended(source, outcome);
      done.add(source);
    } catch (error) {
      // Cut off on request: what was stored is kept.
      if (signal.aborted) break;
      if (!(error instanceof Error)) throw error;
      if (error instanceof IndexLockedError) {
        schedule.postpone(source, clock() + LOCKED);
        if (!waiting.has(source)) observer.waits(source);
        waiting.add(source);
        continue;
      }
      waiting.delete(source);
      failed += 1;
      schedule.ended(source, began, false);
      done.add(source);
      observer.failed(source, error, once ? null : schedule.dueAt(source));
    }
    // Under `once`, whoever is done is not asked again before all are.
    if (once && done.has(source)) schedule.postpone(source, Number.POSITIVE_INFINITY);
  }
  return failed;
}
