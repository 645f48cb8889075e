import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { DERIVATION, derive } from '../../src/indexing/derive.js';
import { article } from '../support/articles.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { NOON, openSite, type Site, type SiteOptions } from '../support/site.js';
import { sites } from './sites.js';

const ARTICLES = [
  { id: 'bank', title: 'Bank buys', body: 'On Monday the bank bought yen.', section: 'Markets' },
  {
    id: 'yen',
    title: 'Yen falls',
    body: 'A bank sold yen again, and the yen fell.',
    url: 'https://example.org/yen',
  },
  { id: 'rain', title: 'Rain', body: 'Rain, then a flood in the valley.' },
  { id: 'flood', title: 'Flood', body: 'After the flood came rain, and more rain.' },
];
const NOT_FOUND = expect.objectContaining({ name: 'ArticleNotFoundError' });

const { keep, of } = sites();
const siteOf = (articles: readonly unknown[] = ARTICLES, options?: SiteOptions) => of(articles, options);

describe('related articles', () => {
  it('are told in full, best first, with the index that answered', async () => {
    const { engine, index } = await siteOf();
    const answer = engine.related('bank', { limit: 1, language: null });
    expect(answer).toEqual({
      article: { id: 'bank', title: 'Bank buys', url: null },
      related: [
        {
          id: 'yen',
          title: 'Yen falls',
          url: 'https://example.org/yen',
          summary: null,
          image: null,
          section: null,
          publishedAt: null,
          sponsored: false,
          paywalled: false,
          score: expect.any(Number),
          pinned: false,
          // Of four articles two have each of these words, which tells nothing.
          reasons: [{ type: 'meaning', text: 'close in meaning' }],
          alsoCoveredBy: [],
        },
      ],
      empty: null,
      index: {
        generation: await index.store.current(),
        sequence: 4,
        model: 'fake',
        articles: 4,
        publishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
    expect(engine.info()).toEqual(answer.index);
    const scores = engine.related('rain', { limit: 50, language: null }).related.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score > 0 && score <= 1).toBe(true);
  });

  it('never hold the article itself', async () => {
    const site = await siteOf();
    for (const { id } of ARTICLES) {
      expect(site.relatedIds(id)).not.toContain(id);
      expect(site.relatedIds(id).length).toBeGreaterThan(0);
    }
  });

  it('list copies behind the one that is shown, and leave out copies of the article', async () => {
    const body = 'The bank said on Monday that it had bought yen for weeks and would go on until summer.';
    const site = await siteOf([
      ...ARTICLES,
      { id: 'report', title: 'Bank', body },
      { id: 'reprint', title: 'Bank, again', body: `${body} Reprinted.`, url: 'https://example.org/reprint' },
    ]);
    const { related } = site.engine.related('yen', { limit: 50, language: null });
    const shown = related.filter(({ id }) => ['report', 'reprint'].includes(id));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.alsoCoveredBy).toHaveLength(1);
    expect(site.relatedIds('report')).not.toContain('reprint');
    expect(site.relatedIds('reprint')).not.toContain('report');
  });

  it('of an unknown article are an error that names it', async () => {
    const { engine } = await siteOf();
    expect(() => engine.related('nobody’s', { limit: 4, language: null })).toThrow(/"nobody’s"/);
    expect(() => engine.article('nobody’s')).toThrow(NOT_FOUND);
  });

  it('are none where the text cannot be placed, and the answer says so', async () => {
    const { engine } = await siteOf([...ARTICLES, { id: 'dots', title: '…', body: '' }]);
    expect(engine.related('dots', { limit: 4, language: null })).toMatchObject({
      article: { id: 'dots' },
      related: [],
      empty: { reason: 'not_embeddable' },
    });
  });

  it('wait for an index', async () => {
    const site = await openSite();
    keep(site);
    expect(() => site.engine.info()).toThrow(expect.objectContaining({ code: 'index_missing' }));
    await expect(site.engine.put(article('x'))).rejects.toMatchObject({ code: 'index_missing' });
    await site.index.run([memorySource('a', ARTICLES)]);
    await vi.waitFor(() => expect(site.relatedIds('bank')).toContain('yen'), { timeout: 5000 });
  });
});

describe('an article that is put', () => {
  const put = article('new', { title: 'Bank', body: 'Yen and yen, says the bank.' });

  it('is in the lists of others at once, and has its own', async () => {
    const site = await siteOf();
    const result = await site.engine.put(put);
    expect(result).toEqual({ outcome: 'added', embeddable: true, sequence: 5 });
    expect(site.relatedIds('bank')).toContain('new');
    expect(site.relatedIds('new').slice(0, 2).sort()).toEqual(['bank', 'yen']);
    expect(site.engine.info()).toMatchObject({ articles: 5, sequence: 5 });
    expect(site.engine.article('new')).toEqual(put);
  });

  it('is still there after a restart and after a rebuild', async () => {
    const site = await siteOf();
    await site.engine.put(put);
    const again = await openSite({ index: site.index });
    expect(again.relatedIds('bank')).toContain('new');
    await again.engine.close();
    const before = site.engine.info().generation;
    await site.index.run([memorySource('a', ARTICLES)], { prune: true });
    await vi.waitFor(() => expect(site.engine.info().generation).not.toBe(before), { timeout: 5000 });
    expect(site.relatedIds('bank')).toContain('new');
  });

  it('under the id of another replaces it: the old text is found no more', async () => {
    const site = await siteOf();
    const result = await site.engine.put(article('yen', { title: 'Rain', body: 'Flood, flood and rain.' }));
    expect(result.outcome).toBe('changed');
    expect(site.relatedIds('rain', { limit: 2 }).sort()).toEqual(['flood', 'yen']);
    expect(site.engine.related('bank', { limit: 1, language: null }).related[0]?.id).not.toBe('yen');
    expect(
      (await site.engine.put(article('yen', { title: 'Rain', body: 'Flood, flood and rain.' }))).outcome,
    ).toBe('unchanged');
  });

  it('without any text that can be placed is stored and told', async () => {
    const site = await siteOf();
    const result = await site.engine.put(article('yen', { title: '…', body: '' }));
    expect(result).toMatchObject({ outcome: 'changed', embeddable: false });
    expect(site.relatedIds('bank')).not.toContain('yen');
    expect(site.engine.related('yen', { limit: 4, language: null }).empty?.reason).toBe('not_embeddable');
  });

  it('twice at the same time has the later text, though the earlier takes longer to embed', async () => {
    const site = await siteOf();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.index.embedder.before = async () => {
      site.index.embedder.before = async () => {};
      await gate;
    };
    const [first, second, removal, last] = [
      site.engine.put(article('x', { title: 'First', body: 'chip and cloud' })),
      site.engine.put(article('x', { title: 'Second', body: 'rain and flood' })),
      site.engine.remove('x'),
      site.engine.put(article('x', { title: 'Last', body: 'bank and yen' })),
    ];
    release();
    expect((await Promise.all([first, second, last])).map(({ outcome }) => outcome)).toEqual([
      'added',
      'changed',
      'added',
    ]);
    expect(await removal).toBe(true);
    expect(site.engine.article('x').title).toBe('Last');
    expect(site.relatedIds('x', { limit: 2 }).sort()).toEqual(['bank', 'yen']);
  });

  it('does not stop those after it when it fails', async () => {
    const site = await siteOf();
    site.index.embedder.before = async () => {
      site.index.embedder.before = async () => {};
      throw new Error('out of memory');
    };
    const failing = site.engine.put(article('x', { body: 'chip and cloud' }));
    const following = site.engine.put(article('y', { body: 'chip and cloud' }));
    await expect(failing).rejects.toThrow('out of memory');
    expect((await following).outcome).toBe('added');
    expect(() => site.engine.article('x')).toThrow(NOT_FOUND);
  });
});

describe('an article that is removed', () => {
  it('is gone from every answer at once', async () => {
    const site = await siteOf();
    expect(site.relatedIds('bank')).toContain('yen');
    expect(await site.engine.remove('yen')).toBe(true);
    expect(site.relatedIds('bank')).not.toContain('yen');
    expect(() => site.relatedIds('yen')).toThrow(NOT_FOUND);
    expect(() => site.engine.article('yen')).toThrow(NOT_FOUND);
    expect(site.engine.info().articles).toBe(3);
    expect(await site.engine.remove('never known')).toBe(false);
  });

  it('stays gone after a run of the same source, a rebuild and a rollback, until it is put again', async () => {
    const site = await siteOf();
    await site.engine.remove('yen');
    const follow = async (generation: string) => {
      await vi.waitFor(() => expect(site.engine.info().generation).toBe(generation), { timeout: 5000 });
      expect(site.relatedIds('bank')).not.toContain('yen');
      expect(() => site.engine.article('yen')).toThrow(NOT_FOUND);
    };
    const { summary } = await site.index.run([memorySource('a', ARTICLES)]);
    expect(summary).toMatchObject({ added: 0, unchanged: 4, articles: 3 });
    await follow(summary.generation);
    await follow((await site.index.run([], { rebuild: true, refit: false })).summary.generation);
    await follow((await site.index.store.rollback()).to);
    // The first generation still has it in its graph.
    await follow((await site.index.store.rollback()).to);

    const [, yen] = ARTICLES;
    expect((await site.engine.put(article('yen', yen))).outcome).toBe('added');
    expect(site.relatedIds('bank')[0]).toBe('yen');
  });

  it('can all be removed', async () => {
    const site = await siteOf();
    for (const { id } of ARTICLES.slice(1)) await site.engine.remove(id);
    expect(site.engine.related('bank', { limit: 4, language: null })).toMatchObject({ related: [] });
    await site.engine.remove('bank');
    expect(site.engine.newest()).toBeNull();
  });
});

describe('an article of the future', () => {
  const future = article('future', { title: 'Bank', body: 'Yen.', publishedAt: '2026-05-01T12:00:01Z' });

  it('shows neither as a link nor by itself until its moment has come', async () => {
    const site = await siteOf();
    await site.engine.put(future);
    expect(site.relatedIds('bank')).not.toContain('future');
    expect(() => site.relatedIds('future')).toThrow(NOT_FOUND);
    expect(() => site.engine.article('future')).toThrow(NOT_FOUND);
    expect(site.engine.newest()).not.toBe('future');
    site.now = NOON + 1000;
    expect(site.relatedIds('bank')).toContain('future');
    expect(site.relatedIds('future')).toContain('bank');
    expect(site.engine.newest()).toBe('future');
  });
});

describe('the language', () => {
  const languages = [
    { id: 'en', title: 'Bank', body: 'A bank and its yen.', language: 'en-GB' },
    { id: 'en too', title: 'Yen', body: 'The yen of a bank.', language: 'EN' },
    { id: 'de', title: 'Bank', body: 'Eine bank und ihr yen.', language: 'de' },
    { id: 'unknown', title: 'Yen', body: 'bank yen bank' },
    // On something else, so that the four stand out.
    ...['rain', 'flood', 'chip', 'cloud'].flatMap((word) =>
      [1, 2].map((n) => ({
        id: `${word} ${n}`,
        title: `${word} ${word}`,
        body: `${word}${n}`,
        language: 'en',
      })),
    ),
  ];

  it('is that of the article, unless another or any is asked for; an unknown one fits all', async () => {
    const site = await siteOf(languages);
    expect(site.relatedIds('en').sort()).toEqual(['en too', 'unknown']);
    expect(site.relatedIds('en', { language: 'de-AT' }).sort()).toEqual(['de', 'unknown']);
    expect(site.relatedIds('en', { language: 'any' }).sort()).toEqual(['de', 'en too', 'unknown']);
    expect(site.relatedIds('unknown').sort()).toEqual(['de', 'en', 'en too']);
    expect(site.relatedIds('de')).toEqual(['unknown']);
  });

  it('of a draft counts like that of an article', async () => {
    const { engine } = await siteOf(languages);
    const draft = { id: null, title: 'Bank', summary: null, body: 'yen', language: 'de' };
    const { related } = await engine.relatedTo(draft, { limit: 50, language: null });
    expect(related.map(({ id }) => id).sort()).toEqual(['de', 'unknown']);
  });

  it('that no other article has leaves nothing, and the answer says why', async () => {
    const { engine } = await siteOf(languages.filter(({ id }) => id !== 'unknown'));
    expect(engine.related('en', { limit: 4, language: 'fr' }).empty?.reason).toBe('filtered_out');
  });
});

describe('an article not to be recommended', () => {
  it('has related articles and is in no list', async () => {
    const site = await siteOf(ARTICLES.map((given) => ({ ...given, noRecommend: given.id === 'yen' })));
    expect(site.relatedIds('yen')).toContain('bank');
    expect(site.relatedIds('bank')).not.toContain('yen');
  });
});

describe('a text that is not indexed', () => {
  const draft = {
    id: null,
    title: 'Bank',
    summary: null,
    body: '<p>The <b>bank</b> has yen.</p>',
    language: null,
  };
  const ids = async ({ engine }: Site, given: Parameters<Site['engine']['relatedTo']>[0] = draft) =>
    (await engine.relatedTo(given, { limit: 50, language: null })).related.map(({ id }) => id);

  it('has related articles, and stores nothing', async () => {
    const site = await siteOf();
    const answer = await site.engine.relatedTo(draft, { limit: 2, language: null });
    expect(answer.article).toBeNull();
    expect(answer.related.map(({ id }) => id).sort()).toEqual(['bank', 'yen']);
    expect(site.engine.info()).toMatchObject({ articles: 4, sequence: 4 });
  });

  it('leaves out the article of which it is a draft', async () => {
    const site = await siteOf();
    expect(await ids(site)).toContain('yen');
    expect(await ids(site, { ...draft, id: 'yen' })).not.toContain('yen');
    expect(await ids(site, { ...draft, id: 'never known' })).toContain('yen');
  });

  it('leaves out an article that is a copy of it', async () => {
    const site = await siteOf();
    expect(await ids(site, { ...draft, body: ARTICLES[1]?.body ?? '' })).not.toContain('yen');
  });

  it('that cannot be placed has none, and the answer says so', async () => {
    const { engine } = await siteOf();
    const answer = await engine.relatedTo({ ...draft, title: '…', body: '' }, { limit: 4, language: null });
    expect(answer).toMatchObject({ article: null, related: [], empty: { reason: 'not_embeddable' } });
  });
});

describe('what another process writes', () => {
  it('shows at once', async () => {
    const site = await siteOf();
    const other = openSqliteCatalog(`${site.index.folder}/catalog.sqlite`);
    const given = article('elsewhere', { title: 'Bank', body: 'Yen.' });
    const [derived] = await derive(
      [{ article: given, bodyFormat: 'auto' }],
      async () => site.index.embedder,
      other.boilerplate(),
    );
    const space = { model: site.index.embedder.model.revision, strategy: DERIVATION };
    other.write(
      [{ article: given, bodyFormat: 'auto', derived: derived ?? null }],
      { kind: 'request' },
      space,
    );
    expect(site.relatedIds('bank')).toContain('elsewhere');
    other.delete('elsewhere');
    expect(site.relatedIds('bank')).not.toContain('elsewhere');
    other.close();
  });

  it('without a vector of the served model is embedded beside the answers', async () => {
    const site = await siteOf();
    const other = openSqliteCatalog(`${site.index.folder}/catalog.sqlite`);
    const given = article('elsewhere', { title: 'Bank', body: 'Yen.' });
    const space = { model: 'another', strategy: DERIVATION };
    other.write([{ article: given, bodyFormat: 'auto', derived: null }], { kind: 'request' }, space);
    other.close();
    await vi.waitFor(() => expect(site.relatedIds('bank')).toContain('elsewhere'), { timeout: 5000 });
  });
});

describe('after a rollback to another model', () => {
  const many = Array.from({ length: 80 }, (_, i) => ({ id: `m${i}`, title: `Bank ${i}`, body: `yen ${i}` }));

  /** Serves a generation of the first model; 80 articles came when the second one was in use. */
  async function rolledBack(): Promise<{ site: Site; newer: ReturnType<typeof fakeEmbedder> }> {
    const index = indexFolder();
    const newer = fakeEmbedder('fake-2');
    await index.run([memorySource('a', ARTICLES)]);
    await index.run([memorySource('b', many)], { embedder: newer });
    await index.store.rollback();
    const site = await openSite({ index, embedders: [newer] });
    keep(site);
    return { site, newer };
  }
  const lacking = ({ index }: Site) =>
    index.catalog.countNotEmbedded({ model: index.embedder.model.revision, strategy: DERIVATION });

  it('serves at once, and embeds what the older model has not seen', async () => {
    const { site } = await rolledBack();
    expect(site.relatedIds('bank')).toContain('yen');
    await vi.waitFor(() => expect(site.relatedIds('bank')).toHaveLength(50), { timeout: 5000, interval: 5 });
    await vi.waitFor(() => {
      site.engine.info();
      expect(lacking(site)).toBe(0);
    });
    expect(site.relatedIds('m79')).toHaveLength(50);
    expect(site.index.embedder.texts).toHaveLength(4 + 80);
  });

  it('embeds every one, also when some are deleted or changed meanwhile', async () => {
    const { site, newer } = await rolledBack();
    const { catalog, embedder } = site.index;
    let meanwhile = () => {};
    const written = new Promise<void>((resolve) => {
      embedder.before = async () => {
        embedder.before = async () => {};
        meanwhile();
        resolve();
      };
    });
    meanwhile = () => {
      catalog.delete('m0');
      const changed = {
        article: article('m1', { title: 'Rain', body: 'flood' }),
        bodyFormat: 'auto' as const,
      };
      const space = { model: newer.model.revision, strategy: DERIVATION };
      catalog.write([{ ...changed, derived: null }], { kind: 'request' }, space);
      site.engine.info();
    };
    site.engine.info();
    await written;
    await vi.waitFor(
      () => {
        site.engine.info();
        expect(lacking(site)).toBe(0);
      },
      { timeout: 5000, interval: 5 },
    );
    expect(site.relatedIds('rain')).toContain('m1');
    for (const id of ['m63', 'm64', 'm65', 'm79']) expect(site.relatedIds(id)).not.toEqual([]);
  });

  it('goes on serving when the older model is not there any more, and says so', async () => {
    const { site } = await rolledBack();
    site.index.embedder.before = async () => {
      throw new Error('the model is gone');
    };
    expect(site.relatedIds('bank')).toContain('yen');
    await vi.waitFor(() => expect(site.log).toContain('the model is gone'));
    expect(site.relatedIds('bank')).toContain('yen');
    // Tried again after a while, not with every answer.
    site.now += 9_999;
    for (let i = 0; i < 5; i += 1) {
      site.engine.info();
      await nextTurn();
    }
    expect(site.log.filter((message) => message === 'the model is gone')).toHaveLength(1);
    site.index.embedder.before = async () => {};
    site.now += 1;
    await vi.waitFor(() => expect(site.relatedIds('m79')).toHaveLength(50), { timeout: 5000, interval: 5 });
  });
});
