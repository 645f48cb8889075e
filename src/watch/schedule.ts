/** One thing to do again and again. */
export interface Job {
  readonly name: string;
  /** Milliseconds from the beginning of one time to that of the next. */
  readonly every: number;
}

/** After failures a job waits longer, at most so long (or its own pace, where that is longer). Milliseconds. */
const LONGEST_WAIT = 6 * 3_600_000;

/** When each job is due. Times are milliseconds since 1970. */
export interface Schedule<J extends Job> {
  /** The job that is due first, and when; of several at once the one that has waited longest. */
  next(): { readonly job: J; readonly at: number };
  dueAt(job: J): number;
  /** Notes how the job that was begun at `began` has ended: after failures it is due later each time. */
  ended(job: J, began: number, succeeded: boolean): void;
  /** Makes the job due again after a moment that is no failure of its own, such as another process's lock. */
  postpone(job: J, until: number): void;
}

/** All jobs are due at once. Throws where there is none. */
export function createSchedule<J extends Job>(jobs: readonly J[], now: number): Schedule<J> {
  const states = jobs.map((job) => ({ job, at: now, failures: 0 }));
  const stateOf = (job: J) => {
    const found = states.find((state) => state.job === job);
    if (found === undefined) throw new RangeError(`No job ${job.name} in this schedule.`);
    return found;
  };
  return {
    next() {
      const [first, ...rest] = states;
      if (first === undefined) throw new RangeError('Expected at least one job, received none.');
      return rest.reduce((due, state) => (state.at < due.at ? state : due), first);
    },
    dueAt: (job) => stateOf(job).at,
    ended(job, began, succeeded) {
      const state = stateOf(job);
      state.failures = succeeded ? 0 : state.failures + 1;
      const wait = job.every * 2 ** state.failures;
      state.at = began + Math.min(wait, Math.max(job.every, LONGEST_WAIT));
    },
    postpone(job, until) {
      stateOf(job).at = until;
    },
  };
}

/** Whether it is time for what was last done at `last` (`null`: never) and is done every so many milliseconds. */
export function isDue(every: number | null, last: number | null, now: number): boolean {
  return every !== null && (last === null || now - last >= every);
}
