import { describe, expect, it } from 'vitest';
import { createSchedule, isDue } from '../../src/watch/schedule.js';

const HOUR = 3_600_000;
const FAST = { name: 'fast', every: 10 };
const SLOW = { name: 'slow', every: 25 };

describe('a schedule', () => {
  it('has every job due at once, then each at its own pace', () => {
    const schedule = createSchedule([FAST, SLOW], 100);
    const order: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      const { job, at } = schedule.next();
      order.push(`${job.name} ${at}`);
      schedule.ended(job, at, true);
    }
    expect(order).toEqual([
      'fast 100',
      'slow 100',
      'fast 110',
      'fast 120',
      'slow 125',
      'fast 130',
      'fast 140',
    ]);
  });

  it('waits twice as long after each failure, up to six hours, and is itself again after a success', () => {
    const schedule = createSchedule([{ name: 'down', every: HOUR }], 0);
    const { job } = schedule.next();
    const waits = [false, false, false, false, true, false].map((succeeded) => {
      schedule.ended(job, 0, succeeded);
      return schedule.dueAt(job) / HOUR;
    });
    expect(waits).toEqual([2, 4, 6, 6, 1, 2]);
  });

  it('never asks a slow job more often because it fails', () => {
    const schedule = createSchedule([{ name: 'daily', every: 24 * HOUR }], 0);
    const { job } = schedule.next();
    schedule.ended(job, 0, false);
    expect(schedule.dueAt(job)).toBe(24 * HOUR);
  });

  it('needs a job', () => {
    expect(() => createSchedule([], 0).next()).toThrow('Expected at least one job');
  });
});

describe('what is done every so often', () => {
  it.each([
    [null, null, false],
    [10, null, true],
    [10, 91, false],
    [10, 90, true],
  ])('every %s, last at %s: %s', (every, last, due) => {
    expect(isDue(every, last, 100)).toBe(due);
  });
});
