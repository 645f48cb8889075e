import { beforeEach, describe, expect, it } from 'vitest';
import type { CatalogCase } from './catalog.js';
import { freshCatalog, NOON } from './catalog-handles.js';

/** How every `Catalog` finds articles by what somebody types. */
export function testCatalogSearch(name: string, given: CatalogCase): void {
  describe(`${name} finds articles`, () => {
    const { catalog, handle, put, give, idsOf } = freshCatalog('search', given);
    const found = (text: string, limit = 10) => idsOf(catalog().search(text, NOON, limit));

    describe('by the beginnings of words of their titles,', () => {
      beforeEach(() => {
        put('bank', { title: 'The Bank of Japan raises rates', publishedAt: '2026-01-01' });
        put('yen', { title: 'Yen falls after Japan’s banks speak', publishedAt: '2026-02-01' });
        put('économie', { title: 'L’Économie, c’est "tout"', publishedAt: '2026-03-01' });
        put('tokyo', { title: '日本銀行がゼロ金利を解除' });
        put('bangkok', { title: 'ประเทศไทย 2026' });
        put('seoul', { title: '한국은행 기준금리 동결' });
      });

      it.each([
        ['ban', ['yen', 'bank']],
        ['japan bank', ['yen', 'bank']],
        ['BANK japan rat', ['bank']],
        ['anks', []],
        ['bank sport', []],
        ['economie', ['économie']],
        ['ÉCONOMIE tout', ['économie']],
        ['ｂａｎｋ', ['yen', 'bank']],
        ['日本', ['tokyo']],
        ['銀行が', ['tokyo']],
        ['行銀', []],
        ['ゼロ金利 日本', ['tokyo']],
        ['ประเทศ', ['bangkok']],
        ['ไทย 20', ['bangkok']],
        ['한국', ['seoul']],
      ])('%s', (text, ids) => {
        expect(found(text)).toEqual(ids);
      });

      it.each([
        ['quotes', '"bank"'],
        ['an open quote', '"bank'],
        ['a star', 'ban*'],
        ['a caret', '^bank'],
        ['a colon', 'bank:'],
        ['brackets and a minus', '-(bank) {'],
        ['an emoji', '🏦 bank'],
        ['a nought', 'bank\u0000'],
      ])('whatever else is typed: %s', (_what, text) => {
        expect(found(text)).toEqual(['yen', 'bank']);
      });

      it('and takes operators and columns for words', () => {
        for (const text of [
          'bank AND japan',
          'bank OR yen',
          'bank NOT yen',
          'NEAR(bank japan)',
          'title:bank',
        ])
          expect(found(text)).toEqual([]);
        put('and', { title: 'Bank and Japan' });
        expect(found('bank AND japan')).toEqual(['and']);
      });

      it('of which the first 32 count, in however long a text', () => {
        expect(found('bank '.repeat(100))).toEqual(['yen', 'bank']);
        expect(found('b '.repeat(31).concat('sport'))).toEqual([]);
        expect(found(`${'b '.repeat(32)}sport`)).toEqual(['yen', 'bank']);
        expect(found('x'.repeat(500))).toEqual([]);
        expect(found('?'.repeat(500))).toHaveLength(6);
      });
    });

    it('by their id or address before any other', () => {
      const url = 'https://www.example.org/a/?utm_source=x';
      put('42', { title: 'The answer is 42', url, publishedAt: '2026-01-01' });
      put('new', { title: '42 ways to 42', publishedAt: '2026-04-01' });
      expect(found('42')).toEqual(['42', 'new']);
      expect(found(' 42 ', 1)).toEqual(['42']);
      expect(found('https://example.org/a')).toEqual(['42']);
      expect(found('https://')).toEqual([]);
    });

    it('whose titles begin with the text first, then those that hold it as it is, then the newest', () => {
      put('scattered', { title: 'A war on the price of peace', publishedAt: '2026-04-30' });
      put('late', { title: 'War and peace, again', publishedAt: '2026-04-29' });
      put('undated', { title: 'Of “War and Peace”' });
      put('within', { title: 'Reading War and peace', publishedAt: '2026-04-02' });
      put('early', { title: 'WAR AND PEACE', publishedAt: '2026-01-01' });
      put('inside', { title: 'Postwar and peaceful; war, and a peace', publishedAt: '2026-04-28' });
      expect(found('war and peace')).toEqual(['late', 'early', 'within', 'undated', 'inside']);
      expect(found('war peace', 2)).toEqual(['scattered', 'late']);
    });

    it('that begin with the text, however many later ones hold it', () => {
      put('first', { title: 'Harbour news' });
      for (let i = 0; i < 401; i += 1) put(`x${i}`, { title: `News of the harbour ${i}` });
      expect(found('harb', 2)).toEqual(['first', 'x400']);
    });

    it('by the title that they have now', () => {
      const other = handle();
      put('x', { title: 'Old words' });
      put('x', { title: 'New words' });
      expect(found('old')).toEqual([]);
      expect(idsOf(other.search('new', NOON, 10))).toEqual(['x']);
      put('x', { title: 'New words', section: 'Sport' });
      expect(found('words')).toEqual(['x']);
    });

    it('until they are deleted, pruned or not published yet', () => {
      put('deleted', { title: 'Words' });
      give('pruned', 'a', catalog().beginRun(), { title: 'Words' });
      put('scheduled', { title: 'Words', publishedAt: '2026-05-01T12:00:01Z' });
      expect(found('words')).toEqual(['pruned', 'deleted']);
      expect(idsOf(catalog().search('words', NOON + 1000, 10))).toHaveLength(3);
      catalog().delete('deleted');
      catalog().prune('a', catalog().beginRun());
      for (const text of ['words', '', 'deleted', 'pruned', 'scheduled']) expect(found(text)).toEqual([]);
      put('deleted', { title: 'Words' });
      expect(found('words')).toEqual(['deleted']);
    });

    it.each(['', '  ', '“', '🙂'])('that are the newest where no word is typed: "%s"', (text) => {
      put('old', { publishedAt: '2026-01-01' });
      put('undated');
      put('new', { publishedAt: '2026-04-01', noRecommend: true });
      put('scheduled', { publishedAt: '2026-06-01' });
      expect(found(text)).toEqual(['new', 'old', 'undated']);
      expect(found(text, 1)).toEqual(['new']);
    });
  });
}
