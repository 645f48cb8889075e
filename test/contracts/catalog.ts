import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Article, BodyFormat } from '../../src/article.js';
import type {
  ArticleWrite,
  Catalog,
  DerivedText,
  EligibilityFilter,
  WriteOrigin,
} from '../../src/catalog/catalog.js';
import type { ClickQuery } from '../../src/catalog/click-counts.js';
import { anyArticle, passes } from '../../src/catalog/eligibility.js';
import { contentHash, derivationHash, textHash } from '../../src/catalog/hashes.js';
import { canonicalAddress } from '../../src/text/address.js';
import { article } from '../support/articles.js';
import { unit } from '../support/random.js';

export interface CatalogCase {
  /** Opens the catalogue of that name; the same name again is another handle on the same one. */
  readonly open: (name: string, clock: () => number) => Catalog;
}

const SPACE = { model: 'model-a', strategy: 'text/1' };
const NOON = Date.parse('2026-05-01T12:00:00Z');
const REQUEST: WriteOrigin = { kind: 'request' };

/** What every `Catalog` keeps. */
export function testCatalog(name: string, { open }: CatalogCase): void {
  describe(name, () => {
    let opened: Catalog[] = [];
    let catalog: Catalog;
    let now: number;
    let number = 0;

    const handle = (): Catalog => {
      const made = open(`catalog-${number}`, () => now);
      opened.push(made);
      return made;
    };
    beforeEach(() => {
      number += 1;
      now = NOON;
      catalog = handle();
    });
    afterEach(() => {
      for (const made of opened) made.close();
      opened = [];
    });

    const from = (source: string, run = catalog.beginRun()): WriteOrigin => ({ kind: 'source', source, run });
    /** Writes one article with its vector, as a run or a request does. */
    const write = (given: Article, origin: WriteOrigin = from('a'), bodyFormat: BodyFormat = 'auto') => {
      const [result] = catalog.write([embedded(given, bodyFormat)], origin, SPACE);
      if (result === undefined) throw new Error('no result for the article written');
      return result;
    };
    const lacks = (given: Article, space = SPACE, bodyFormat: BodyFormat = 'auto') =>
      catalog.lackVector([{ article: given, bodyFormat }], from('a'), space);

    describe('what becomes of a write', () => {
      it('adds a new article, changes another version, and leaves the same as it is', () => {
        expect(write(article('x')).outcome).toBe('added');
        expect(write(article('x', { title: 'Another title' })).outcome).toBe('changed');
        expect(write(article('x', { title: 'Another title' })).outcome).toBe('unchanged');
        expect(catalog.count()).toBe(1);
      });

      it('keeps every field as it was given', () => {
        const full = article('x', {
          summary: 'A summary.',
          url: 'https://example.org/x',
          image: '/x.jpg',
          section: 'Markets',
          tags: ['yen', 'bank'],
          authors: ['A. Writer'],
          language: 'pt-BR',
          publishedAt: '2026-01-02T03:04:05Z',
          updatedAt: '2026-01-03',
          noRecommend: true,
          sponsored: true,
          paywalled: true,
          wordCount: 17,
          extra: { nested: { deep: [1, null] } },
        });
        const { key } = write(full, REQUEST, 'markdown');
        expect(catalog.find('x')).toEqual({
          key,
          sequence: catalog.sequence(),
          contentHash: contentHash(full, 'markdown'),
          article: full,
          bodyFormat: 'markdown',
        });
        expect(full.extra).toEqual({ wordCount: 17, nested: { deep: [1, null] } });
      });

      it('does not take a record whose fields stand in another order for a change', () => {
        write(article('x', { one: 1, two: { a: 1, b: 2 } }));
        expect(write(article('x', { two: { b: 2, a: 1 }, one: 1 })).outcome).toBe('unchanged');
      });

      it.each([
        ['section', 'Sport'],
        ['url', 'https://example.org/'],
        ['tags', ['new']],
        ['noRecommend', true],
        ['publishedAt', '2020-01-01'],
        ['updatedAt', '2020-01-01'],
        ['unheardOf', 1],
      ])('takes another %s for a change', (field, value) => {
        write(article('x'));
        expect(write(article('x', { [field]: value })).outcome).toBe('changed');
      });

      it('gives one result for each article, in order, and an article its key for good', () => {
        const results = catalog.write(
          ['x', 'y', 'x'].map((id) => embedded(article(id))),
          REQUEST,
          SPACE,
        );
        expect(results.map((result) => result.outcome)).toEqual(['added', 'added', 'unchanged']);
        expect(results[2]?.key).toBe(results[0]?.key);
        catalog.delete('x');
        expect(write(article('x'), REQUEST)).toEqual({ outcome: 'added', key: results[0]?.key });
        expect(write(article('z'), REQUEST).key).toBeGreaterThan(results[1]?.key ?? Number.NaN);
      });

      it('writes a batch whole or not at all', () => {
        const unwritable = { ...article('y'), extra: { number: 1n } } as unknown as Article;
        expect(() =>
          catalog.write(
            [embedded(article('x')), { article: unwritable, bodyFormat: 'auto', derived: null }],
            REQUEST,
            SPACE,
          ),
        ).toThrow();
        expect(catalog.find('x')).toBeNull();
        expect(catalog.sequence()).toBe(0);
      });

      it('keeps two articles of identical text apart', () => {
        const text = { title: 'The same', body: 'Word for word.' };
        const keys = [write(article('x', text)).key, write(article('y', text)).key];
        expect(new Set(keys).size).toBe(2);
        expect(catalog.count()).toBe(2);
        expect(catalog.placeable(SPACE, 0, 10).map(({ key }) => key)).toEqual(keys);
      });

      it('lets a source not overwrite a version with a later updatedAt, but a request', () => {
        write(article('x', { title: 'Newer', updatedAt: '2026-02-02' }));
        const older = article('x', { title: 'Older', updatedAt: '2026-02-01' });
        expect(write(older).outcome).toBe('kept_newer');
        expect(catalog.find('x')?.article.title).toBe('Newer');
        expect(catalog.vector(catalog.find('x')?.key ?? 0, SPACE)).toEqual(vectorOf('Newer'));
        expect(write(older, REQUEST).outcome).toBe('changed');
        expect(catalog.find('x')?.article.title).toBe('Older');
      });

      it('lets a source overwrite where either version does not say when it was updated', () => {
        write(article('x', { updatedAt: '2026-02-02' }));
        expect(write(article('x', { title: 'Undated' })).outcome).toBe('changed');
        expect(write(article('x', { updatedAt: '2020-01-01' })).outcome).toBe('changed');
      });
    });

    describe('which article lacks a vector', () => {
      it('is one that is new, and none that was stored with its vector', () => {
        expect(lacks(article('x'))).toEqual([true]);
        write(article('x'));
        expect(lacks(article('x'))).toEqual([false]);
      });

      it.each([
        ['section', 'Sport'],
        ['tags', ['new']],
        ['url', 'https://example.org/x'],
        ['publishedAt', '2026-01-01'],
        ['updatedAt', '2026-01-01'],
        ['noRecommend', true],
        ['language', 'de'],
        ['unheardOf', 1],
      ])('is not one of which only %s has changed', (field, value) => {
        write(article('x'));
        const changed = article('x', { [field]: value });
        expect(lacks(changed)).toEqual([false]);
        const [result] = catalog.write(
          [{ article: changed, bodyFormat: 'auto', derived: null }],
          REQUEST,
          SPACE,
        );
        expect(result?.outcome).toBe('changed');
        expect(catalog.countNotEmbedded(SPACE)).toBe(0);
        expect(catalog.vector(result?.key ?? 0, SPACE)).toEqual(vectorOf('Title of x'));
      });

      it.each([
        ['title', 'Another title'],
        ['summary', 'A summary.'],
        ['body', 'Another body.'],
      ])('is one of which the %s has changed', (field, value) => {
        write(article('x'));
        const changed = article('x', { [field]: value });
        expect(lacks(changed)).toEqual([true]);
        catalog.write([{ article: changed, bodyFormat: 'auto', derived: null }], REQUEST, SPACE);
        expect(catalog.countNotEmbedded(SPACE)).toBe(1);
        expect(catalog.countEmbedded(SPACE)).toBe(0);
        expect(catalog.vector(catalog.find('x')?.key ?? 0, SPACE)).toBeUndefined();
      });

      it('is one whose body is read in another format', () => {
        write(article('x'), REQUEST, 'html');
        expect(lacks(article('x'), SPACE, 'html')).toEqual([false]);
        expect(lacks(article('x'), SPACE, 'text')).toEqual([true]);
      });

      it('is every one for another model or another text strategy', () => {
        write(article('x'));
        for (const space of [
          { ...SPACE, model: 'model-b' },
          { ...SPACE, strategy: 'text/2' },
        ]) {
          expect(lacks(article('x'), space)).toEqual([true]);
          expect(catalog.countNotEmbedded(space)).toBe(1);
          expect(catalog.notEmbedded(space, 0, 10).map((stored) => stored.article.id)).toEqual(['x']);
        }
      });

      it('is not one that would not be written: a kept deletion, or an older version', () => {
        write(article('gone'));
        catalog.delete('gone');
        write(article('x', { updatedAt: '2026-02-02' }));
        const rows = [article('gone'), article('x', { title: 'Older', updatedAt: '2026-02-01' })];
        const batch = rows.map((given) => ({ article: given, bodyFormat: 'auto' as const }));
        expect(catalog.lackVector(batch, from('a'), SPACE)).toEqual([false, false]);
        expect(catalog.lackVector(batch, REQUEST, SPACE)).toEqual([true, true]);
      });

      it('is not one that is known not to be embeddable', () => {
        catalog.write([embedded(article('x'), 'auto', null)], REQUEST, SPACE);
        expect(lacks(article('x'))).toEqual([false]);
        expect(catalog.countNotEmbedded(SPACE)).toBe(0);
        expect(catalog.countEmbedded(SPACE)).toBe(0);
        expect(catalog.vector(catalog.find('x')?.key ?? 0, SPACE)).toBeNull();
        // Its words can still place it.
        expect(catalog.placeable(SPACE, 0, 10)).toMatchObject([
          { key: catalog.find('x')?.key, vector: null, terms: Uint8Array.of(10, 7) },
        ]);
        expect(catalog.countPlaceable(SPACE)).toBe(1);
      });
    });

    describe('a source that repeats itself', () => {
      it('does not undo what was put since, nor asks for a vector', () => {
        write(article('x'));
        write(article('x', { body: 'Corrected.' }), REQUEST);
        expect(catalog.lackVector([{ article: article('x'), bodyFormat: 'auto' }], from('a'), SPACE)).toEqual(
          [false],
        );
        expect(write(article('x')).outcome).toBe('kept_changed');
        expect(catalog.find('x')?.article.body).toBe('Corrected.');
        expect(write(article('x', { body: 'Newer than both.' })).outcome).toBe('changed');
      });

      it('does not undo what was put after it was read, where that was earlier', () => {
        write(article('x'));
        const [run, readAt] = [catalog.beginRun(), catalog.sequence()];
        write(article('x', { body: 'Corrected.' }), REQUEST);
        write(article('y'), REQUEST);
        const earlier: WriteOrigin = { kind: 'source', source: 'a', run, readAt };
        const late = article('x', { body: 'Given before.' });
        expect(catalog.lackVector([{ article: late, bodyFormat: 'auto' }], earlier, SPACE)).toEqual([false]);
        expect(write(late, earlier).outcome).toBe('kept_changed');
        expect(write(article('y', { body: 'Given before.' }), earlier).outcome).toBe('kept_changed');
        expect(catalog.find('x')?.article.body).toBe('Corrected.');
        // What the same run gives twice, or what several of its sources give, is nobody else's.
        expect(write(article('z'), earlier).outcome).toBe('added');
        expect(write(article('z', { body: 'Given twice.' }), earlier).outcome).toBe('changed');
        expect(write(article('z', { body: 'Given by another.' }), { ...earlier, source: 'b' }).outcome).toBe(
          'changed',
        );
      });

      it('undoes it where it is to be heard anew', () => {
        write(article('x'));
        write(article('x', { body: 'Broken.' }), from('b'));
        const anew = { ...from('a'), anew: true };
        expect(catalog.lackVector([{ article: article('x'), bodyFormat: 'auto' }], anew, SPACE)).toEqual([
          true,
        ]);
        expect(write(article('x'), anew).outcome).toBe('changed');
        expect(catalog.find('x')?.article.body).toBe(article('x').body);
      });
    });

    describe('a deletion by request', () => {
      it('is true of a known id, also a second time, and false of an unknown one', () => {
        write(article('x'));
        expect(catalog.delete('x')).toBe(true);
        expect(catalog.delete('x')).toBe(true);
        expect(catalog.delete('never')).toBe(false);
      });

      it('takes the article out of every answer and forgets its texts, vector and signature', () => {
        const { key } = write(article('x'));
        catalog.delete('x');
        expect(catalog.find('x')).toBeNull();
        expect(catalog.load([key])).toEqual([]);
        expect(catalog.facts([key])).toEqual([]);
        expect(catalog.vector(key, SPACE)).toBeUndefined();
        expect(catalog.signatures([key]).size).toBe(0);
        expect(catalog.terms(key)).toEqual(new Uint8Array());
        expect(catalog.placeable(SPACE, 0, 10)).toEqual([]);
        expect(catalog.notEmbedded(SPACE, 0, 10)).toEqual([]);
        expect(catalog.count()).toBe(0);
      });

      it('stays against the same version, dated or not', () => {
        write(article('x'));
        write(article('y', { updatedAt: '2026-04-30' }));
        catalog.delete('x');
        catalog.delete('y');
        const before = catalog.sequence();
        expect(write(article('x')).outcome).toBe('kept_deleted');
        expect(write(article('y', { updatedAt: '2026-04-30' })).outcome).toBe('kept_deleted');
        expect(catalog.count()).toBe(0);
        expect(catalog.sequence()).toBe(before);
      });

      it('stays against another version that was updated before the deletion', () => {
        write(article('x', { updatedAt: '2026-04-30' }));
        catalog.delete('x');
        const older = article('x', { title: 'Another', updatedAt: '2026-05-01T11:59:59Z' });
        expect(write(older).outcome).toBe('kept_deleted');
      });

      it('ends with a version updated after it', () => {
        write(article('x'));
        catalog.delete('x');
        expect(write(article('x', { updatedAt: '2026-05-01T12:00:01Z' })).outcome).toBe('added');
        expect(catalog.find('x')).not.toBeNull();
      });

      it('stays against a different text that does not say when it was updated', () => {
        write(article('x'));
        catalog.delete('x');
        expect(write(article('x', { body: 'Written anew.' })).outcome).toBe('kept_deleted');
      });

      it('stays against the version that the source gave before a PUT', () => {
        write(article('x'));
        write(article('x', { body: 'Corrected.' }), REQUEST);
        catalog.delete('x');
        expect(write(article('x')).outcome).toBe('kept_deleted');
      });

      it('ends with a PUT, even of the same version', () => {
        write(article('x'));
        catalog.delete('x');
        expect(write(article('x'), REQUEST).outcome).toBe('added');
        expect(catalog.vector(catalog.find('x')?.key ?? 0, SPACE)).toEqual(vectorOf('Title of x'));
      });

      it('of an article that had been pruned stays like any other', () => {
        write(article('x'), from('a'));
        catalog.prune('a', catalog.beginRun());
        expect(catalog.delete('x')).toBe(true);
        expect(write(article('x')).outcome).toBe('kept_deleted');
      });
    });

    describe('pruning', () => {
      it('removes what this source gave before and gives no longer', () => {
        write(article('old'), from('a'));
        const run = catalog.beginRun();
        write(article('new'), from('a', run));
        expect(catalog.prune('a', run)).toBe(1);
        expect(catalog.find('old')).toBeNull();
        expect(catalog.find('new')).not.toBeNull();
        expect(catalog.prune('a', run)).toBe(0);
      });

      it('is foreseen: how many the source gave, and how many not in this run', () => {
        for (const id of ['a', 'b', 'c']) write(article(id), from('a'));
        const run = catalog.beginRun();
        write(article('a'), from('a', run));
        catalog.touch(['b'], 'a', run);
        expect(catalog.staleness('a', run)).toEqual({ given: 3, stale: 1 });
        expect(catalog.staleness('b', run)).toEqual({ given: 0, stale: 0 });
      });

      it('keeps what is given again unchanged', () => {
        write(article('x'), from('a'));
        const run = catalog.beginRun();
        expect(write(article('x'), from('a', run)).outcome).toBe('unchanged');
        expect(catalog.prune('a', run)).toBe(0);
      });

      it('keeps what another source or a PUT gave as well, before or after', () => {
        write(article('also b'), from('a'));
        write(article('also b'), from('b'));
        write(article('also put'), from('a'));
        write(article('also put', { title: 'Put' }), REQUEST);
        write(article('put first'), REQUEST);
        write(article('put first'), from('a'));
        write(article('only b'), from('b'));
        expect(catalog.prune('a', catalog.beginRun())).toBe(0);
        expect(catalog.count()).toBe(4);
        // When b does not give it either, nobody does.
        expect(catalog.prune('b', catalog.beginRun())).toBe(2);
        expect(catalog.find('also b')).toBeNull();
      });

      it('removes what a hook told of and its source no longer gives, but not before the source ever did', () => {
        write(article('told'), { kind: 'hook' });
        expect(catalog.prune('a', catalog.beginRun())).toBe(0);
        write(article('told'), from('a'));
        expect(write(article('told', { title: 'Newer' }), { kind: 'hook' }).outcome).toBe('changed');
        // The source still says what it said before.
        expect(write(article('told'), from('a')).outcome).toBe('kept_changed');
        expect(catalog.find('told')?.article.title).toBe('Newer');
        expect(catalog.prune('a', catalog.beginRun())).toBe(1);
        expect(write(article('told'), { kind: 'hook' }).outcome).toBe('added');
      });

      it('does not take a source of whatever name for a request', () => {
        write(article('put'), REQUEST);
        for (const name of ['request', 'put', 'null', '0']) {
          write(article(`of ${name}`), from(name));
          expect(catalog.prune(name, catalog.beginRun())).toBe(1);
        }
        expect(catalog.find('put')).not.toBeNull();
      });

      it('does not touch what touch() says is still there, though its row could not be used', () => {
        write(article('broken now'), from('a'));
        write(article('of b'), from('b'));
        const run = catalog.beginRun();
        catalog.touch(['broken now', 'of b', 'never seen'], 'a', run);
        expect(catalog.prune('a', run)).toBe(0);
        expect(catalog.prune('b', catalog.beginRun())).toBe(1);
        expect(catalog.find('broken now')).not.toBeNull();
      });

      it('is undone when any source gives the article again, even the same version', () => {
        const { key } = write(article('x', { updatedAt: '2020-01-01' }), from('a'));
        catalog.prune('a', catalog.beginRun());
        expect(write(article('x', { updatedAt: '2020-01-01' }), from('b'))).toEqual({
          outcome: 'added',
          key,
        });
      });

      it('does not count what was deleted by request already', () => {
        write(article('x'), from('a'));
        catalog.delete('x');
        expect(catalog.prune('a', catalog.beginRun())).toBe(0);
      });
    });

    describe('a source that says what became of its articles', () => {
      it('takes back what it gave and nobody else did', () => {
        write(article('only a'), from('a'));
        write(article('also b'), from('a'));
        write(article('also b'), from('b'));
        write(article('of b'), from('b'));
        expect(catalog.withdraw(['only a', 'also b', 'of b', 'never seen'], 'a')).toBe(1);
        expect(catalog.find('only a')).toBeNull();
        expect(catalog.count()).toBe(2);
        // What it gives again is back, as after pruning.
        expect(write(article('only a'), from('a')).outcome).toBe('added');
      });

      it('takes away what only a source of the newest gave besides, but not what was put', () => {
        for (const id of ['page', 'put', 'news']) write(article(id), from('feed'));
        catalog.takeForPartial('feed');
        for (const id of ['page', 'put']) write(article(id), from('sitemap'));
        write(article('put'), REQUEST);
        expect(catalog.withdraw(['page', 'put', 'news'], 'sitemap')).toBe(1);
        expect(catalog.find('page')).toBeNull();
        expect(catalog.holds('page', 'feed')).toBe(false);
        expect(catalog.prune('sitemap', catalog.beginRun())).toBe(0);
        expect(catalog.count()).toBe(2);
      });

      it('holds what it gave while that is there, and what was deleted by request', () => {
        write(article('x'), from('a'));
        expect(catalog.holds('x', 'a')).toBe(true);
        expect(catalog.holds('x', 'b')).toBe(false);
        expect(catalog.holds('never seen', 'a')).toBe(false);
        catalog.withdraw(['x'], 'a');
        expect(catalog.holds('x', 'a')).toBe(false);
        write(article('x'), from('a'));
        catalog.delete('x');
        expect(catalog.holds('x', 'a')).toBe(true);
      });

      it('finds its notes again, and no other source’s', () => {
        catalog.note('a', [
          { name: 'cursor', value: '1' },
          { name: 'etag', value: '"x"' },
        ]);
        catalog.note('a', [
          { name: 'cursor', value: '2' },
          { name: 'etag', value: null },
        ]);
        expect(handle().noted('a', 'cursor')).toBe('2');
        expect(catalog.noted('a', 'etag')).toBeNull();
        expect(catalog.noted('b', 'cursor')).toBeNull();
      });
    });

    describe('keys', () => {
      it('are found by their hash until they are revoked, and by no other name', () => {
        expect(catalog.keys.any()).toBe(false);
        expect(catalog.keys.add('cms', 'aa', ['write'], 7)).toBe(true);
        expect(catalog.keys.add('desk', 'bb', ['edit', 'write'], 8)).toBe(true);
        expect(catalog.keys.add('cms', 'cc', ['admin'], 9)).toBe(false);
        const cms = { name: 'cms', scopes: ['write'], createdAt: 7 };
        expect(handle().keys.byHash('aa')).toEqual(cms);
        expect(catalog.keys.byHash('cc')).toBeNull();
        expect(catalog.keys.list()).toEqual([cms, { name: 'desk', scopes: ['edit', 'write'], createdAt: 8 }]);
        expect([catalog.keys.revoke('cms'), catalog.keys.revoke('cms')]).toEqual([true, false]);
        expect([catalog.keys.byHash('aa'), catalog.keys.any()]).toEqual([null, true]);
      });
    });

    describe('clicks', () => {
      const seen = (article: string, link: string, position: number, impressions: number, clicks = 0) => ({
        article,
        link,
        position,
        impressions,
        clicks,
      });
      const by = (by: ClickQuery['by'], given: Partial<ClickQuery> = {}) =>
        catalog.clicks({ by, from: 0, to: 100, article: null, limit: 10, ...given });

      beforeEach(() => {
        for (const id of ['a', 'b', 'c']) write(article(id));
      });

      it('add up by day, link, article and position, the most seen first', () => {
        catalog.countClicks(10, [seen('a', 'b', 1, 2, 1), seen('a', 'c', 2, 1)]);
        catalog.countClicks(10, [seen('a', 'b', 1, 3)]);
        catalog.countClicks(11, [seen('c', 'b', 2, 4, 2)]);
        const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, title: `Title of ${id}` }));
        const none = { article: null, link: null, position: null };
        expect(by('pair')).toEqual({
          impressions: 10,
          clicks: 3,
          rows: [
            { article: a, link: b, position: null, impressions: 5, clicks: 1 },
            { article: c, link: b, position: null, impressions: 4, clicks: 2 },
            { article: a, link: c, position: null, impressions: 1, clicks: 0 },
          ],
        });
        expect(by('article').rows).toEqual([
          { ...none, article: a, impressions: 6, clicks: 1 },
          { ...none, article: c, impressions: 4, clicks: 2 },
        ]);
        expect(by('link').rows[0]).toEqual({ ...none, link: b, impressions: 9, clicks: 3 });
        expect(by('position').rows).toEqual([
          { ...none, position: 1, impressions: 5, clicks: 1 },
          { ...none, position: 2, impressions: 5, clicks: 2 },
        ]);
      });

      it('are of the days and the article that are asked about, and no more rows than wanted', () => {
        catalog.countClicks(10, [seen('a', 'b', 1, 2), seen('b', 'a', 1, 1)]);
        catalog.countClicks(12, [seen('a', 'b', 1, 4)]);
        expect(by('pair', { from: 11 }).impressions).toBe(4);
        expect(by('pair', { to: 10, limit: 1 })).toMatchObject({
          impressions: 3,
          rows: [{ impressions: 2 }],
        });
        expect(by('pair', { article: 'b' }).impressions).toBe(1);
        expect(by('pair', { article: 'never seen' }).impressions).toBe(0);
      });

      it('are of known articles only, stay when one is deleted, and change no article', () => {
        const before = catalog.sequence();
        catalog.countClicks(10, [seen('a', 'b', 1, 1), seen('a', 'x', 1, 1), seen('x', 'a', 1, 1)]);
        expect(catalog.sequence()).toBe(before);
        catalog.delete('b');
        catalog.countClicks(10, [seen('a', 'b', 1, 1)]);
        expect(by('link').rows).toMatchObject([{ link: { id: 'b', title: null }, impressions: 1 }]);
      });

      it('are of as many links and places as pages have, whoever makes more up', () => {
        for (let i = 0; i < 20; i += 1) write(article(`made-up-${i}`));
        const madeUp = Array.from({ length: 1000 }, (_, i) =>
          seen('a', `made-up-${i % 20}`, 1 + Math.floor(i / 20), 1),
        );
        catalog.countClicks(10, [seen('a', 'a', 1, 1), seen('a', 'b', 1, 1), ...madeUp]);
        expect(by('pair').impressions).toBe(500);
        catalog.countClicks(10, [seen('a', 'b', 1, 1), seen('a', 'c', 1, 1), seen('b', 'c', 1, 1)]);
        catalog.countClicks(11, [seen('a', 'c', 1, 1)]);
        expect(by('pair').impressions).toBe(503);
      });

      it('are forgotten when they are old', () => {
        catalog.countClicks(10, [seen('a', 'b', 1, 1)]);
        catalog.countClicks(11, [seen('a', 'b', 1, 1)]);
        catalog.forgetClicks(11);
        expect(by('pair').impressions).toBe(1);
      });
    });

    describe('an article at an address', () => {
      const at = (url: string, time = now) => catalog.idAt(canonicalAddress(url) ?? '', time);

      it('is found however the address is written, while it is there', () => {
        write(article('x', { url: 'https://www.example.org/a/' }));
        expect(at('http://example.org/a?utm_source=mail#top')).toBe('x');
        expect(at('https://example.org/b')).toBeNull();
        catalog.delete('x');
        expect(at('https://example.org/a')).toBeNull();
      });

      it('is found where it was before it moved, and where it says that it was', () => {
        write(
          article('x', { url: 'https://example.org/a', formerUrls: ['/2019/a', 'https://old.example/a'] }),
        );
        write(article('x', { url: 'https://example.org/b', formerUrls: ['/2019/a'] }));
        for (const path of ['a', 'b', '2019/a']) expect(at(`https://example.org/${path}`)).toBe('x');
        expect(at('https://old.example/a')).toBe('x');
        expect(catalog.find('x')?.article.formerUrls).toEqual(['/2019/a']);
        catalog.delete('x');
        write(article('x', { url: 'https://example.org/c' }), REQUEST);
        expect(at('https://example.org/a')).toBeNull();
      });

      it('is the one that is there now rather than one that was, and of several the last published', () => {
        write(article('moved', { url: 'https://example.org/a', publishedAt: '2026-02-01' }));
        write(article('moved', { url: 'https://example.org/b', publishedAt: '2026-02-01' }));
        write(article('undated', { url: 'https://example.org/a' }));
        expect(at('https://example.org/a')).toBe('undated');
        write(article('old', { url: 'https://example.org/a', publishedAt: '2026-01-01' }));
        write(article('scheduled', { url: 'https://example.org/a', publishedAt: '2027-01-01' }));
        expect(at('https://example.org/a')).toBe('old');
        expect(at('https://example.org/a', Date.parse('2027-01-02'))).toBe('scheduled');
      });
    });

    it('says up to which date articles are published, so that a scheduled one is noticed', () => {
      expect(catalog.publishedUpTo(now)).toBeNull();
      write(article('past', { publishedAt: '2026-01-01' }));
      write(article('next', { publishedAt: '2026-06-01' }));
      write(article('hidden', { publishedAt: '2026-02-01', noRecommend: true }));
      expect(catalog.publishedUpTo(now)).toBe(Date.parse('2026-01-01'));
      expect(catalog.publishedUpTo(Date.parse('2026-06-01'))).toBe(Date.parse('2026-06-01'));
      const [before, at] = [Date.parse('2026-01-01') - 1, Date.parse('2026-06-01')];
      expect([before, now, at - 1, at].map(catalog.publishedNext)).toEqual([before + 1, at, at, null]);
    });

    it('has another pulse after whatever was written, and the same while it is only asked', () => {
      const pulses = [catalog.pulse()];
      for (const act of [
        () => write(article('x')),
        () => catalog.delete('x'),
        () => catalog.remember('a', 1),
      ]) {
        act();
        pulses.push(catalog.pulse());
        catalog.publishedUpTo(now);
        expect(catalog.pulse()).toBe(pulses.at(-1));
      }
      expect(new Set(pulses).size).toBe(pulses.length);
    });

    describe('the sequence', () => {
      it('grows with every change and with nothing else', () => {
        const steps: [string, () => unknown, number][] = [
          ['add', () => write(article('x')), 1],
          ['the same again', () => write(article('x')), 0],
          ['metadata', () => write(article('x', { section: 'S' })), 1],
          ['text', () => write(article('x', { title: 'T' })), 1],
          [
            'a batch of two',
            () =>
              catalog.write(
                ['y', 'z'].map((id) => embedded(article(id))),
                REQUEST,
                SPACE,
              ),
            2,
          ],
          ['delete', () => catalog.delete('x'), 1],
          ['delete again', () => catalog.delete('x'), 0],
          ['delete what is unknown', () => catalog.delete('never'), 0],
          ['a kept deletion', () => write(article('x', { title: 'T' }), from('a')), 0],
          ['remember', () => catalog.remember('model', { name: 'm' }), 0],
          ['prune nothing', () => catalog.prune('nobody', catalog.beginRun()), 0],
          ['a read', () => catalog.find('y'), 0],
        ];
        const grown = steps.map(([what, step]) => {
          const before = catalog.sequence();
          step();
          return [what, catalog.sequence() - before];
        });
        expect(grown).toEqual(steps.map(([what, , growth]) => [what, growth]));
      });

      it('tells what changed after a number: the last state of each article, in order', () => {
        const x = write(article('x')).key;
        const since = catalog.sequence();
        const y = write(article('y')).key;
        write(article('x', { title: 'T' }));
        const z = write(article('z')).key;
        catalog.delete('z');
        const w = catalog.write(
          [{ article: article('w'), bodyFormat: 'auto', derived: null }],
          REQUEST,
          SPACE,
        )[0]?.key;
        const v = catalog.write([embedded(article('v'), 'auto', null)], REQUEST, SPACE)[0]?.key;
        const changes = catalog.changesSince(since, SPACE);
        expect(changes.map(({ key, deleted, vector }) => ({ key, deleted, vector }))).toEqual([
          { key: y, deleted: false, vector: vectorOf('Title of y') },
          { key: x, deleted: false, vector: vectorOf('T') },
          { key: z, deleted: true, vector: undefined },
          { key: w, deleted: false, vector: undefined },
          { key: v, deleted: false, vector: null },
        ]);
        expect(changes.at(-1)?.sequence).toBe(catalog.sequence());
        expect(catalog.changesSince(catalog.sequence(), SPACE)).toEqual([]);
      });

      it('tells changes as another space sees them', () => {
        write(article('x'));
        const [change] = catalog.changesSince(0, { ...SPACE, model: 'model-b' });
        expect(change).toMatchObject({ deleted: false, vector: undefined });
      });
    });

    describe('several handles', () => {
      it('find everything again after it was closed', () => {
        const { key } = write(article('x'));
        write(article('y'));
        catalog.delete('y');
        catalog.remember('model', { name: 'm' });
        const before = { uuid: catalog.uuid, sequence: catalog.sequence(), x: catalog.find('x') };
        catalog.close();
        catalog = handle();
        expect({ uuid: catalog.uuid, sequence: catalog.sequence(), x: catalog.find('x') }).toEqual(before);
        expect(catalog.vector(key, SPACE)).toEqual(vectorOf('Title of x'));
        expect(catalog.recall('model')).toEqual({ name: 'm' });
        expect(write(article('y')).outcome).toBe('kept_deleted');
      });

      it('see what the other writes at once', () => {
        const other = handle();
        expect(other.uuid).toBe(catalog.uuid);
        write(article('x'));
        expect(other.find('x')?.article.title).toBe('Title of x');
        other.delete('x');
        expect(catalog.find('x')).toBeNull();
        expect(catalog.sequence()).toBe(other.sequence());
        expect(catalog.beginRun()).toBeLessThan(other.beginRun());
      });

      it('of two catalogues tell them apart', () => {
        const another = open(`catalog-${number}-another`, () => now);
        opened.push(another);
        expect(another.uuid).not.toBe(catalog.uuid);
      });
    });

    describe('who may be shown', () => {
      const HOUR = 3_600_000;
      beforeEach(() => {
        write(article('undated'));
        write(article('past', { publishedAt: '2026-04-30T12:00:00Z', language: 'en-GB' }));
        write(article('just now', { publishedAt: '2026-05-01T12:00:00Z', language: 'EN' }));
        write(article('later', { publishedAt: '2026-05-01T12:30:00Z' }));
        write(article('hidden', { publishedAt: '2026-05-01T11:59:00Z', noRecommend: true }));
        write(article('german', { publishedAt: '2026-04-29', language: 'de' }));
        write(article('deleted', { publishedAt: '2026-05-01T11:59:30Z' }));
        catalog.delete('deleted');
      });
      const eligible = (language: string | null, at = now) =>
        catalog.load(catalog.eligible({ ...anyArticle(at), language })).map((stored) => stored.article.id);

      it('is whatever is published by then, recommendable and not deleted', () => {
        expect(eligible(null).sort()).toEqual(['german', 'just now', 'past', 'undated']);
        expect(eligible(null, now + HOUR)).toContain('later');
      });

      it('is of the language asked for, or of an unknown one', () => {
        expect(eligible('en').sort()).toEqual(['just now', 'past', 'undated']);
        expect(eligible('fr')).toEqual(['undated']);
      });

      it('is told by the facts of each live article, in the order asked', () => {
        const told = write(
          article('told', {
            publishedAt: '2026-04-30T12:00:00Z',
            language: 'en-GB',
            section: 'Économie',
            tags: ['Yen', 'bank'],
            sponsored: true,
            paywalled: true,
            noRecommend: true,
            url: 'http://www.example.org/told/?utm_source=x',
          }),
        );
        const bare = write(article('bare'));
        expect(catalog.facts([told.key, 999, bare.key])).toEqual([
          {
            key: told.key,
            id: 'told',
            language: 'en',
            publishedAt: Date.parse('2026-04-30T12:00:00Z'),
            noRecommend: true,
            section: 'Économie',
            tags: ['Yen', 'bank'],
            sponsored: true,
            paywalled: true,
            url: 'http://www.example.org/told/?utm_source=x',
            address: 'https://example.org/told',
            words: 3,
          },
          {
            key: bare.key,
            id: 'bare',
            language: null,
            publishedAt: null,
            noRecommend: false,
            section: null,
            tags: [],
            sponsored: false,
            paywalled: false,
            url: null,
            address: null,
            words: 3,
          },
        ]);
      });

      it('is led by the newest that is published and recommendable', () => {
        expect(catalog.newest(now)).toBe('just now');
        expect(catalog.newest(now - 1)).toBe('past');
        expect(catalog.newest(now + HOUR)).toBe('later');
        expect(catalog.newest(0)).toBe('undated');
      });
    });

    describe('a filter', () => {
      const DAY = 86_400_000;
      const ARTICLES = [
        article('plain'),
        article('news', { section: 'News', tags: ['Yen'], publishedAt: '2026-04-20', language: 'en-GB' }),
        article('économie', { section: 'Économie', tags: ['yen', 'bank'], publishedAt: '2026-04-10' }),
        article('ad', { section: 'news', sponsored: true, publishedAt: '2026-04-01', language: 'de' }),
        article('locked', { tags: ['bank'], paywalled: true, url: 'https://www.example.org/locked/' }),
        article('same page', { url: 'http://example.org/locked?utm_source=a', publishedAt: '2020-01-01' }),
        article('hidden', { section: 'News', tags: ['yen'], noRecommend: true, publishedAt: '2026-04-20' }),
        article('future', { section: 'News', tags: ['yen'], publishedAt: '2026-06-01', language: 'en' }),
        article('this moment', { section: 'Sport', publishedAt: '2026-05-01T12:00:00Z', paywalled: true }),
        article('noisy tags', { tags: ['%', "'; --", '"'] }),
      ];
      const at = (date: string) => Date.parse(date);
      const CASES: [string, Partial<EligibilityFilter>, string[]][] = [
        [
          'of nothing',
          {},
          ['plain', 'news', 'économie', 'ad', 'locked', 'same page', 'this moment', 'noisy tags'],
        ],
        [
          'of a moment before',
          { now: NOON - 1 },
          ['plain', 'news', 'économie', 'ad', 'locked', 'same page', 'noisy tags'],
        ],
        ['of a later day', { now: NOON + 60 * DAY, tags: ['yen'] }, ['news', 'économie', 'future']],
        [
          'of a language',
          { language: 'de' },
          ['plain', 'économie', 'ad', 'locked', 'same page', 'this moment', 'noisy tags'],
        ],
        ['of a section in another case', { sections: ['NEWS'] }, ['news', 'ad']],
        ['of several sections', { sections: ['sport', 'ÉCONOMIE', 'none'] }, ['économie', 'this moment']],
        ['of an unknown section', { sections: ['gardening'] }, []],
        ['of a tag', { tags: ['YEN'] }, ['news', 'économie']],
        ['of any of several tags', { tags: ['yen', 'bank'] }, ['news', 'économie', 'locked']],
        ['of a tag that is SQL', { tags: ["'; --"] }, ['noisy tags']],
        ['of a tag that is a pattern', { tags: ['%'] }, ['noisy tags']],
        [
          'of a first day, which counts',
          { publishedAfter: at('2026-04-10') },
          ['news', 'économie', 'this moment'],
        ],
        [
          'of a last day, which does not',
          { publishedBefore: at('2026-04-20') },
          ['économie', 'ad', 'same page'],
        ],
        ['of a span', { publishedAfter: at('2026-04-02'), publishedBefore: at('2026-04-20') }, ['économie']],
        [
          'of a span that ends before it begins',
          { publishedAfter: at('2026-04-20'), publishedBefore: at('2026-04-20') },
          [],
        ],
        ['of the days to come', { publishedAfter: NOON + 1 }, []],
        ['of what is sponsored', { sponsored: true }, ['ad']],
        ['of what is not sponsored', { sponsored: false, sections: ['news'] }, ['news']],
        ['of what is behind the paywall', { paywalled: true }, ['locked', 'this moment']],
        ['of what is not', { paywalled: false, tags: ['bank'] }, ['économie']],
        ['of ids', { sections: ['news'], excludeIds: ['news', 'never'] }, ['ad']],
        [
          'of an address, whoever has it',
          { excludeAddresses: ['https://example.org/locked', 'https://x.org/'] },
          ['plain', 'news', 'économie', 'ad', 'this moment', 'noisy tags'],
        ],
        [
          'of all at once',
          {
            language: 'en',
            sections: ['news'],
            tags: ['yen'],
            publishedAfter: 0,
            publishedBefore: NOON,
            sponsored: false,
            paywalled: false,
            excludeIds: ['ad'],
            excludeAddresses: ['https://example.org/'],
          },
          ['news'],
        ],
      ];
      beforeEach(() => {
        catalog.write(
          ARTICLES.map((given) => embedded(given)),
          REQUEST,
          SPACE,
        );
      });

      it.each(CASES)(
        '%s lets the same through, asked of the store or of one article',
        (_name, conditions, ids) => {
          const filter = { ...anyArticle(NOON), ...conditions };
          const keys = ARTICLES.map(({ id }) => catalog.find(id)?.key ?? 0);
          const idsOf = (found: readonly number[]) => catalog.load(found).map((stored) => stored.article.id);
          expect(idsOf(catalog.eligible(filter))).toEqual(ids);
          const one = catalog.facts(keys).filter((facts) => passes(facts, filter));
          expect(idsOf(one.map(({ key }) => key))).toEqual(ids);
        },
      );

      it('sees what an article has become', () => {
        const news = { ...anyArticle(NOON), sections: ['news'], tags: ['yen'] };
        expect(catalog.eligible(news)).toHaveLength(1);
        write(article('news', { section: 'Sport', tags: ['Yen'] }), REQUEST);
        expect(catalog.eligible(news)).toEqual([]);
        write(article('news', { section: 'News', tags: ['other'] }), REQUEST);
        expect(catalog.eligible(news)).toEqual([]);
        write(article('news', { section: 'News', tags: ['yen'] }), REQUEST);
        expect(catalog.eligible(news)).toHaveLength(1);
        catalog.delete('news');
        expect(catalog.eligible(news)).toEqual([]);
      });
    });

    describe('boilerplate', () => {
      const passage = (hash: number, normal = `passage ${hash}`) => ({
        hash,
        normal,
        example: normal.toUpperCase(),
        articles: 5,
      });
      /** Writes an article of these segments, of which some were left out. */
      const writeSegments = (id: string, segments: readonly number[], leftOut: readonly number[] = []) => {
        const given = article(id);
        const { derived } = embedded(given);
        const made = {
          ...(derived as DerivedText),
          segments: Uint32Array.from(segments),
          leftOut: Uint32Array.from(leftOut),
        };
        const [result] = catalog.write(
          [{ article: given, bodyFormat: 'auto', derived: made }],
          REQUEST,
          SPACE,
        );
        return { key: result?.key ?? 0, derived: made };
      };
      const waiting = () => catalog.notEmbedded(SPACE, 0, 10).map((stored) => stored.article.id);

      it('is none at first', () => {
        expect(catalog.boilerplate().size).toBe(0);
        expect(catalog.boilerplatePassages()).toEqual([]);
      });

      it('is kept, and the same object until it changes', () => {
        catalog.keepBoilerplate([passage(7), { ...passage(8), articles: 50 }]);
        const set = catalog.boilerplate();
        expect([...set]).toEqual([
          [8, 'passage 8'],
          [7, 'passage 7'],
        ]);
        write(article('x'));
        expect(catalog.boilerplate()).toBe(set);
        expect(catalog.boilerplatePassages().map(({ hash }) => hash)).toEqual([8, 7]);
        catalog.keepBoilerplate([passage(8)]);
        expect([...catalog.boilerplate().keys()]).toEqual([8]);
      });

      it('is seen by another handle at once', () => {
        const other = handle();
        expect(other.boilerplate().size).toBe(0);
        catalog.keepBoilerplate([passage(7)]);
        expect([...other.boilerplate().keys()]).toEqual([7]);
      });

      it('takes the vectors away from articles that were derived otherwise, and from no others', () => {
        writeSegments('with', [5, 7]);
        const plain = writeSegments('without', [5, 6]);
        catalog.keepBoilerplate([passage(7)]);
        expect(waiting()).toEqual(['with']);
        expect(lacks(article('with'))).toEqual([true]);
        expect(catalog.placeable(SPACE, 0, 10).map(({ key }) => key)).toEqual([plain.key]);
        expect(catalog.countEmbedded(SPACE)).toBe(1);
      });

      it('raises the sequence when it changes, without any change of an article', () => {
        writeSegments('with', [5, 7]);
        const before = catalog.sequence();
        expect(catalog.keepBoilerplate([passage(7)])).toBe(true);
        expect(catalog.sequence()).toBe(before + 1);
        expect(catalog.changesSince(before, SPACE)).toEqual([]);
        const another = { ...passage(7), example: 'Another', articles: 6 };
        expect(catalog.keepBoilerplate([another])).toBe(false);
        expect(catalog.sequence()).toBe(before + 1);
        expect(catalog.boilerplatePassages()).toMatchObject([{ example: 'Another', articles: 6 }]);
      });

      it('takes back a vector that was made without what is boilerplate again', () => {
        writeSegments('with', [5, 7]);
        catalog.keepBoilerplate([passage(7)]);
        catalog.keepBoilerplate([]);
        expect(waiting()).toEqual([]);
      });

      it('is left out of what is derived anew, which has another hash', () => {
        const { key, derived } = writeSegments('with', [5, 7]);
        const [before] = catalog.placeable(SPACE, 0, 10);
        catalog.keepBoilerplate([passage(7)]);
        catalog.addDerived([{ key, derived: { ...derived, leftOut: Uint32Array.of(7) } }], SPACE);
        expect(waiting()).toEqual([]);
        expect(catalog.countLeftOut()).toBe(1);
        const [after] = catalog.placeable(SPACE, 0, 10);
        expect(after?.textHash).not.toBe(before?.textHash);
        expect(after?.textHash).toBe(derivationHash(derived.textHash, Uint32Array.of(7)));
      });

      it('may have changed while a text was embedded, which then waits', () => {
        catalog.keepBoilerplate([passage(7)]);
        writeSegments('late', [5, 7]);
        expect(waiting()).toEqual(['late']);
        writeSegments('in time', [5, 7], [7]);
        expect(waiting()).toEqual(['late']);
      });

      it('is looked for in the segments of live articles, a page at a time', () => {
        const keys = ['x', 'y', 'z'].map((id, i) => writeSegments(id, [i, 10]).key);
        catalog.write([{ article: article('underived'), bodyFormat: 'auto', derived: null }], REQUEST, SPACE);
        write(article('german', { language: 'de-AT' }));
        catalog.delete('y');
        expect(catalog.segmented(0, 2)).toEqual([
          { key: keys[0], language: null, segments: Uint32Array.of(0, 10) },
          { key: keys[2], language: null, segments: Uint32Array.of(2, 10) },
        ]);
        expect(catalog.segmented(keys[2] ?? 0, 10)).toMatchObject([{ language: 'de' }]);
      });
    });

    describe('vectors, signatures and terms', () => {
      it('come back as they were put in, number for number', () => {
        const vector = unit(0.1, -0.2, 0.3);
        const signature = Uint32Array.of(0, 1, 0xffffffff);
        const terms = Uint8Array.of(1, 0, 255);
        const given = article('x');
        catalog.write(
          [
            {
              article: given,
              bodyFormat: 'auto',
              derived: { ...UNDERIVED, textHash: textHash(given, 'auto'), vector, signature, terms },
            },
          ],
          REQUEST,
          SPACE,
        );
        const key = catalog.find('x')?.key ?? 0;
        expect(catalog.vector(key, SPACE)).toEqual(vector);
        expect(catalog.signatures([key, 999])).toEqual(new Map([[key, signature]]));
        expect(catalog.terms(key)).toEqual(terms);
        expect(catalog.terms(999)).toEqual(new Uint8Array());
        expect(catalog.placeable(SPACE, 0, 10)).toMatchObject([{ vector, terms }]);
        expect(catalog.changesSince(0, SPACE)).toMatchObject([{ vector, terms }]);
      });

      it('may be missing where a text has neither', () => {
        const given = article('x');
        const derived = { ...UNDERIVED, textHash: textHash(given, 'auto') };
        catalog.write([{ article: given, bodyFormat: 'auto', derived }], REQUEST, SPACE);
        expect(catalog.placeable(SPACE, 0, 10)).toEqual([]);
        expect(catalog.countPlaceable(SPACE)).toBe(0);
        const key = catalog.find('x')?.key ?? 0;
        expect(catalog.signatures([key]).size).toBe(0);
        expect(catalog.terms(key)).toEqual(new Uint8Array());
      });

      it('are listed by key, a page at a time', () => {
        const keys = ['x', 'y', 'z'].map((id) => write(article(id)).key);
        const first = catalog.placeable(SPACE, 0, 2);
        expect(first.map(({ key }) => key)).toEqual(keys.slice(0, 2));
        expect(catalog.placeable(SPACE, first.at(-1)?.key ?? 0, 2).map(({ key }) => key)).toEqual(
          keys.slice(2),
        );
        expect(catalog.countEmbedded(SPACE)).toBe(3);
      });

      it('may be added later, unless the text has changed meanwhile or the article is gone', () => {
        const other = { ...SPACE, model: 'model-b' };
        const [x, y, z] = ['x', 'y', 'z'].map((id) => write(article(id)).key);
        const entry = (key: number | undefined, id: string) => ({
          key: key ?? 0,
          derived: embedded(article(id)).derived as DerivedText,
        });
        const entries = [entry(x, 'x'), entry(y, 'y'), entry(z, 'z')];
        write(article('y', { title: 'Meanwhile' }));
        catalog.delete('z');
        catalog.addDerived(entries, other);
        expect(catalog.vector(x ?? 0, other)).toEqual(vectorOf('Title of x'));
        expect(catalog.vector(y ?? 0, other)).toBeUndefined();
        expect(catalog.vector(z ?? 0, other)).toBeUndefined();
        expect(catalog.notEmbedded(other, 0, 10).map((stored) => stored.article.id)).toEqual(['y']);
      });

      it('of a text that is not the one stored are not taken', () => {
        write(article('x', { title: 'Newer', updatedAt: '2026-02-02' }));
        const stale = embedded(article('x', { title: 'Older', updatedAt: '2026-02-01' }));
        catalog.write([stale], from('a'), SPACE);
        expect(catalog.vector(catalog.find('x')?.key ?? 0, SPACE)).toEqual(vectorOf('Newer'));
      });

      it('are forgotten in every space but those that are kept', () => {
        const other = { ...SPACE, model: 'model-b' };
        const { key } = write(article('x'));
        catalog.addDerived([{ key, derived: embedded(article('x')).derived as DerivedText }], other);
        expect(catalog.countEmbedded(other)).toBe(1);
        catalog.keepSpaces([other, { model: 'never', strategy: 'used' }]);
        expect(catalog.countEmbedded(SPACE)).toBe(0);
        expect(catalog.countEmbedded(other)).toBe(1);
        expect(lacks(article('x'))).toEqual([true]);
        expect(catalog.find('x')).not.toBeNull();
      });
    });
  });
}

/** What was derived from a text that says nothing. */
const UNDERIVED: Omit<DerivedText, 'textHash'> = {
  vector: null,
  signature: null,
  terms: new Uint8Array(),
  segments: new Uint32Array(),
  leftOut: new Uint32Array(),
  words: 0,
};

/** A vector that one can tell from another by its text: the codes of its first letters. */
function vectorOf(text: string): Float32Array {
  return unit(...Array.from({ length: 12 }, (_, i) => text.charCodeAt(i) || 1));
}

function embedded(
  given: Article,
  bodyFormat: BodyFormat = 'auto',
  vector: Float32Array | null = vectorOf(given.title),
): ArticleWrite {
  const derived = {
    ...UNDERIVED,
    words: given.title.split(' ').length,
    textHash: textHash(given, bodyFormat),
    vector,
    signature: Uint32Array.of(given.title.length),
    terms: Uint8Array.of(given.title.length, 7),
  };
  return { article: given, bodyFormat, derived };
}
