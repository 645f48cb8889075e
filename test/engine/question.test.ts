import { beforeAll, describe, expect, it } from 'vitest';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import { type RelatedOptions, recommendOptions } from '../../src/engine/question.js';
import { DEFAULT_CHOICE } from '../../src/recommend/cutoff.js';
import { NO_RULES } from '../../src/recommend/editors-rules.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site } from '../support/site.js';
import { sites } from './sites.js';

const site = sites();
const ASK = { limit: 4, language: null } as const;
const NOW = 1_000;

describe('a question', () => {
  const of = (options: Partial<RelatedOptions>, language: string | null = null, linked: string[] = []) =>
    recommendOptions({ ...ASK, ...options }, { language, linked }, NOW, DEFAULT_CHOICE);

  it('that says nothing asks for nothing: no filter but the present, the mode `related`', () => {
    expect(of({})).toEqual({
      limit: 4,
      mode: 'related',
      halfLife: null,
      cutoff: DEFAULT_CHOICE,
      ownLanguage: true,
      rules: NO_RULES,
      filter: {
        now: NOW,
        language: null,
        sections: [],
        tags: [],
        publishedAfter: null,
        publishedBefore: null,
        sponsored: null,
        paywalled: null,
        excludeIds: [],
        excludeAddresses: [],
      },
    });
  });

  it('keeps to the primary language of the article, of the one named, or to none', () => {
    expect(of({}, 'en-GB').filter.language).toBe('en');
    expect(of({ language: 'de-AT' }, 'en-GB').filter.language).toBe('de');
    expect(of({ language: 'any' }, 'en-GB').filter.language).toBeNull();
  });

  it('leaves out what is linked only where that is asked for', () => {
    const linked = ['https://example.org/a'];
    expect(of({}, null, linked).filter.excludeAddresses).toEqual([]);
    expect(of({ excludeLinked: false }, null, linked).filter.excludeAddresses).toEqual([]);
    expect(of({ excludeLinked: true }, null, linked).filter.excludeAddresses).toEqual(linked);
  });

  it('hands on all the rest as it is', () => {
    const given = {
      sections: ['Markets'],
      tags: ['yen'],
      publishedAfter: 1,
      publishedBefore: 2,
      sponsored: false,
      paywalled: true,
    };
    const { filter, mode, halfLife } = of({ ...given, exclude: ['x'], mode: 'followup', halfLife: 3 });
    expect(filter).toMatchObject({ ...given, excludeIds: ['x'] });
    expect([mode, halfLife]).toEqual(['followup', 3]);
  });
});

/** On the yen, one fact each, and others on the weather. */
const YEN = [
  {
    id: 'asked',
    body: 'The yen fell and the bank spoke.',
    section: 'Markets',
    publishedAt: '2026-03-10T08:00:00Z',
  },
  { id: 'section', body: 'A bank sold yen abroad.', section: 'Économie' },
  { id: 'tag', body: 'Some bank bought more yen.', tags: ['Central Banks', 'FX'] },
  { id: 'old', body: 'Once a bank printed yen.', publishedAt: '2020-01-01T00:00:00Z' },
  { id: 'new', body: 'Soon the bank lends yen.', publishedAt: '2026-04-20T00:00:00Z' },
  { id: 'sponsored', body: 'Our bank has yen for you.', sponsored: true },
  { id: 'paywalled', body: 'How one bank hides yen.', paywalled: true },
].map((given) => ({ title: 'Bank and yen', url: `https://example.org/${given.id}`, ...given }));
const WEATHER = Array.from({ length: 14 }, (_, i) => ({
  id: `weather ${i}`,
  title: 'Rain',
  body: `Flood number ${i} follows after day ${i} with rain`,
  url: `https://example.org/weather/${i}`,
}));
/** Whatever is related at all may be shown, so that it is the filter alone that decides. */
async function opened(changed: Readonly<Record<string, unknown>> = {}): Promise<Site> {
  const yen = YEN.map((given) => (given.id === 'asked' ? { ...given, ...changed } : given));
  const open = await site.of([...yen, ...WEATHER]);
  chooseCutoff(open.index.catalog, { score: 0 });
  return open;
}
const others = YEN.map(({ id }) => id).filter((id) => id !== 'asked');
const ids = ({ relatedIds }: Site, options: Partial<RelatedOptions> = {}) =>
  relatedIds('asked', options).filter((id) => !id.startsWith('weather'));

describe('a filter', () => {
  let shared: Site;
  beforeAll(async () => {
    const index = indexFolder();
    await index.run([memorySource('a', [...YEN, ...WEATHER])]);
    chooseCutoff(index.catalog, { score: 0 });
    shared = await openSite({ index, watch: false });
    return async () => {
      await shared.engine.close();
      index.catalog.close();
    };
  });

  it.each<[string, Partial<RelatedOptions>, readonly string[]]>([
    ['nothing', {}, others],
    ['a section, however it is written', { sections: ['ÉCONOMIE'] }, ['section']],
    ['one of several sections', { sections: ['Sport', 'économie'] }, ['section']],
    ['a tag', { tags: ['fx'] }, ['tag']],
    ['a section and a tag that no article has both', { sections: ['Économie'], tags: ['fx'] }, []],
    ['a first day', { publishedAfter: Date.parse('2026-01-01') }, ['new']],
    ['the day after the last', { publishedBefore: Date.parse('2026-01-01') }, ['old']],
    ['the very moment as the first', { publishedAfter: Date.parse('2026-04-20') }, ['new']],
    ['the very moment as the end', { publishedBefore: Date.parse('2020-01-01') }, []],
    ['sponsored ones', { sponsored: true }, ['sponsored']],
    ['none that are sponsored', { sponsored: false }, others.filter((id) => id !== 'sponsored')],
    ['paywalled ones', { paywalled: true }, ['paywalled']],
    ['none that are paywalled', { paywalled: false }, others.filter((id) => id !== 'paywalled')],
    [
      'what is on the page already',
      { exclude: ['old', 'new', 'nobody’s'] },
      ['section', 'tag', 'sponsored', 'paywalled'],
    ],
  ])('of %s', (_name, options, expected) => {
    expect(ids(shared, options).sort()).toEqual([...expected].sort());
  });

  it('that lets nothing through that is close enough leaves the list empty, and says so', () => {
    expect(shared.engine.related('asked', { ...ASK, tags: ['nothing of the kind'] })).toMatchObject({
      related: [],
      empty: { reason: 'filtered_out' },
    });
  });

  it('holds for a text that is not indexed as well', async () => {
    const draft = { id: null, title: 'Bank', summary: null, body: 'yen of the bank', language: null };
    const { related } = await shared.engine.relatedTo(draft, { ...ASK, tags: ['fx'] });
    expect(related.map(({ id }) => id)).toEqual(['tag']);
  });
});

describe('what the body links to', () => {
  const BODIES: readonly [string, string][] = [
    [
      'HTML',
      '<p>The yen fell, see <a href="/old?utm_source=home#top">this</a> and <a href="https://example.org/tag">that</a>.</p>',
    ],
    ['Markdown', '# Yen\n\nThe bank spoke, see [this](/old) and [that](https://www.example.org/tag/).'],
  ];

  it.each(BODIES)('is left out where that is asked for: %s', async (_format, body) => {
    const open = await opened({ body });
    expect(ids(open).sort()).toEqual([...others].sort());
    expect(ids(open, { excludeLinked: true }).sort()).toEqual(['new', 'paywalled', 'section', 'sponsored']);
  });

  it('of a text that is not indexed counts from its own address', async () => {
    const { engine } = await opened();
    const draft = {
      id: null,
      title: 'Bank',
      summary: null,
      body: '<p>The bank and its <a href="../old">yen</a>.</p>',
      language: null,
      url: 'https://example.org/drafts/1',
    };
    const found = async (excludeLinked: boolean) =>
      (await engine.relatedTo(draft, { limit: 50, language: null, excludeLinked })).related.map(
        ({ id }) => id,
      );
    expect(await found(false)).toContain('old');
    expect(await found(true)).not.toContain('old');
  });
});

describe('a mode', () => {
  it('looks where it says in time', async () => {
    const open = await opened();
    expect(ids(open, { mode: 'background' })).toEqual(['old']);
    expect(ids(open, { mode: 'followup' })).not.toContain('old');
    expect(ids(open, { mode: 'same-event' })).toEqual([]);
  });

  it('may show a copy of the article itself, where it asks for the same event', async () => {
    const body =
      'The bank said on Monday that it had bought yen for weeks and would go on until summer, whatever traders say.';
    const open = await site.of([
      { id: 'asked', title: 'Bank', body, publishedAt: '2026-03-10T08:00:00Z' },
      { id: 'reprint', title: 'Bank', body: `${body} (wire)`, publishedAt: '2026-03-10T09:00:00Z' },
      ...WEATHER,
    ]);
    expect(ids(open)).toEqual([]);
    expect(ids(open, { mode: 'same-event' })).toEqual(['reprint']);
  });

  it('of a half-life of its own changes scores only', async () => {
    const { engine } = await opened();
    const scoreOf = (halfLife: number | null) =>
      engine.related('asked', { limit: 50, language: null, halfLife }).related.find(({ id }) => id === 'old')
        ?.score ?? 0;
    const [short, usual, endless] = [scoreOf(10), scoreOf(null), scoreOf(Number.POSITIVE_INFINITY)];
    expect(short).toBeGreaterThan(0);
    expect(usual).toBeGreaterThan(short);
    expect(endless).toBeGreaterThan(usual);
  });
});
