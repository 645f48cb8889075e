import { describe, expect, it } from 'vitest';
import { termsOf } from '../../src/lexical/terms.js';
import { type EditorsRules, NO_RULES } from '../../src/recommend/editors-rules.js';
import { MODE_NAMES } from '../../src/recommend/modes.js';
import { signatureOf } from '../../src/text/signature.js';
import { DAY, type Entry, NOW } from '../support/archive.js';
import { type Asked, ask, cutoffAt, keysOf } from './asking.js';

const STORY = 'The bank of the river rose overnight and the port was closed until the water fell again';
const RETOLD = 'The bank of the river rose overnight and the port was closed until the water fell at noon';

/** Keys 2 to 7, the best first. */
const ENTRIES: readonly Entry[] = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((similarity, i) => ({
  key: i + 2,
  similarity,
}));
const more = (key: number, fields: Partial<Entry> = {}): Entry[] => [
  ...ENTRIES,
  { key, similarity: 0, ...fields },
];

const rules = (given: Partial<EditorsRules>): EditorsRules => ({ ...NO_RULES, ...given });
/** Places by key. */
const pins = (places: Readonly<Record<number, number>>): EditorsRules =>
  rules({
    pins: Object.entries(places)
      .map(([key, position]) => ({ key: Number(key), position }))
      .sort((a, b) => a.position - b.position),
  });
const blocked = (...keys: readonly number[]) => rules({ blocked: new Set(keys) });

describe('a pin', () => {
  it('stands at its place, once, and the others follow in their order', () => {
    expect(keysOf(ENTRIES, { rules: pins({ 5: 1 }) })).toEqual([5, 2, 3, 4]);
    expect(keysOf(ENTRIES, { rules: pins({ 2: 4 }) })).toEqual([3, 4, 5, 2]);
    expect(keysOf(ENTRIES, { rules: pins({ 7: 2, 2: 3 }) })).toEqual([3, 7, 2, 4]);
    expect(keysOf(ENTRIES, { rules: pins({ 7: 1, 6: 2, 5: 3, 4: 4 }) })).toEqual([7, 6, 5, 4]);
    expect(ask(ENTRIES, { rules: pins({ 5: 1 }) }).related.map(({ pinned }) => pinned)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('moves up where the list is too short to reach its place, and is not shown where it is asked too short', () => {
    expect(keysOf(ENTRIES, { limit: 20, rules: pins({ 3: 15, 2: 12 }) })).toEqual([4, 5, 6, 7, 2, 3]);
    expect(keysOf(ENTRIES, { limit: 3, rules: pins({ 2: 4 }) })).toEqual([3, 4, 5]);
    expect(keysOf(ENTRIES, { limit: 1, rules: pins({ 7: 1, 2: 2 }) })).toEqual([7]);
  });

  it('has the very signals and the score that it has without', () => {
    const query = {
      terms: termsOf('bank yen rain'),
      section: 'Markets',
      publishedAt: NOW - 3 * DAY,
    };
    const entries: Entry[] = [
      ...ENTRIES,
      {
        key: 8,
        similarity: 0.45,
        general: 0.7,
        hubness: 1.3,
        section: 'Markets',
        publishedAt: NOW - 200 * DAY,
        length: 900,
      },
    ];
    for (const mode of MODE_NAMES.filter((name) => name !== 'same-event' && name !== 'followup')) {
      const asked: Asked = { query, mode, limit: 50 };
      const plain = ask(entries, asked).related.find(({ key }) => key === 8);
      const pinned = ask(entries, { ...asked, rules: pins({ 8: 1 }) }).related[0];
      expect(plain?.score).toBeGreaterThan(0);
      expect(pinned).toEqual({ ...plain, pinned: true });
    }
  });

  it('is shown however little it has to do with the article: with its own score, of 0 where it shares nothing', () => {
    const asked: Asked = { cutoffs: cutoffAt(1.3), rules: pins({ 8: 2, 4: 3 }) };
    const { related, measured } = ask(more(8, { general: null }), asked);
    expect(related.map(({ key, score, pinned }) => [key, score, pinned])).toEqual([
      [2, 0.9, false],
      [8, 0, true],
      [4, 0.7, true],
    ]);
    expect(related[1]).toMatchObject({ relatedness: 0, standing: 0, signals: { words: 0, general: null } });
    expect(measured.map(({ key }) => key)).toContain(4);
  });

  it('is among what was measured, once, so that its signals have a rank', () => {
    const near = Array.from({ length: 200 }, (_, i): Entry => ({ key: i + 2, similarity: 0.9 - i / 1000 }));
    for (const rules of [pins({ 999: 1 }), pins({ 2: 1 })]) {
      const { related, measured } = ask([...near, { key: 999, similarity: -0.2 }], { rules });
      expect(measured.length).toBeLessThan(near.length);
      const keys = measured.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual(expect.arrayContaining(related.map(({ key }) => key)));
    }
  });

  it('is shown where the article has no words to go by, and alone', () => {
    const nothing = { query: { vector: null, terms: termsOf('') } };
    const { related, empty } = ask(more(8, { shared: { words: 0, names: 0, titles: 0 } }), {
      ...nothing,
      rules: pins({ 8: 3 }),
    });
    expect([related.map(({ key, score }) => [key, score]), empty]).toEqual([[[8, 0]], null]);
    expect(ask(ENTRIES, { ...nothing, rules: pins({ 9: 1 }) }).empty?.reason).toBe('not_embeddable');
    expect(keysOf([{ key: 8, similarity: -0.5 }], { rules: pins({ 8: 1 }) })).toEqual([8]);
  });

  const held: readonly [string, Partial<Entry>, Asked][] = [
    ['is deleted', { gone: true }, {}],
    ['is not published yet', { publishedAt: NOW + 1 }, {}],
    ['is not to be recommended', { noRecommend: true }, {}],
    ['is on the page already', {}, { filter: { excludeIds: ['a8'] } }],
    ['is linked in the body', { url: 'x.org' }, { filter: { excludeAddresses: ['x.org'] } }],
    ['is not of the section', { section: 'Sport' }, { filter: { sections: ['Markets'] } }],
    ['has none of the tags', { tags: ['yen'] }, { filter: { tags: ['chips'] } }],
    ['is too old', { publishedAt: NOW - DAY }, { filter: { publishedAfter: NOW - 1 } }],
    ['is too new', { publishedAt: NOW - 1 }, { filter: { publishedBefore: NOW - DAY } }],
    ['is sponsored', { sponsored: true }, { filter: { sponsored: false } }],
    ['is paywalled', { paywalled: true }, { filter: { paywalled: false } }],
    ['is not in the language asked for', { language: 'de' }, { filter: { language: 'en' } }],
  ];
  it.each(held)('is held back where it %s, and leaves no gap', (_why, fields, asked) => {
    const entries = ENTRIES.map(
      (entry): Entry => ({
        ...entry,
        section: 'Markets',
        tags: ['chips'],
        publishedAt: (asked.filter?.publishedBefore ?? NOW) - 1,
      }),
    );
    const all = [...entries, { key: 8, similarity: 0.95, ...fields }];
    expect(keysOf(all, { ...asked, rules: pins({ 8: 2 }) })).toEqual([2, 3, 4, 5]);
  });

  it('is held back where it is blocked, and never the article itself', () => {
    expect(keysOf(ENTRIES, { rules: { ...pins({ 7: 1 }), blocked: new Set([7]) } })).toEqual([2, 3, 4, 5]);
    expect(keysOf(more(1), { rules: pins({ 1: 1 }) })).toEqual([2, 3, 4, 5]);
  });

  it('is not held back by a language that nobody asked for, nor by where the mode looks in time', () => {
    const entries = more(8, { language: 'de', publishedAt: NOW - DAY });
    const own: Asked = { filter: { language: 'en' }, ownLanguage: true };
    expect(keysOf(entries, { ...own, rules: pins({ 8: 1 }) })).toEqual([8, 2, 3, 4]);
    const background: Asked = { mode: 'background', query: { publishedAt: NOW - 2 * DAY } };
    expect(keysOf(entries, { ...background, rules: pins({ 8: 1 }) })).toEqual([8]);
  });

  it('has its copies behind it, and no copy of another in its way', () => {
    const entries: Entry[] = [
      ...ENTRIES,
      { key: 8, similarity: 0.95, text: STORY },
      { key: 9, similarity: 0.1, text: RETOLD },
    ];
    const { related } = ask(entries, { rules: pins({ 9: 2 }) });
    expect(related.map(({ key, copies }) => [key, copies])).toEqual([
      [2, []],
      [9, [8]],
      [3, []],
      [4, []],
    ]);
    const own: Asked = { query: { signature: signatureOf(STORY) } };
    expect(keysOf(entries, own)).toEqual([2, 3, 4, 5]);
    expect(keysOf(entries, { ...own, rules: pins({ 9: 1, 8: 2 }) })).toEqual([9, 8, 2, 3]);
  });

  it('moves nothing but itself, also where it is of the aspect of another', () => {
    const entries: Entry[] = [
      { key: 2, similarity: 0.9, aspect: 'bank' },
      { key: 3, similarity: 0.8 },
      { key: 4, similarity: 0.7, aspect: 'bank' },
      { key: 5, similarity: 0.6 },
    ];
    expect(keysOf(entries, { limit: 4 })).toEqual([2, 3, 5, 4]);
    expect(keysOf(entries, { limit: 4, rules: pins({ 4: 1 }) })).toEqual([4, 2, 3, 5]);
    expect(keysOf(entries, { limit: 2, rules: pins({ 4: 2 }) })).toEqual([2, 4]);
    // Beyond the list it takes no place, and nothing from anybody.
    expect(keysOf(entries, { limit: 2, rules: pins({ 2: 3 }) })).toEqual([3, 5]);
    expect(keysOf(ENTRIES, { limit: 1, rules: pins({ 2: 2, 3: 3, 4: 4, 5: 5 }) })).toEqual([6]);
  });
});

describe('what is blocked', () => {
  it('is not shown, and the list is filled with what comes next', () => {
    expect(keysOf(ENTRIES, { rules: blocked(2, 4) })).toEqual([3, 5, 6, 7]);
  });

  it('takes its near-identical copies with it, also where it could not be shown itself', () => {
    const entries = (fields: Partial<Entry>): Entry[] => [
      ...ENTRIES,
      { key: 8, similarity: 0.95, text: STORY },
      { key: 9, similarity: 0.92, text: RETOLD, ...fields },
    ];
    expect(keysOf(entries({}))).toEqual([8, 2, 3, 4]);
    for (const fields of [{}, { similarity: 0 }, { publishedAt: NOW + 1 }])
      expect(keysOf(entries(fields), { rules: blocked(9) })).toEqual([2, 3, 4, 5]);
    const { related } = ask(entries({}), { rules: { ...blocked(8), pins: [{ key: 9, position: 1 }] } });
    // A pin is a word about the very article: a copy of what is blocked can be pinned, and stands alone.
    expect(related.map(({ key, copies }) => [key, copies])[0]).toEqual([9, []]);
  });

  it('leaves a full list where more is blocked than is looked at first', () => {
    const many = Array.from({ length: 1000 }, (_, i): Entry => ({ key: i + 2, similarity: 0.9 - i / 2000 }));
    const best = many.slice(0, 300).map(({ key }) => key);
    expect(keysOf(many, { rules: blocked(...best) })).toEqual([302, 303, 304, 305]);
  });

  it('is a reason for an empty list, where nothing else is left', () => {
    expect(ask([{ key: 2, similarity: 0.9 }], { rules: blocked(2) })).toMatchObject({
      related: [],
      empty: { reason: 'filtered_out', detail: expect.stringContaining('editors') },
    });
  });
});

it('silence is an empty list that says so, whatever is pinned', () => {
  expect(ask(ENTRIES, { rules: { ...pins({ 3: 1 }), silent: true } })).toMatchObject({
    related: [],
    empty: { reason: 'no_links', detail: expect.stringMatching(/^Editors .*\.$/) },
  });
});
