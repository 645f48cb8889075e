import { beforeEach, describe, expect, it } from 'vitest';
import { anyArticle } from '../../src/catalog/eligibility.js';
import type { NewDecision, Rule, RuleChange } from '../../src/catalog/rules.js';
import type { CatalogCase } from './catalog.js';
import { freshCatalog, NOON } from './catalog-handles.js';

/** What every `Catalog` keeps of what editors decide. */
export function testCatalogRules(name: string, given: CatalogCase): void {
  describe(`${name} keeps what editors decide:`, () => {
    const { catalog, handle, put, idsOf } = freshCatalog('rules', given);
    let article: number;
    let link: number;
    let other: number;
    beforeEach(() => {
      [article, link, other] = [put('article'), put('link'), put('other')] as [number, number, number];
    });

    const made = { note: null, by: 'Ada', at: NOON };
    const pin = (fields: Partial<Rule> = {}): Rule => {
      const place = { article, link, mode: 'related', position: 1, expiresAt: null };
      return { kind: 'pin', ...place, ...made, ...fields };
    };
    const plain = (kind: Rule['kind'], of: Partial<Rule>): Rule => {
      const nothing = { article: null, link: null, mode: null, position: null, expiresAt: null };
      return { kind, ...nothing, ...made, ...of };
    };
    const decision = (changes: readonly RuleChange[], fields: Partial<NewDecision> = {}): NewDecision => {
      const about = { article, link, note: null, undoes: null, details: null };
      return { action: 'pin', by: 'Ada', at: NOON, ...about, changes, ...fields };
    };
    const record = (changes: readonly RuleChange[], fields: Partial<NewDecision> = {}, on = catalog()) =>
      on.rules.record(decision(changes, fields));
    const making = (rule: Rule): RuleChange => ({ before: null, after: rule });
    const ending = (rule: Rule): RuleChange => ({ before: rule, after: null });

    describe('a rule', () => {
      it('is in force from its decision on, in every part as it was made', () => {
        const rule = pin({ expiresAt: NOON + 5, note: 'Why not?', by: 'Grace', at: NOON - 1 });
        expect(catalog().rules.under(article)).toEqual([]);
        record([making(rule)]);
        expect(catalog().rules.under(article)).toEqual([rule]);
        expect(catalog().rules.under(link)).toEqual([]);
      });

      it('is seen by another handle at once, as is its end', () => {
        const editor = handle();
        record([making(pin())]);
        expect(editor.rules.under(article)).toEqual([pin()]);
        record([ending(pin())], {}, editor);
        expect(catalog().rules.under(article)).toEqual([]);
      });

      it('comes with the others under the article: pins by mode and place, then blocks, then silence', () => {
        const rules = [
          plain('no_links', { article }),
          plain('block', { article, link }),
          pin({ link: other, position: 2 }),
          pin({ mode: 'latest', position: 3 }),
          pin(),
        ];
        record(rules.map(making));
        record([making(plain('block', { article: other, link }))]);
        record([making(plain('never_recommend', { link: article }))]);
        expect(catalog().rules.under(article)).toEqual([rules[3], rules[4], rules[2], rules[1], rules[0]]);
      });

      it('against an article is under none', () => {
        const rule = plain('never_recommend', { link });
        expect(catalog().rules.against(link)).toBeNull();
        record([making(rule)]);
        expect(catalog().rules.against(link)).toEqual(rule);
        expect(catalog().rules.against(article)).toBeNull();
        expect(catalog().rules.under(0)).toEqual([]);
      });

      it('survives the deletion and the return of its articles', () => {
        const silence = plain('never_recommend', { link });
        record([making(pin()), making(silence)]);
        catalog().delete('article');
        catalog().delete('link');
        expect(catalog().rules.under(article)).toEqual([pin()]);
        put('article');
        expect(put('link')).toBe(link);
        expect(catalog().rules.under(article)).toEqual([pin()]);
        expect(catalog().facts([link])).toMatchObject([{ noRecommend: true }]);
      });

      it('is no change of an article', () => {
        const before = catalog().sequence();
        record([making(pin()), making(plain('never_recommend', { link }))]);
        expect(catalog().sequence()).toBe(before);
      });
    });

    describe('the revision', () => {
      it('rises with every decision that changes a rule, on every handle', () => {
        const editor = handle();
        const before = editor.rules.revision();
        record([making(pin())]);
        const after = editor.rules.revision();
        expect(after).toBeGreaterThan(before);
        record([ending(pin())]);
        expect(editor.rules.revision()).toBeGreaterThan(after);
      });

      it('stays where nothing was changed', () => {
        record([making(pin())]);
        const before = catalog().rules.revision();
        record([making(pin())]);
        record([], { action: 'publish', article: null, link: null });
        expect(catalog().rules.revision()).toBe(before);
      });
    });

    describe('the end of pins', () => {
      it('is the latest that has come, and the next is the earliest that has not', () => {
        const ends = [NOON + 10, NOON + 20, null];
        const pins = ends.map((expiresAt, i) => pin({ expiresAt, position: i + 1, mode: `mode ${i}` }));
        record(pins.map(making));
        const { endedUpTo, endsNext } = catalog().rules;
        expect([NOON + 9, NOON + 10, NOON + 19, NOON + 99].map(endsNext)).toEqual([
          NOON + 10,
          NOON + 20,
          NOON + 20,
          null,
        ]);
        expect([NOON + 9, NOON + 10, NOON + 19, NOON + 99].map(endedUpTo)).toEqual([
          null,
          NOON + 10,
          NOON + 10,
          NOON + 20,
        ]);
      });
    });

    describe('a decision', () => {
      it('is refused whole where something else is in force than it takes for granted', () => {
        const stored = pin({ note: 'the first' });
        record([making(stored)]);
        const [revision, log] = [catalog().rules.revision(), catalog().rules.decisions(EVERYTHING)];
        const block = making(plain('block', { article, link: other }));
        const stale: RuleChange[] = [
          making(pin()),
          { before: pin({ note: 'another' }), after: pin({ position: 2 }) },
          ending(pin({ by: 'Grace' })),
          ending(pin({ link: other })),
        ];
        for (const change of stale) expect(record([block, change], {}, handle())).toBeNull();
        expect(catalog().rules.under(article)).toEqual([stored]);
        expect(catalog().rules.revision()).toBe(revision);
        expect(catalog().rules.decisions(EVERYTHING)).toEqual(log);
      });

      it('is refused where a pin would share its place with one that still stands', () => {
        record([making(pin({ expiresAt: NOON + 10 }))]);
        const same = pin({ link: other });
        expect(record([making(same)], { at: NOON + 9 })).toBeNull();
        expect(record([making({ ...same, mode: 'latest' })], { at: NOON + 9 })).not.toBeNull();
        expect(record([making(same)], { at: NOON + 10 })).not.toBeNull();
        expect(
          record([making(pin({ article: link, position: 1 })), making(pin({ article: link, link: other }))]),
        ).toBeNull();
      });

      it('pins nothing that somebody has just blocked, and the reverse', () => {
        const [one, block] = [pin(), plain('block', { article, link })];
        record([making(block)], {}, handle());
        expect(record([making(one)])).toBeNull();
        expect(record([making(pin({ link: other })), ending(block)])).not.toBeNull();
        expect(record([making(plain('block', { article, link: other }))])).toBeNull();
        expect(record([making(plain('block', { article: link, link: other }))])).not.toBeNull();
      });

      it('may let two pins change places', () => {
        const [one, two] = [pin(), pin({ link: other, position: 2 })];
        record([making(one), making(two)]);
        const changes = [
          { before: one, after: { ...one, position: 2 } },
          { before: two, after: { ...two, position: 1 } },
        ];
        expect(record(changes)).not.toBeNull();
        const swapped = changes.map(({ after }) => after);
        expect(catalog().rules.under(article)).toEqual(swapped.reverse());
      });

      it('is given back as it was recorded, with its number, so that it can be taken back', () => {
        const changes = [making(pin()), making(plain('block', { article, link: other }))];
        const details = { generation: 'g1', nested: { lists: [1, 2] } };
        const first = record(changes, { note: 'Look “here”', details });
        expect(first).toEqual({
          ...decision(changes, { note: 'Look “here”', details }),
          number: first?.number,
          undoneBy: null,
        });
        expect(handle().rules.decision(first?.number ?? 0)).toEqual(first);
        expect(catalog().rules.decision(999)).toBeNull();

        const back = (first?.changes ?? []).map(({ before, after }) => ({ before: after, after: before }));
        const undo = record(back, { action: 'undo', undoes: first?.number ?? null });
        expect(catalog().rules.under(article)).toEqual([]);
        expect(undo?.number).toBeGreaterThan(first?.number ?? Number.NaN);
        expect(catalog().rules.decision(first?.number ?? 0)?.undoneBy).toBe(undo?.number);
        const again = record(changes, { action: 'undo', undoes: first?.number ?? null });
        expect(catalog().rules.decision(first?.number ?? 0)?.undoneBy).toBe(again?.number);
      });

      it('stays in the log, the latest first, by article on either side and by page', () => {
        const about = (of: number | null, to: number | null) =>
          record([], { action: 'publish', article: of, link: to })?.number;
        const numbers = [about(article, link), about(other, article), about(null, link), about(null, null)];
        const [first, second, third, fourth] = numbers;
        const asked = (query: object) =>
          catalog()
            .rules.decisions({ ...EVERYTHING, ...query })
            .map(({ number }) => number);
        expect(asked({})).toEqual([fourth, third, second, first]);
        expect(asked({ limit: 2 })).toEqual([fourth, third]);
        expect(asked({ before: third })).toEqual([second, first]);
        expect(asked({ about: article })).toEqual([second, first]);
        expect(asked({ about: article, before: second })).toEqual([first]);
        expect(asked({ about: link, limit: 1 })).toEqual([third]);
        catalog().delete('link');
        expect(asked({ about: link })).toEqual([third, first]);
      });
    });

    describe('never to recommend an article', () => {
      const never = () => plain('never_recommend', { link });
      const newest = () => catalog().newest(NOON);
      const shown = () => idsOf(catalog().eligible(anyArticle(NOON)));
      const said = () =>
        catalog()
          .facts([link])
          .map(({ noRecommend }) => noRecommend);
      beforeEach(() => {
        put('link', { publishedAt: '2026-04-30', section: 'News' });
        put('other', { publishedAt: '2026-04-29' });
      });

      it('holds wherever its publisher can say so, and until it is taken back', () => {
        const latest = Date.parse('2026-04-30T00:00:00Z');
        expect([said(), newest(), catalog().publishedUpTo(NOON)]).toEqual([[false], 'link', latest]);
        record([making(never())]);
        expect(said()).toEqual([true]);
        expect(shown()).toEqual(['article', 'other']);
        expect(newest()).toBe('other');
        expect(catalog().publishedUpTo(NOON)).toBe(Date.parse('2026-04-29T00:00:00Z'));
        expect(catalog().find('link')?.article.noRecommend).toBe(false);
        record([ending(never())]);
        expect([said(), newest()]).toEqual([[false], 'link']);
        expect(shown()).toEqual(['article', 'link', 'other']);
      });

      it('outlasts another version of the article', () => {
        record([making(never())]);
        put('link', { section: 'Sport' });
        expect(said()).toEqual([true]);
        expect(shown()).toEqual(['article', 'other']);
      });

      it('ends without a change of what the publisher says', () => {
        record([making(never())]);
        put('link', { noRecommend: true });
        record([ending(never())]);
        expect(said()).toEqual([true]);
        put('link', { noRecommend: false });
        expect(said()).toEqual([false]);
      });

      it('can be said of an article that is gone', () => {
        catalog().delete('link');
        record([making(never())]);
        expect(said()).toEqual([]);
        put('link');
        expect(said()).toEqual([true]);
      });
    });
  });
}

const EVERYTHING = { about: null, before: null, limit: 100 };
