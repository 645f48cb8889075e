import { readFileSync } from 'node:fs';

/**
 * For how long the main thread of a process could have run and had no processor, since it began. Milliseconds; 0 where
 * the system does not tell. On a machine that has other things to do, that is most of what a request takes.
 */
export function waitedForProcessor(pid: number): number {
  try {
    // Nanoseconds on a processor, nanoseconds waiting for one, turns (Documentation/scheduler/sched-stats.rst).
    const [, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waited) / 1e6;
  } catch {
    return 0;
  }
}
