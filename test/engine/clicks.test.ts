import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClickCount, ClickTotals } from '../../src/catalog/click-counts.js';
import { type ClickReportQuery, createClicks } from '../../src/engine/clicks.js';

const NOON = Date.parse('2026-05-01T12:00:00Z');
const DAY = 86_400_000;
const TODAY = Math.floor(NOON / DAY);
const ASKED: ClickReportQuery = { by: 'pair', since: null, until: null, article: null, limit: 10 };
const seen = (...ids: string[]) => ids.map((id, i) => ({ id, position: i + 1 }));

describe('clicks', () => {
  const written: { day: number; counts: readonly ClickCount[] }[] = [];
  const logged: string[] = [];
  let totals: ClickTotals = { impressions: 0, clicks: 0, rows: [] };
  let asked: unknown;
  let now = NOON;
  let forgotten: number[] = [];
  let broken = false;
  const catalog = {
    countClicks(day: number, counts: readonly ClickCount[]) {
      if (broken) throw new Error('disk full');
      written.push({ day, counts });
    },
    clicks(query: unknown) {
      asked = query;
      return totals;
    },
    forgetClicks: (before: number) => forgotten.push(before),
  };
  const create = () =>
    createClicks(
      catalog,
      () => now,
      (message) => logged.push(message),
    );

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    written.length = 0;
    logged.length = 0;
    forgotten = [];
    broken = false;
    now = NOON;
  });
  afterEach(() => vi.useRealTimers());

  it('are gathered and written together, once', () => {
    const clicks = create();
    clicks.count({ article: 'a', impressions: seen('b', 'c'), clicks: [] });
    clicks.count({ article: 'a', impressions: seen('b'), clicks: seen('b') });
    expect(written).toEqual([]);
    vi.advanceTimersByTime(2_000);
    const counted = [
      { article: 'a', link: 'b', position: 1, impressions: 2, clicks: 1 },
      { article: 'a', link: 'c', position: 2, impressions: 1, clicks: 0 },
    ];
    expect(written).toEqual([{ day: TODAY, counts: counted }]);
    vi.advanceTimersByTime(60_000);
    clicks.close();
    expect(written).toHaveLength(1);
  });

  it('are written at the end, and when very many wait', () => {
    const clicks = create();
    for (let i = 0; i < 2_000; i += 1) clicks.count({ article: `a${i}`, impressions: seen('b'), clicks: [] });
    expect(written.map(({ counts }) => counts.length)).toEqual([2_000]);
    clicks.count({ article: 'a', impressions: seen('b'), clicks: [] });
    clicks.close();
    expect(written.map(({ counts }) => counts.length)).toEqual([2_000, 1]);
  });

  it('of more than 400 days ago are forgotten, once a day', () => {
    const clicks = create();
    for (const at of [NOON, NOON + 1, NOON + DAY]) {
      now = at;
      clicks.count({ article: 'a', impressions: seen('b'), clicks: [] });
      vi.advanceTimersByTime(2_000);
    }
    expect(forgotten).toEqual([TODAY - 400, TODAY - 399]);
  });

  it('that cannot be written are a line in the log, and nothing worse', () => {
    const clicks = create();
    broken = true;
    clicks.count({ article: 'a', impressions: seen('b'), clicks: [] });
    clicks.close();
    expect(logged).toEqual([expect.stringContaining('disk full')]);
  });

  it('are reported with rates and what so few observations can say, the last 30 days by default', () => {
    const row = { article: null, link: null, position: 1 };
    totals = {
      impressions: 200,
      clicks: 10,
      rows: [
        { ...row, impressions: 100, clicks: 10 },
        { ...row, impressions: 0, clicks: 3 },
        { ...row, impressions: 2, clicks: 5 },
      ],
    };
    const report = create().report(ASKED);
    expect(asked).toMatchObject({ from: TODAY - 29, to: TODAY });
    // Wilson's interval of 10 in 100: 0.0552 to 0.1744.
    expect(report).toMatchObject({
      from: '2026-04-02',
      to: '2026-05-01',
      rate: 0.05,
      rows: [
        { rate: 0.1, interval: [0.0552, 0.1744] },
        { rate: null, interval: null },
        { rate: 1, interval: [0.3424, 1] },
      ],
    });
    create().report({ ...ASKED, since: Date.parse('2026-01-02T23:00:00Z'), until: Date.parse('2026-01-03') });
    const first = Math.floor(Date.parse('2026-01-02') / DAY);
    expect(asked).toMatchObject({ from: first, to: first + 1 });
  });
});
