import { describe, expect, it } from 'vitest';
import { readArguments, SIZES } from '../../../scripts/bench/arguments.js';
import { compareSection } from '../../../scripts/bench/compare.js';
import { growthOf } from '../../../scripts/bench/growth.js';
import { nearRelative } from '../../../scripts/bench/near-relative.js';
import { shown } from '../../../scripts/bench/numbers.js';
import { benchPage } from '../../../scripts/bench/page.js';
import { sectionText, summaryText } from '../../../scripts/bench/print.js';
import { BenchResult, measured, outcomeOf, type SectionResult } from '../../../scripts/bench/result.js';
import { ticksOf } from '../../../scripts/bench/scale.js';
import { median, overRounds, quantile, ratios } from '../../../scripts/bench/statistics.js';
import { createRandom } from '../../../src/evaluation/random.js';
import { COPY_RESEMBLANCE, resemblance, signatureOf } from '../../../src/text/signature.js';

const section = (
  articles: number,
  seconds: number,
  range: [number, number] | null = null,
): SectionResult => ({
  section: 'start',
  title: 'Start',
  articles,
  seconds: 1,
  measurements: [
    measured('start.seconds', 'to ready', 'seconds', seconds, 'higher', { range }),
    measured('start.rate', 'a rate', 'per second', 100, 'lower'),
    measured('start.unknown', 'not to be had', 'ratio', Number.NaN, 'higher', { note: 'no <such> thing' }),
  ],
  goals: [
    { label: 'ready soon', measured: 'start.seconds', bound: 'at most', limit: 2, statedFor: 100_000 },
    { label: 'quick', measured: 'start.rate', bound: 'at least', limit: 100, statedFor: null },
    { label: 'known', measured: 'start.unknown', bound: 'at least', limit: 1, statedFor: null },
  ],
  curves: [
    {
      title: 'Recall by ef',
      x: { label: 'ef', values: ['16', '32'] },
      unit: 'share',
      series: [{ label: 'graph', values: [0.97, 1] }],
    },
  ],
  notes: ['How it was done.'],
});

const result = (...sections: SectionResult[]): BenchResult => ({
  format: 1,
  date: '2026-11-24T10:00:00.000Z',
  machine: 'a machine, 2 cores',
  versions: { seealso: '0.1.0', node: '20.20.2' },
  data: 'made-up words',
  seed: 1,
  seconds: 12,
  sections,
});

describe('a goal', () => {
  const { goals, measurements } = section(1_000, 2.1);
  it('is met, missed, or not measured, and the bound itself is met', () => {
    expect(goals.map((goal) => outcomeOf(goal, measurements))).toEqual(['missed', 'met', 'not measured']);
  });

  it('that is missed stands in the text, in the summary and on the page', () => {
    const found = result(section(1_000, 2.1));
    const [run] = found.sections;
    if (run === undefined) throw new Error('unreachable: given above');
    expect(sectionText(run, found, null)).toContain(
      'MISSED: ready soon (a goal for 100,000 articles): at most 2.00 s, measured 2.10 s',
    );
    expect(summaryText(found)).toMatch(
      /^1 goals met, 1 missed, 1 not measured, in 12 s\.\n.*MISSED: ready soon/,
    );
    expect(benchPage(found, null)).toContain('Of 3 goals 1 met, 1 missed, 1 not measured.');
  });

  it('is told with machine, versions, data and seed', () => {
    const found = result(section(1_000, 1));
    const text = sectionText(section(1_000, 1), found, null);
    expect(text).toContain('a machine, 2 cores; seealso 0.1.0, node 20.20.2; made-up words, seed 1');
  });
});

describe('two runs', () => {
  const verdicts = (now: SectionResult, then: SectionResult) =>
    compareSection(now, result(then)).map(({ verdict }) => verdict);

  it('measured once differ beyond noise from a quarter on', () => {
    expect(verdicts(section(1_000, 1.2), section(1_000, 1))[0]).toBe('alike');
    expect(verdicts(section(1_000, 1.3), section(1_000, 1))[0]).toBe('worse');
    expect(verdicts(section(1_000, 0.7), section(1_000, 1))[0]).toBe('better');
  });

  it('whose rounds meet are alike, however far their medians are apart', () => {
    expect(verdicts(section(1_000, 2, [0.9, 3]), section(1_000, 1, [0.8, 1.1]))[0]).toBe('alike');
    expect(verdicts(section(1_000, 2, [1.5, 3]), section(1_000, 1, [0.8, 1.1]))[0]).toBe('worse');
    expect(verdicts(section(1_000, 1.05, [1.04, 1.06]), section(1_000, 1, [0.99, 1.01]))[0]).toBe('alike');
  });

  it('of other sizes have nothing to compare', () => {
    expect(verdicts(section(10_000, 2), section(1_000, 1))).toEqual(['only now', 'only now', 'only now']);
  });

  it('are shown beside each other, in the text and on the page', () => {
    const [now, then] = [result(section(1_000, 4)), result(section(1_000, 1))];
    expect(sectionText(section(1_000, 4), now, then)).toContain('was 1.00 s (× 4.00, WORSE)');
    const page = benchPage(now, then);
    expect(page).toContain('Beyond noise 1 numbers worse, 0 better than before.');
    expect(page).toContain('<b class="worse">worse</b>');
  });
});

describe('the page', () => {
  const page = benchPage(result(section(1_000, 1), section(100_000, 3)), null);

  it('draws cost against size, and tells it in words', () => {
    expect(page).toContain('Time to ready, by articles. serve: 1.00 s at 1,000, 3.00 s at 100,000.');
  });

  it('loads nothing, runs nothing, and takes no text for markup', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(page).toContain('no &lt;such&gt; thing');
  });

  it('leaves out of the plots what was not measured', () => {
    const found = result(section(1_000, Number.NaN));
    expect(growthOf('start', found, null)).toEqual([]);
    expect(benchPage(found, null)).toContain('– not measured');
  });
});

it('is read again as it was written', () => {
  const found = result(section(1_000, 1, [0.5, 1.5]));
  expect(BenchResult.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  expect(BenchResult.safeParse({ ...found, format: 2 }).success).toBe(false);
});

describe('the options', () => {
  it('name three sizes and all sections where nothing is said', () => {
    expect(readArguments([], ['start'])).toMatchObject({
      sizes: SIZES,
      only: [],
      seed: 1,
      out: '.cache/bench',
    });
    expect(readArguments(['--articles', '1000', '--only', 'start'], ['start'])).toMatchObject({
      sizes: [1_000],
      only: ['start'],
    });
  });

  it.each([
    [['--articles', 'many'], /--articles: expected a whole number from 100/],
    [['--only', 'stop'], /--only: expected of start, received "stop"/],
    [['--seed', '-1'], /--seed/],
    [['--fast'], /--fast.*See --help/s],
  ])('%j are refused', (words, message) => {
    expect(() => readArguments(words, ['start'])).toThrow(message);
  });
});

describe('numbers', () => {
  it('of rounds are told by their median and range, of several by quantiles', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    expect(overRounds([5, 1, 3])).toEqual({ value: 3, range: [1, 5] });
    expect(overRounds([5]).range).toBeNull();
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
    const values = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([100, 198, 7]);
  });

  it('are shown with their unit', () => {
    expect(
      [
        shown(1_446.2, 'per second'),
        shown(12.34, 'milliseconds'),
        shown(2e8, 'bytes'),
        shown(0.994, 'share'),
        shown(0.8563, 'ratio'),
        shown(1.2, 'ratio'),
        shown(null, 'count'),
      ].join(' | '),
    ).toBe('1,446/s | 12.3 ms | 200 MB | 99.4% | × 0.856 | × 1.2 | –');
  });

  it('have ticks that hold them all', () => {
    expect(ticksOf([3, 40], false)).toEqual([2, 5, 10, 20, 50]);
    expect(ticksOf([0.004, 30], false)).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
    expect(ticksOf([0.985, 1], true)).toEqual([0.985, 0.99, 0.995, 1]);
    expect(ticksOf([5], false)).toEqual([2.5, 10]);
  });
});

it('a near relative shares much of an article’s text, and is no copy of it', () => {
  const random = createRandom(7);
  const body = (name: string) =>
    Array.from(
      { length: 30 },
      (_, i) => `${name} number ${i} says ${random.bits()} and then ${random.bits()} to all of them.`,
    ).join(' ');
  const of = (id: string) => ({
    id,
    title: id,
    body: body(id),
    section: 'World',
    publishedAt: '2020-01-01T00:00:00.000Z',
  });
  const [known, stranger] = [of('known'), of('stranger')];
  const relative = nearRelative(known, stranger, 'fresh-1', random);
  const [a, b] = [signatureOf(known.body), signatureOf(relative.body)];
  const alike = a === null || b === null ? 0 : resemblance(a, b);
  expect(alike).toBeGreaterThan(0.1);
  expect(alike).toBeLessThan(COPY_RESEMBLANCE - 0.05);
  expect(relative.publishedAt).toBe('2020-01-02T00:00:00.000Z');
});
