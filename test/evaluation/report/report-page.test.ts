import { describe, expect, it } from 'vitest';
import type { ReportData } from '../../../src/evaluation/report/data.js';
import { reportPage } from '../../../src/evaluation/report/report-page.js';
import { elementsOf } from './read-page.js';
import {
  distribution,
  facts,
  listed,
  pairsReport,
  rankingReport,
  system,
  worstQuery,
} from './report-data.js';

const named = (page: string, name: string) => elementsOf(page).filter((element) => element.name === name);
const texts = (page: string, name: string) => named(page, name).map(({ text }) => text);
/** What the pictures say to who cannot see them. */
const pictures = (page: string) =>
  elementsOf(page).flatMap(({ name, text, within }) =>
    name === 'title' && within.includes('svg') ? [text] : [],
  );

const RANKING = reportPage(rankingReport());
const PAIRS = reportPage(pairsReport());

describe.each([
  ['rankings', RANKING],
  ['pairs', PAIRS],
])('a report of %s', (_, page) => {
  it('loads nothing and runs nothing', () => {
    const elements = elementsOf(page);
    const loading = ['script', 'img', 'iframe', 'object', 'embed', 'image', 'use', 'audio', 'video', 'form'];
    expect(elements.filter(({ name }) => loading.includes(name))).toEqual([]);
    const attributes = elements.flatMap((element) => Object.entries(element.attributes));
    expect(attributes.filter(([name]) => /^on|^src/.test(name))).toEqual([]);
    const links = attributes.filter(([name]) => /href$/.test(name)).map(([, value]) => value);
    expect(links.filter((link) => !/^(#[a-z]+|data:,)$/.test(link))).toEqual([]);
    expect(page).not.toMatch(/url\(\s*['"]?(?!#)|@import/i);
    expect(
      elements.find(({ attributes: { 'http-equiv': kind } }) => kind === 'Content-Security-Policy')
        ?.attributes.content,
    ).toMatch(/^default-src 'none';/);
  });

  it('can be walked through by its headings, which skip no level', () => {
    const levels = elementsOf(page).flatMap(({ name }) =>
      /^h[1-6]$/.test(name) ? [Number(name.slice(1))] : [],
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });

  it('has a caption on every table and a text for every picture', () => {
    const elements = elementsOf(page);
    const count = (name: string) => elements.filter((element) => element.name === name).length;
    expect(count('table')).toBeGreaterThan(0);
    expect(count('caption')).toBe(count('table'));
    const svgs = elements.filter(({ name }) => name === 'svg');
    expect(svgs.length).toBeGreaterThan(1);
    expect(svgs.filter(({ attributes }) => attributes.role !== 'img')).toEqual([]);
    expect(pictures(page)).toHaveLength(svgs.length);
    expect(pictures(page).filter((text) => text.length < 20)).toEqual([]);
  });

  it('has links to each of its sections, and ids that are given once', () => {
    const ids = elementsOf(page).flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = named(page, 'a').map(({ attributes }) => attributes.href);
    expect(targets).toEqual(named(page, 'h2').map(({ attributes }) => `#${attributes.id}`));
  });

  it('leaves no number undefined', () => {
    expect(page).not.toMatch(/\b(NaN|Infinity|undefined|null)\b/);
  });
});

describe('a report of rankings', () => {
  it('is the same for the same data', () => {
    expect(reportPage(rankingReport())).toBe(RANKING);
  });

  it('tells of what it was measured on', () => {
    expect(texts(RANKING, 'h1')).toEqual(['Relevance on sample']);
    const said = texts(RANKING, 'dl').join();
    for (const fact of ['2,241', '512', 'seealso-en', '7', '22 November 2026, 10:00 UTC']) {
      expect(said).toContain(fact);
    }
    expect(texts(RANKING, 'ul').join()).toContain('An article that was not judged counts as not relevant.');
  });

  it('says first what the reference reaches, and which systems differ from it by more than chance', () => {
    const verdict = elementsOf(RANKING).find(({ attributes }) => attributes.class === 'verdict')?.text;
    expect(verdict).toBe(
      'fused reaches nDCG@10 0.420 (95% interval 0.400 to 0.440). It is significantly better than random and words, and significantly worse than served.',
    );
  });

  it('draws every measure with the interval of every system, that of the test first', () => {
    const shown = pictures(RANKING).filter((text) => text.includes('with its 95% interval'));
    expect(shown.map((text) => text.split(' ')[0])).toEqual(['nDCG@10', 'nDCG@5', 'MAP']);
    expect(shown[0]).toBe(
      'nDCG@10 with its 95% interval. random 0.030 (0.010 to 0.050), words 0.390 (0.370 to 0.410), general 0.410 (0.390 to 0.430), fused 0.420 (0.400 to 0.440), served 0.430 (0.410 to 0.450).',
    );
    const [first = ''] = RANKING.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(first.match(/<circle/g)).toHaveLength(5);
    for (const name of ['random', 'words', 'general', 'fused', 'served'])
      expect(first).toContain(`>${name}<`);
  });

  it('lists all measures in a table, with the difference from the reference and its chance', () => {
    const rows = texts(RANKING, 'tr');
    expect(rows[0]).toBe('SystemnDCG@10against fusednDCG@5MAP');
    expect(rows[2]).toBe('words0.3900.370 to 0.410−0.030p < 0.0010.3800.360 to 0.4000.2900.270 to 0.310');
    expect(rows[3]).toContain('−0.010p = 0.310, may be chance');
    expect(rows[4]).toContain('reference');
    expect(rows[5]).toContain('+0.010p = 0.020');
  });

  it('draws the scores of every system that has them, and says how well they part', () => {
    const shown = pictures(RANKING).filter((text) => text.startsWith('Scores by'));
    expect(shown.map((text) => text.split(' ')[2])).toEqual(['words', 'general', 'fused']);
    expect(shown[0]).toContain('100 relevant pairs');
    expect(shown[0]).toContain('2,000 other pairs');
    // Relevant ones lie evenly between 0.3 and 0.8, others between 0 and 0.4: a fifth of the former is within the
    // upper quarter of the latter, and beaten by half of it. 1 − 1/5 · 1/4 · 1/2.
    expect(texts(RANKING, 'figcaption')[0]).toBe(
      'A relevant pair scores above another one in 97.5% of cases. From 0.400 on, where at most 1 in 1,000 others pass, 80.0% of the relevant pairs do. 100 relevant, 2,000 others counted.',
    );
  });

  it('shows recall by ef in the order of ef', () => {
    expect(pictures(RANKING)).toContain(
      'Recall of the nearest neighbours by ef: 86.1% at ef 16, 99.1% at ef 128.',
    );
  });

  it('tells of the lists: their diversity, reach, empty ones, and who is in all of them', () => {
    expect(texts(RANKING, 'tr')).toContain('served0.61042.0%8.3%');
    expect(texts(RANKING, 'li')).toContain('Weather for the week in 40 lists');
  });

  it('puts the lists of a bad query side by side, relevant ones marked by a sign that is also read out', () => {
    const items = texts(RANKING, 'li').filter((text) => text.startsWith('Title of'));
    expect(items.slice(0, 4)).toEqual([
      'Title of a 0.500',
      'Title of intervention ✓ relevant, grade 2 0.500',
      'Title of b ✗ judged not relevant, grade 0 0.500',
      'Title of intervention ✓ relevant, grade 2 0.500 Tokyo · yen intervention',
    ]);
    expect(texts(RANKING, 'h4').slice(-4)).toEqual(['words', 'general', 'fused', 'served']);
    expect(texts(RANKING, 'p')).toContain('Nothing: nothing above the cut-off');
  });

  it('says at which place each list has what was judged relevant', () => {
    expect(texts(RANKING, 'tr')).toContain('Tokyo steps in22–1–');
    expect(texts(RANKING, 'tr')).toContain('Bank of Japan holds1––––');
  });

  it('opens the worst query only, each headed by its title, value and id', () => {
    const queries = named(RANKING, 'details');
    expect(queries.map(({ attributes }) => 'open' in attributes)).toEqual([true, false]);
    expect(texts(RANKING, 'summary')[0]).toBe(
      'Yen falls to a new low nDCG@10 0.031 · q1 2 judged relevant; listed by words 1 · general 0 · fused 1 · served 0',
    );
  });
});

describe('texts that would break out', () => {
  const EVIL = '"><img src=x onerror="alert(1)"><script>alert(2)</script></svg></title>\'&\u0000\u202e';
  const query = worstQuery({
    id: EVIL,
    title: EVIL,
    judged: [{ id: EVIL, title: EVIL, grade: 1 }],
    lists: [
      { system: EVIL, empty: null, items: [{ ...listed('a', 1, [EVIL]), title: EVIL }] },
      { system: 'served', empty: EVIL, items: [] },
    ],
  });
  const evil = { ...system(EVIL, 0.4), measures: { [EVIL]: { value: 0.4, low: 0.3, high: 0.5 } } };
  const everywhere = facts({
    set: EVIL,
    model: EVIL,
    date: EVIL,
    measure: EVIL,
    reference: EVIL,
    notes: [EVIL],
  });
  const pages: readonly (readonly [string, ReportData])[] = [
    [
      'rankings',
      rankingReport({
        facts: everywhere,
        systems: [
          {
            ...evil,
            lists: {
              diversity: 1,
              coverage: 1,
              emptyShare: 0,
              mostRecommended: [{ id: EVIL, title: EVIL, lists: 1 }],
            },
          },
        ],
        distributions: [distribution(EVIL)],
        worst: [query],
      }),
    ],
    [
      'pairs',
      pairsReport({
        facts: everywhere,
        systems: [evil],
        scatter: [{ system: EVIL, points: [{ grade: 1, score: 1 }] }],
      }),
    ],
  ];

  it.each(pages)('stay text in a report of %s', (_, data) => {
    const page = reportPage(data);
    const elements = elementsOf(page);
    expect(elements.filter(({ name }) => name === 'img' || name === 'script')).toEqual([]);
    const handlers = elements
      .flatMap(({ attributes }) => Object.keys(attributes))
      .filter((name) => /^on/.test(name));
    expect(handlers).toEqual([]);
    expect(texts(page, 'h1')[0]).toContain('<script>alert(2)</script>');
    expect(page).not.toContain('\u0000');
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('run in their own direction', () => {
    const title = 'ראש הממשלה הודיע על תוכנית';
    const page = reportPage(rankingReport({ worst: [worstQuery({ title })] }));
    const heading = named(page, 'h3').find(({ text }) => text === title);
    expect(heading?.attributes.dir).toBe('auto');
  });

  it('give way to the id where a title is empty', () => {
    const page = reportPage(rankingReport({ worst: [worstQuery({ id: 'untitled-7', title: ' ' })] }));
    expect(texts(page, 'h3')).toContain('untitled-7');
  });
});

describe('a report of little', () => {
  const point = { value: 0, low: 0, high: 0 };
  const lone = { name: 'fused', measures: { 'nDCG@10': point }, pValue: null, lists: null };
  const flat = { system: 'fused', edges: [0, 0.5, 1], relevant: [0, 4], other: [0, 9] };
  const cases: readonly (readonly [string, ReportData, string])[] = [
    ['one system that finds nothing', rankingReport({ systems: [lone] }), 'No lists were looked at.'],
    ['no system', rankingReport({ systems: [] }), 'No system was measured.'],
    ['no query', rankingReport({ facts: facts({ judged: 0 }), worst: [] }), 'No query was judged.'],
    ['no scores', rankingReport({ distributions: [] }), 'No scores were kept.'],
    [
      'scores that are all equal',
      rankingReport({ distributions: [flat] }),
      'scores above another one in 50.0%',
    ],
    [
      'only relevant pairs',
      rankingReport({ distributions: [{ ...flat, other: [0, 0] }] }),
      '4 relevant pairs, 0 others: nothing to compare.',
    ],
    [
      'distributions without a pair',
      rankingReport({ distributions: [{ ...flat, relevant: [0, 0], other: [0, 0] }] }),
      '0 relevant pairs, 0 others: nothing to compare.',
    ],
    ['no graph', rankingReport({ neighbourRecall: [] }), 'Not measured: no vectors were searched'],
    ['one ef', rankingReport({ neighbourRecall: [{ ef: 10, recall: 1 }] }), '100%'],
    [
      'a query without judgments or lists',
      rankingReport({ worst: [worstQuery({ judged: [], lists: [] })] }),
      'No article was judged relevant.',
    ],
    [
      'measures that do not exist',
      rankingReport({
        systems: [{ ...lone, measures: { MAP: { value: Number.NaN, low: Number.NaN, high: Number.NaN } } }],
      }),
      '–',
    ],
    ['pairs without scores', pairsReport({ scatter: [] }), 'No scores were kept.'],
    [
      'a scatter without a pair',
      pairsReport({ scatter: [{ system: 'words', points: [] }] }),
      'No pair was scored.',
    ],
    [
      'pairs of one grade and score',
      pairsReport({
        scatter: [{ system: 'words', points: Array.from({ length: 5 }, () => ({ grade: 1, score: 0 })) }],
      }),
      'Scores by words over the grades of 5 pairs',
    ],
  ];

  it.each(cases)('with %s is whole and says so', (_, data, said) => {
    const page = reportPage(data);
    expect(elementsOf(page)[0]?.text).toContain(said);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('a report of pairs', () => {
  it('draws the scores of every system over the grades, with a negative correlation below zero', () => {
    const shown = pictures(PAIRS);
    expect(shown.filter((text) => text.startsWith('Scores by')).map((text) => text.split(' ')[2])).toEqual([
      'words',
      'fused',
    ]);
    expect(shown[0]).toBe(
      'spearman with its 95% interval. words −0.400 (−0.450 to −0.350), fused −0.600 (−0.650 to −0.550).',
    );
  });

  it('draws no more dots than can be told apart', () => {
    const points = Array.from({ length: 5000 }, (_, i) => ({ grade: i % 5, score: i / 5000 }));
    const page = reportPage(pairsReport({ systems: [], scatter: [{ system: 'words', points }] }));
    const dots = named(page, 'circle').length;
    expect(dots).toBeGreaterThan(300);
    expect(dots).toBeLessThanOrEqual(600);
  });
});
