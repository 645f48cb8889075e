import { describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import { DERIVATION, derive } from '../../src/indexing/derive.js';
import { article } from '../support/articles.js';
import { memorySource } from '../support/memory-source.js';
import { NOON, type Site } from '../support/site.js';
import { sites } from './sites.js';

const { of } = sites();

const LATER = new Date(NOON + 1000).toISOString();

/** Whether doing this changes the version; asking twice never does. */
async function changes(site: Site, act: () => unknown): Promise<boolean> {
  const before = site.engine.version();
  expect(site.engine.version()).toBe(before);
  await act();
  return site.engine.version() !== before;
}

describe('the version of an index', () => {
  it('changes with every article, and with nothing that is asked', async () => {
    const site = await of([article('a'), article('b')]);
    const { engine } = site;
    const click = { article: 'a', link: 'b', position: 1, impressions: 1, clicks: 1 };
    expect(await changes(site, () => engine.put(article('c')))).toBe(true);
    expect(await changes(site, () => engine.put(article('c')))).toBe(false);
    expect(await changes(site, () => engine.put(article('c', { section: 'World' })))).toBe(true);
    expect(await changes(site, () => engine.remove('c'))).toBe(true);
    expect(await changes(site, () => engine.remove('c'))).toBe(false);
    expect(await changes(site, () => engine.related('a', { limit: 4, language: null }))).toBe(false);
    expect(await changes(site, () => site.index.catalog.countClicks(20_000, [click]))).toBe(false);
  });

  it('changes with what may pass the cut-off', async () => {
    const site = await of([article('a'), article('b')]);
    expect(await changes(site, () => chooseCutoff(site.index.catalog, { share: 0.1 }))).toBe(true);
    expect(await changes(site, () => chooseCutoff(site.index.catalog, { share: 0.1 }))).toBe(false);
    expect(await changes(site, () => chooseCutoff(site.index.catalog, null))).toBe(true);
  });

  it('changes with what is derived anew of a text, whose words then ask for others', async () => {
    const site = await of([article('a', { body: 'Rain fell.' }), article('b', { body: 'Rain fell.' })]);
    const { catalog, embedder } = site.index;
    const [stored] = catalog.load([1]);
    const space = { model: embedder.model.revision, strategy: DERIVATION };
    const derived = await derive(
      stored === undefined ? [] : [stored],
      async () => embedder,
      catalog.boilerplate(),
    );
    const again = () =>
      catalog.addDerived(
        derived.map((one) => ({ key: 1, derived: one })),
        space,
      );
    expect(await changes(site, again)).toBe(true);
    expect(await changes(site, () => catalog.addDerived([], space))).toBe(false);
  });

  it('changes when a scheduled article appears, and not while time goes by', async () => {
    const site = await of([article('a'), article('soon', { publishedAt: LATER })]);
    const at = (millis: number) => () => {
      site.now = millis;
    };
    expect(await changes(site, at(NOON + 999))).toBe(false);
    expect(await changes(site, at(NOON + 1000))).toBe(true);
    expect(await changes(site, at(NOON + 1_000_000))).toBe(false);
  });

  it('changes when a rule ends, and where the clock goes back before that', async () => {
    const site = await of([article('a'), article('b')]);
    const pin = { action: 'pin', article: 'a', link: 'b', mode: 'related', position: 1, from: null } as const;
    const decide = () => site.engine.editing.decide({ ...pin, expiresAt: NOON + 1000, note: null }, 'Ada');
    expect(await changes(site, decide)).toBe(true);
    const at = (millis: number) => () => {
      site.now = millis;
    };
    expect(await changes(site, at(NOON + 999))).toBe(false);
    expect(await changes(site, at(NOON + 1000))).toBe(true);
    expect(await changes(site, at(NOON))).toBe(true);
  });

  it('changes with what another process writes', async () => {
    const site = await of([article('a'), article('b')]);
    const other = openSqliteCatalog(`${site.index.folder}/catalog.sqlite`);
    expect(await changes(site, () => other.delete('b'))).toBe(true);
    expect(await changes(site, () => chooseCutoff(other, { share: 0.1 }))).toBe(true);
    other.close();
  });

  it('changes with the generation', async () => {
    const site = await of([article('a'), article('b')]);
    const before = site.engine.version();
    await site.index.run([memorySource('a', [article('a'), article('b')])], { rebuild: true });
    await expect.poll(() => site.engine.version(), { interval: 20 }).not.toBe(before);
  });
});

describe('an address', () => {
  it('finds the published article, written in whatever way, and nothing where it is none', async () => {
    const { engine } = await of([
      article('a', { url: 'https://www.example.org/a/', formerUrls: ['/old'] }),
      article('soon', { url: 'https://example.org/soon', publishedAt: LATER }),
    ]);
    expect(engine.idAt('http://example.org/a?utm_source=x')).toBe('a');
    expect(engine.idAt('https://example.org/old')).toBe('a');
    for (const url of ['https://example.org/soon', 'https://example.org/b', 'mailto:a@example.org', ''])
      expect(engine.idAt(url)).toBeNull();
  });
});
