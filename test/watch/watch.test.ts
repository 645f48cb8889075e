import { describe, expect, it } from 'vitest';
import { IndexLockedError, SourceError } from '../../src/errors.js';
import { type ReadingOutcome, watch } from '../../src/watch/watch.js';

const SECOND = 1_000;
const FEED = { name: 'feed', every: 60 * SECOND };
const SITE = { name: 'site', every: 90 * SECOND };
const NOTHING: ReadingOutcome = { added: 0, changed: 0, removed: 0, rejected: 0, articles: 0, seconds: 0 };

/** Watches until so many seconds have passed; what happened is told as `seconds what`. */
async function watched(
  sources: readonly { name: string; every: number }[],
  read: (name: string, time: number) => void,
  { seconds = 1_000_000, once = false, took = 0 } = {},
): Promise<{ story: string[]; failed: number }> {
  let now = 0;
  const stop = new AbortController();
  const story: string[] = [];
  const tell = (what: string) => story.push(`${now / SECOND} ${what}`);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    if (now > seconds * SECOND) stop.abort();
  };
  const failed = await watch({
    sources,
    once,
    signal: stop.signal,
    clock: () => now,
    sleep: async (milliseconds) => pass(milliseconds),
    async read({ name }) {
      tell(name);
      pass(took);
      read(name, now / SECOND);
      return NOTHING;
    },
    observer: {
      begins: () => undefined,
      ended: ({ name }) => tell(`${name} ended`),
      waits: ({ name }) => tell(`${name} waits`),
      failed: ({ name }, error, again) =>
        tell(`${name} failed: ${error.message}, again ${again === null ? 'never' : again / SECOND}`),
    },
  });
  return { story: story.filter((line) => !line.endsWith('ended')), failed };
}

describe('watching', () => {
  it('reads each source at its own pace, one after the other', async () => {
    const { story } = await watched([FEED, SITE], () => undefined, { seconds: 200, took: SECOND });
    expect(story).toEqual(['0 feed', '1 site', '60 feed', '91 site', '120 feed', '180 feed', '181 site']);
  });

  it('goes on with the others while one fails, which is tried later and later', async () => {
    const { story, failed } = await watched(
      [FEED, SITE],
      (name) => {
        if (name === 'feed') throw new SourceError('503');
      },
      { seconds: 300 },
    );
    expect(story).toEqual([
      '0 feed',
      '0 feed failed: 503, again 120',
      '0 site',
      '90 site',
      '120 feed',
      '120 feed failed: 503, again 360',
      '180 site',
      '270 site',
    ]);
    expect(failed).toBe(2);
  });

  it('waits while somebody else writes the index, which is no failure, and reads as soon as that has ended', async () => {
    const { story, failed } = await watched(
      [FEED],
      (_name, time) => {
        if (time < 3) throw new IndexLockedError('locked');
      },
      { once: true },
    );
    expect(story).toEqual(['0 feed', '0 feed waits', '1 feed', '2 feed', '3 feed']);
    expect(failed).toBe(0);
  });

  it('reads each source once, if that is all that is wanted, and tells how many failed', async () => {
    const { story, failed } = await watched(
      [{ name: 'quick', every: 1 }, SITE, FEED],
      (name) => {
        if (name === 'site') throw new SourceError('404');
      },
      { once: true, took: SECOND },
    );
    expect(story).toEqual(['0 quick', '1 site', '2 site failed: 404, again never', '2 feed']);
    expect(failed).toBe(1);
  });

  it('ends quietly when it is stopped in the middle of a reading', async () => {
    const { story, failed } = await watched(
      [FEED],
      () => {
        throw new Error('cut off');
      },
      { seconds: 1, took: 2 * SECOND },
    );
    expect([story, failed]).toEqual([['0 feed'], 0]);
  });
});
