import type { Log } from '../log/log.js';

/** So often it is told what was turned away meanwhile. Seconds. */
const PAUSE = 60;

/** Counts what comes in such numbers that a line for each would hide all others. */
export interface Tally {
  /** `what` is one of few texts. */
  count(what: string): void;
}

/** Tells of them a minute after the first. `later` calls back after so many milliseconds, if the process still runs. */
export function createTally(
  log: Log,
  later: (work: () => void, milliseconds: number) => void = (work, time) => setTimeout(work, time).unref(),
): Tally {
  const counts = new Map<string, number>();
  const tell = (): void => {
    const sums = [...counts].map(([what, count]) => `${count} × ${what}`);
    counts.clear();
    log.write('warn', `Turned away in the last ${PAUSE} s: ${sums.join(', ')}.`);
  };
  return {
    count(what) {
      if (!log.writes('warn')) return;
      if (counts.size === 0) later(tell, PAUSE * 1000);
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
  };
}
