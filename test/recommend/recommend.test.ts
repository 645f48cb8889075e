import { describe, expect, it } from 'vitest';
import { termsOf } from '../../src/lexical/terms.js';
import { signatureOf } from '../../src/text/signature.js';
import { DAY, type Entry, NOW } from '../support/archive.js';
import { type Asked, ask, cutoffAt, keysOf } from './asking.js';

const STORY = 'The bank of the river rose overnight and the port was closed until the water fell again';
const RETOLD = 'The bank of the river rose overnight and the port was closed until the water fell at noon';
const OTHER =
  'A minister asked for a record budget, most of it for chips, clouds and the people who run them';

describe('recommending', () => {
  it('gives the best first, and no more than asked for', () => {
    const entries = [
      { key: 2, similarity: 0.2 },
      { key: 3, similarity: 0.9 },
      { key: 4, similarity: 0.5 },
      { key: 5, similarity: 0.4 },
    ];
    expect(keysOf(entries)).toEqual([3, 4, 5, 2]);
    expect(keysOf(entries, { limit: 2 })).toEqual([3, 4]);
    expect(ask(entries).empty).toBeNull();
  });

  it('gives equally close ones in the order of their keys', () => {
    const entries = [9, 2, 5].map((key) => ({ key, similarity: 0.5 }));
    expect(keysOf(entries)).toEqual([2, 5, 9]);
  });

  it('never gives the article itself', () => {
    const entries = [
      { key: 1, similarity: 1 },
      { key: 2, similarity: 0.5 },
    ];
    expect(keysOf(entries)).toEqual([2]);
    expect(ask(entries).measured.map(({ key }) => key)).toEqual([2]);
  });

  it('gives everything for a text that is not indexed', () => {
    const entries = [
      { key: 1, similarity: 0.7 },
      { key: 2, similarity: 0.5 },
    ];
    expect(keysOf(entries, { query: { key: null } })).toEqual([1, 2]);
  });

  it('scores from 0 to 1 with four decimals, and gives nothing that is not related', () => {
    const { related } = ask([
      { key: 2, similarity: 1.0000001 },
      { key: 3, similarity: 0.123456 },
      { key: 5, similarity: -0.4 },
    ]);
    expect(related.map(({ key, score }) => [key, score])).toEqual([
      [2, 1],
      [3, 0.1235],
    ]);
  });

  it('weighs words more than meaning, the more so the longer the text', () => {
    const entries: Entry[] = [
      { key: 2, similarity: 0, general: 1 },
      { key: 3, similarity: 0, shared: { words: 0.5 } },
    ];
    const ordered = (count: number) => {
      const terms = termsOf(Array.from({ length: count }, (_, i) => `w${i}`).join(' '));
      return keysOf(entries, { query: { terms } });
    };
    expect(ordered(10)).toEqual([2, 3]);
    expect(ordered(1000)).toEqual([3, 2]);
  });

  it('finds what shares telling words among thousands that are nearer in meaning', () => {
    const near = Array.from(
      { length: 5000 },
      (_, i): Entry => ({ key: i + 10, similarity: 0, general: 0.3 }),
    );
    const telling = { key: 2, similarity: 0.9, general: -0.5 };
    expect(keysOf([...near, telling], { limit: 1 })).toEqual([2]);
  });

  it('damps what is near to everything, and lifts what is near to little', () => {
    const entries = (hubness: number, other: number): Entry[] => [
      { key: 2, similarity: 0.5, hubness },
      { key: 3, similarity: 0.45, hubness: other },
    ];
    expect(keysOf(entries(1, 1))).toEqual([2, 3]);
    expect(keysOf(entries(2, 1))).toEqual([3, 2]);
    expect(keysOf(entries(1, 0.5))).toEqual([3, 2]);
  });

  it('prefers the same section a little, and nothing to a much closer article', () => {
    const entries = (other: number): Entry[] => [
      { key: 2, similarity: other, section: 'Sport' },
      { key: 3, similarity: 0.5, section: 'Markets' },
    ];
    const asked = { query: { section: 'Markets' } };
    expect(keysOf(entries(0.54))).toEqual([2, 3]);
    expect(keysOf(entries(0.54), asked)).toEqual([3, 2]);
    expect(keysOf(entries(0.56), asked)).toEqual([2, 3]);
    expect(ask(entries(0.2), asked).related[0]).toMatchObject({ key: 3, score: 0.55, relatedness: 0.5 });
    // No section in common is none.
    expect(ask([{ key: 2, similarity: 0.5 }]).related[0]?.factors.section).toBe(1);
  });

  describe('without a vector', () => {
    const entries: Entry[] = [
      { key: 2, similarity: 0.2, general: 0.9 },
      { key: 3, similarity: 0.8, general: 0.1 },
      { key: 4, similarity: 0, general: 1 },
    ];

    it('of the article asked about, ranks by what the texts share', () => {
      const query = { vector: null, terms: termsOf('bank yen') };
      const { related } = ask(entries, { query });
      expect(related.map(({ key, relatedness }) => [key, relatedness])).toEqual([
        [3, expect.closeTo(0.8, 9)],
        [2, expect.closeTo(0.2, 9)],
      ]);
      expect(related[0]?.signals.general).toBeNull();
    });

    it('of another, ranks that one by what the texts share, among those that have one', () => {
      const related = keysOf([
        { key: 2, similarity: 0.6 },
        { key: 3, similarity: 0.5, general: null },
        { key: 4, similarity: 0.4 },
      ]);
      expect(related).toEqual([2, 3, 4]);
    });

    it('and without any word in common there is nothing', () => {
      const query = { vector: null, terms: termsOf('bank yen') };
      expect(keysOf([{ key: 2, similarity: 0, general: 1 }], { query })).toEqual([]);
    });
  });

  it('ranks by meaning what shares no word, in another language, say', () => {
    const entries: Entry[] = [
      { key: 2, similarity: 0, general: 0.4 },
      { key: 3, similarity: 0, general: 0.9 },
    ];
    expect(keysOf(entries)).toEqual([3, 2]);
  });

  describe('copies', () => {
    it('are listed behind the best of them, and do not take a place', () => {
      const { related } = ask(
        [
          { key: 2, similarity: 0.9, text: STORY },
          { key: 3, similarity: 0.8, text: RETOLD },
          { key: 4, similarity: 0.7, text: STORY },
          { key: 5, similarity: 0.6, text: OTHER },
        ],
        { limit: 2 },
      );
      expect(related.map(({ key, copies }) => [key, copies])).toEqual([
        [2, [3, 4]],
        [5, []],
      ]);
    });

    it('of the article asked about are left out altogether', () => {
      const query = { signature: signatureOf(STORY) };
      const { related } = ask(
        [
          { key: 2, similarity: 0.99, text: RETOLD },
          { key: 3, similarity: 0.5, text: OTHER },
        ],
        { query },
      );
      expect(related.map(({ key, copies }) => [key, copies])).toEqual([[3, []]]);
    });

    it('are not seen in articles without a signature', () => {
      expect(
        keysOf([
          { key: 2, similarity: 0.9 },
          { key: 3, similarity: 0.9, text: '' },
        ]),
      ).toEqual([2, 3]);
    });

    it('that are not eligible are not listed', () => {
      const { related } = ask([
        { key: 2, similarity: 0.9, text: STORY },
        { key: 3, similarity: 0.8, text: STORY, noRecommend: true },
      ]);
      expect(related).toMatchObject([{ key: 2, copies: [] }]);
    });

    it('in their hundreds do not hide what comes after them', () => {
      const copies = Array.from({ length: 300 }, (_, i) => ({ key: i + 2, similarity: 0.9, text: STORY }));
      const { related } = ask([...copies, { key: 999, similarity: 0.1, text: OTHER }], { limit: 2 });
      expect(related.map(({ key }) => key)).toEqual([2, 999]);
      expect(related[0]?.copies).toHaveLength(299);
    });
  });

  describe('eligibility', () => {
    it('leaves out what is not published yet', () => {
      expect(
        keysOf([
          { key: 2, similarity: 0.9, publishedAt: NOW + 1 },
          { key: 3, similarity: 0.8, publishedAt: NOW },
          { key: 4, similarity: 0.7, publishedAt: null },
        ]),
      ).toEqual([3, 4]);
    });

    it('leaves out what is not to be recommended, and what is gone', () => {
      expect(
        keysOf([
          { key: 2, similarity: 0.9, noRecommend: true },
          { key: 3, similarity: 0.8, gone: true },
          { key: 4, similarity: 0.7 },
        ]),
      ).toEqual([4]);
    });

    it('keeps to the language asked for; one that is unknown passes', () => {
      const entries = [
        { key: 2, similarity: 0.9, language: 'de' },
        { key: 3, similarity: 0.8, language: 'en' },
        { key: 4, similarity: 0.7, language: null },
      ];
      expect(keysOf(entries, { filter: { language: 'en' } })).toEqual([3, 4]);
      expect(keysOf(entries, { filter: { language: 'fr' } })).toEqual([4]);
      expect(keysOf(entries)).toEqual([2, 3, 4]);
    });
  });

  describe('an empty list says why:', () => {
    it('the text cannot be placed', () => {
      const { related, empty } = ask([{ key: 2, similarity: 0.9 }], { query: { vector: null } });
      expect(related).toEqual([]);
      expect(empty).toEqual({ reason: 'not_embeddable', detail: expect.any(String) });
    });

    it.each<[string, string, readonly Entry[], Asked]>([
      ['there is no article at all', 'no_candidates', [], {}],
      ['there is no other article', 'no_candidates', [{ key: 1, similarity: 1 }], {}],
      [
        'all others are of another language',
        'filtered_out',
        [{ key: 2, similarity: 1, language: 'de' }],
        { filter: { language: 'en' } },
      ],
      [
        'all others are on the page already',
        'filtered_out',
        [{ key: 2, similarity: 1 }],
        { filter: { excludeIds: ['a2'] } },
      ],
      ['all others are to come', 'filtered_out', [{ key: 2, similarity: 1, publishedAt: NOW + 1 }], {}],
      [
        'all others are newer, where older ones were asked for',
        'filtered_out',
        [{ key: 2, similarity: 1, publishedAt: NOW - DAY }],
        { mode: 'background', query: { publishedAt: NOW - 2 * DAY } },
      ],
      ['none of the others has anything to do with it', 'below_cutoff', [{ key: 2, similarity: -0.1 }], {}],
      [
        'the others stand out too little',
        'below_cutoff',
        [{ key: 2, similarity: 0.3 }],
        { cutoffs: cutoffAt(0.9) },
      ],
      [
        'all others are copies of it',
        'below_cutoff',
        [{ key: 2, similarity: 1, text: STORY }],
        { query: { signature: signatureOf(STORY) } },
      ],
    ])('%s', (_why, reason, entries, asked) => {
      expect(ask(entries, asked)).toMatchObject({
        related: [],
        empty: { reason, detail: expect.stringMatching(/^[A-Z].*\.$/) },
      });
    });

    it('among thousands as among few', () => {
      const many = (fields: Partial<Entry>) =>
        Array.from({ length: 3000 }, (_, i) => ({ key: i + 2, similarity: 0.5, ...fields }));
      expect(ask(many({ noRecommend: true })).empty?.reason).toBe('filtered_out');
      expect(ask(many({ similarity: 0 })).empty?.reason).toBe('below_cutoff');
    });
  });
});
