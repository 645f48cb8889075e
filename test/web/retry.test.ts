import { describe, expect, it } from 'vitest';
import { backOff, isPassingFailure, retryAfter } from '../../src/web/retry.js';
import { NOON } from './patience.js';

describe('trying again', () => {
  it('waits twice as long each time, up to a minute, and by chance up to half as long', () => {
    expect([1, 2, 3, 4].map((attempt) => backOff(attempt, 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect([1, 2, 9].map((attempt) => backOff(attempt, 1))).toEqual([500, 1_000, 30_000]);
    expect(backOff(50, 0)).toBe(60_000);
  });

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Fri, 01 May 2026 12:02:00 GMT', 120_000],
    ['Fri, 01 May 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    [undefined, 0],
  ])('takes Retry-After %j for %d ms at noon', (header, wait) => {
    expect(retryAfter(header, NOON)).toBe(wait);
  });

  it('helps against a connection that broke, not against a name that is none', () => {
    const failure = (code: string) => Object.assign(new Error('failed'), { code });
    expect(isPassingFailure(failure('ECONNRESET'))).toBe(true);
    expect(isPassingFailure(new AggregateError([failure('ECONNREFUSED')]))).toBe(false);
    expect(isPassingFailure(failure('ENOTFOUND'))).toBe(false);
    expect(isPassingFailure('ECONNRESET')).toBe(false);
  });
});
