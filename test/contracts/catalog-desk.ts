import { describe, expect, it } from 'vitest';
import type { CatalogCase } from './catalog.js';
import { freshCatalog, NOON } from './catalog-handles.js';

/** What else every `Catalog` keeps for the desk: sign-ins, judgments, runs. */
export function testCatalogDesk(name: string, given: CatalogCase): void {
  describe(`${name} keeps sessions`, () => {
    const { catalog, handle } = freshCatalog('sessions', given);
    const session = (hash: string, expiresAt: number) => ({ hash, keyHash: 'k', startedAt: NOON, expiresAt });

    it('that another handle knows, from their beginning to their end', () => {
      const other = handle();
      expect(other.sessions.byHash('a')).toBeNull();
      catalog().sessions.begin(session('a', NOON + 5));
      expect(other.sessions.byHash('a')).toEqual(session('a', NOON + 5));
      other.sessions.end('a');
      expect(catalog().sessions.byHash('a')).toBeNull();
    });

    it('for longer where they are used', () => {
      catalog().sessions.begin(session('a', NOON));
      catalog().sessions.begin(session('b', NOON));
      catalog().sessions.extend('a', NOON + 9);
      expect(catalog().sessions.byHash('a')).toEqual(session('a', NOON + 9));
      expect(catalog().sessions.byHash('b')).toEqual(session('b', NOON));
      catalog().sessions.extend('unknown', NOON);
      expect(catalog().sessions.byHash('unknown')).toBeNull();
    });

    it('until those that expired are forgotten', () => {
      for (const [hash, end] of [
        ['a', NOON - 1],
        ['b', NOON],
      ] as const)
        catalog().sessions.begin(session(hash, end));
      catalog().sessions.forgetExpired(NOON);
      expect(catalog().sessions.byHash('a')).toBeNull();
      expect(catalog().sessions.byHash('b')).not.toBeNull();
    });
  });

  describe(`${name} keeps judgments`, () => {
    const { catalog, handle, put } = freshCatalog('judgments', given);

    it('of pairs in one direction, of which the latest counts', () => {
      const [x, y] = [put('x'), put('y')];
      catalog().judgments.grade(x, y, 3, 'Ada', NOON);
      catalog().judgments.grade(x, y, 1, 'Grace', NOON + 1);
      catalog().judgments.grade(y, x, 0, 'Ada', NOON);
      expect(handle().judgments.all()).toEqual([
        { query: 'x', document: 'y', grade: 1, by: 'Grace', at: NOON + 1 },
        { query: 'y', document: 'x', grade: 0, by: 'Ada', at: NOON },
      ]);
      expect(catalog().judgments.judged(x)).toEqual([y]);
    });

    it('by query, then document, until they are taken back', () => {
      const [c, b, a] = [put('c'), put('b'), put('a')] as [number, number, number];
      for (const [query, document] of [
        [c, b],
        [a, c],
        [a, b],
      ] as const)
        catalog().judgments.grade(query, document, 2, 'Ada', NOON);
      const pairs = () =>
        catalog()
          .judgments.all()
          .map(({ query, document }) => query + document);
      expect(pairs()).toEqual(['ab', 'ac', 'cb']);
      expect(catalog().judgments.count()).toEqual({ judgments: 3, queries: 2 });
      catalog().judgments.grade(a, c, null, 'Ada', NOON);
      catalog().judgments.grade(b, c, null, 'Ada', NOON);
      expect(pairs()).toEqual(['ab', 'cb']);
    });

    it('of deleted articles for the day that they return', () => {
      const [x, y, z] = [put('x'), put('y'), put('z')] as [number, number, number];
      catalog().judgments.grade(x, y, 2, 'Ada', NOON);
      catalog().judgments.grade(x, z, 2, 'Ada', NOON);
      catalog().judgments.grade(z, x, 2, 'Ada', NOON);
      catalog().delete('z');
      expect(catalog().judgments.all()).toMatchObject([{ query: 'x', document: 'y' }]);
      expect(catalog().judgments.judged(x)).toEqual([y]);
      expect(catalog().judgments.judged(z)).toEqual([]);
      expect(catalog().judgments.count()).toEqual({ judgments: 1, queries: 1 });
      put('z');
      expect(catalog().judgments.count()).toEqual({ judgments: 3, queries: 2 });
    });
  });

  describe(`${name} keeps runs`, () => {
    const { catalog } = freshCatalog('runs', given);

    it('that ended, the latest first', () => {
      const summary = (hour: number) => ({
        startedAt: `2026-05-01T0${hour}:00:00Z`,
        finishedAt: `2026-05-01T0${hour}:30:00Z`,
        outcome: { added: hour, sources: ['a'] },
      });
      expect(catalog().runs(5)).toEqual([]);
      const [first, unfinished, last] = [1, 2, 3].map(() => catalog().beginRun());
      catalog().endRun(last ?? 0, summary(3));
      catalog().endRun(first ?? 0, summary(1));
      expect(unfinished).toBe((first ?? 0) + 1);
      expect(catalog().runs(5)).toEqual([
        { run: last, ...summary(3) },
        { run: first, ...summary(1) },
      ]);
      expect(catalog().runs(1)).toEqual([{ run: last, ...summary(3) }]);
    });
  });
}
