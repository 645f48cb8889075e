import { describe, expect, it, vi } from 'vitest';
import { IndexMissingError } from '../../src/errors.js';
import { article } from '../support/articles.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site } from '../support/site.js';
import { sites } from './sites.js';

const { of, keep } = sites();

const HOUR = 3_600_000;
const SOON = { timeout: 5000, interval: 5 };
const at = (milliseconds: number) => new Date(milliseconds).toISOString();

const ARTICLES = [
  article('old', { body: 'Bank and yen.', publishedAt: '2026-01-01T00:00:00Z' }),
  article('new', { body: 'Bank and rain.', publishedAt: '2026-02-01T00:00:00Z' }),
  article('undated', { body: 'Bank and chip.' }),
];

/** Where the model is not to be had, what is stored without a vector goes on waiting. */
async function withoutModel(articles: readonly unknown[] = ARTICLES): Promise<{ site: Site; built: number }> {
  const site = await of(articles);
  site.index.embedder.before = async () => {
    throw new Error('no model');
  };
  const built = Date.parse(site.engine.info().publishedAt);
  site.now = built + HOUR;
  return { site, built };
}

/** As a process leaves it that is killed before it embeds. */
function store(site: Site, id: string, fields: Readonly<Record<string, unknown>>): void {
  const space = { model: site.index.embedder.model.revision, strategy: 'any' };
  const write = { article: article(id, fields), bodyFormat: 'auto', derived: null } as const;
  site.index.catalog.write([write], { kind: 'request' }, space);
}

describe('the status of an index', () => {
  it('is that of an index where everything published can be found', async () => {
    const { site } = await withoutModel();
    site.now = Date.parse('2026-02-01T01:00:00Z');
    const { newest, index, runs, ...status } = site.engine.status();
    expect(status).toEqual({ waiting: 0, lag: 0, silence: 3600, survey: null });
    const link = { id: 'new', title: 'Title of new', url: null, publishedAt: '2026-02-01T00:00:00Z' };
    expect(newest).toEqual({ published: link, indexed: link });
    expect(index).toEqual({ ...site.engine.info(), changesSince: 0, vectors: 3 });
    expect(runs).toEqual([
      {
        run: 1,
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
        outcome: expect.objectContaining({ added: 3 }),
      },
    ]);
  });

  it('says how long an article has been waiting, and which is the newest that can be found', async () => {
    const { site, built } = await withoutModel();
    store(site, 'waits', { body: 'Rain.', publishedAt: at(built + HOUR / 2) });
    store(site, 'waits-less', { body: 'Rain.', publishedAt: at(built + HOUR - 60_000) });
    const status = site.engine.status();
    expect(status).toMatchObject({ waiting: 2, lag: 1800, silence: 60 });
    expect([status.newest.published?.id, status.newest.indexed?.id]).toEqual(['waits-less', 'new']);
    expect(status.index.changesSince).toBe(2);
    // No older text was there when the generation was built.
    store(site, 'long-ago', { body: 'Rain.', publishedAt: '2020-01-01T00:00:00Z' });
    expect(site.engine.status()).toMatchObject({ waiting: 3, lag: 3600 });
  });

  it('has nothing waiting that lists could not or should not name', async () => {
    const { site, built } = await withoutModel();
    store(site, 'tomorrow', { body: 'Rain.', publishedAt: at(built + 24 * HOUR) });
    store(site, 'silent', { body: 'Rain.', publishedAt: at(built), noRecommend: true });
    // Its old text is found until the new one is.
    store(site, 'new', { body: 'Bank and flood.', publishedAt: '2026-02-01T00:00:00Z' });
    const status = site.engine.status();
    expect(status).toMatchObject({ waiting: 0, lag: 0 });
    expect([status.newest.published?.id, status.newest.indexed?.id]).toEqual(['silent', 'new']);
  });

  it('has nothing waiting that there is nothing to place by', async () => {
    const site = await of([...ARTICLES, { id: 'empty', title: '…', body: '…', publishedAt: '2026-03-01' }]);
    const status = site.engine.status();
    expect(status.waiting).toBe(0);
    expect([status.newest.published?.id, status.newest.indexed?.id]).toEqual(['empty', 'new']);
  });

  it('is told of what the model places meanwhile', async () => {
    const { site, built } = await withoutModel();
    store(site, 'waits', { body: 'Rain.', publishedAt: at(built) });
    expect(site.engine.status().waiting).toBe(1);
    site.index.embedder.before = async () => {};
    site.now += 60_000;
    await vi.waitFor(() => expect(site.engine.status().waiting).toBe(0), SOON);
    expect(site.engine.status().newest.indexed?.id).toBe('waits');
  });

  it('looks past however many that cannot be found', async () => {
    const { site, built } = await withoutModel();
    for (let i = 0; i < 40; i += 1) store(site, `w-${i}`, { body: 'Rain.', publishedAt: at(built + i) });
    const { newest, waiting } = site.engine.status();
    expect([waiting, newest.published?.id, newest.indexed?.id]).toEqual([40, 'w-39', 'new']);
  });

  it('is refused until there is an index, and knows no dates where there are none', async () => {
    const empty = keep(await openSite());
    expect(() => empty.engine.status()).toThrow(IndexMissingError);
    const index = indexFolder();
    await index.run([memorySource('a', [article('undated', { body: 'Rain.' })])]);
    const site = keep(await openSite({ index }));
    expect(site.engine.status()).toMatchObject({
      newest: { published: null, indexed: null },
      silence: null,
      waiting: 0,
    });
  });

  it('gives the last survey, and has it made anew after ten minutes, if lists can be others', async () => {
    const site = await of(ARTICLES);
    const surveyed = (articles: number) =>
      vi.waitFor(() => expect(site.engine.status().survey?.articles).toBe(articles), SOON);
    expect(site.engine.status().survey).toBeNull();
    await surveyed(3);
    const first = site.engine.status().survey;
    site.now += 11 * 60_000;
    // Nothing has changed.
    expect(await site.engine.survey()).toBe(first);
    await site.engine.remove('undated');
    site.engine.status();
    await surveyed(2);
    const second = site.engine.status().survey;
    await site.engine.remove('old');
    site.now += 9 * 60_000;
    expect(site.engine.status().survey).toBe(second);
    site.now += 60_000;
    site.engine.status();
    await surveyed(1);
  });
});
