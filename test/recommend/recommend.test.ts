import { describe, expect, it } from 'vitest';
import { termsOf } from '../../src/lexical/terms.js';
import type { RecommendOptions, RecommendQuery } from '../../src/recommend/archive.js';
import { recommend } from '../../src/recommend/recommend.js';
import { signatureOf } from '../../src/text/signature.js';
import { type Entry, handMadeArchive } from '../support/archive.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const QUERY: RecommendQuery = { key: 1, vector: Float32Array.of(1), signature: null, terms: termsOf('') };

interface Asked {
  readonly query?: Partial<RecommendQuery>;
  readonly limit?: number;
  readonly language?: string | null;
}

function ask(entries: readonly Entry[], { query, limit = 4, language = null }: Asked = {}) {
  const options: RecommendOptions = { limit, filter: { language, now: NOW } };
  return recommend({ ...QUERY, ...query }, options, handMadeArchive(entries));
}
const keys = (entries: readonly Entry[], asked?: Asked) => ask(entries, asked).related.map(({ key }) => key);

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
    expect(keys(entries)).toEqual([3, 4, 5, 2]);
    expect(keys(entries, { limit: 2 })).toEqual([3, 4]);
    expect(ask(entries).empty).toBeNull();
  });

  it('gives equally close ones in the order of their keys', () => {
    const entries = [9, 2, 5].map((key) => ({ key, similarity: 0.5 }));
    expect(keys(entries)).toEqual([2, 5, 9]);
  });

  it('never gives the article itself', () => {
    expect(
      keys([
        { key: 1, similarity: 1 },
        { key: 2, similarity: 0.5 },
      ]),
    ).toEqual([2]);
  });

  it('gives everything for a text that is not indexed', () => {
    const entries = [
      { key: 1, similarity: 0.7 },
      { key: 2, similarity: 0.5 },
    ];
    expect(keys(entries, { query: { key: null } })).toEqual([1, 2]);
  });

  it('scores from 0 to 1 with four decimals, and gives nothing of score 0', () => {
    const { related } = ask([
      { key: 2, similarity: 1.0000001 },
      { key: 3, similarity: 0.123456 },
      { key: 4, similarity: 0.00001 },
      { key: 5, similarity: -0.4 },
    ]);
    expect(related).toEqual([
      { key: 2, score: 1, reasons: [], copies: [] },
      { key: 3, score: 0.1235, reasons: [], copies: [] },
    ]);
  });

  it('weighs words more than meaning, the more so the longer the text', () => {
    const entries = [
      { key: 2, similarity: 1, words: 0 },
      { key: 3, similarity: 0, words: 0.2 },
    ];
    const words = (count: number) => ({
      terms: termsOf(Array.from({ length: count }, (_, i) => `w${i}`).join(' ')),
    });
    const scores = (count: number) =>
      ask(entries, { query: words(count) }).related.map(({ key, score }) => [key, score]);
    // (words + weight · meaning) / (1 + weight), of weight 0.5 for a short text and 0.05 for a long one.
    expect(scores(10)).toEqual([
      [2, 0.3333],
      [3, 0.1333],
    ]);
    expect(scores(1000)).toEqual([
      [3, 0.1905],
      [2, 0.0476],
    ]);
  });

  it('finds what shares telling words among thousands that are nearer in meaning', () => {
    const near = Array.from({ length: 5000 }, (_, i) => ({ key: i + 10, similarity: 0.3, words: 0 }));
    expect(keys([...near, { key: 2, similarity: -0.5, words: 0.9 }], { limit: 1 })).toEqual([2]);
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
        keys([
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
        keys([
          { key: 2, similarity: 0.9, publishedAt: NOW + 1 },
          { key: 3, similarity: 0.8, publishedAt: NOW },
          { key: 4, similarity: 0.7, publishedAt: null },
        ]),
      ).toEqual([3, 4]);
    });

    it('leaves out what is not to be recommended, and what is gone', () => {
      expect(
        keys([
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
      expect(keys(entries, { language: 'en' })).toEqual([3, 4]);
      expect(keys(entries, { language: 'fr' })).toEqual([4]);
      expect(keys(entries, { language: null })).toEqual([2, 3, 4]);
    });

    it('finds the one that passes among 5,000 closer ones that do not', () => {
      const others = Array.from({ length: 5000 }, (_, i) => ({
        key: i + 10,
        similarity: 0.9,
        language: 'de',
      }));
      const entries = [...others, { key: 2, similarity: 0.01, language: 'en' }, { key: 1, similarity: 1 }];
      expect(keys(entries, { language: 'en' })).toEqual([2]);
    });

    it('looks no further than it must', () => {
      const options = { limit: 4, filter: { language: null, now: NOW } };
      const plenty = handMadeArchive(
        Array.from({ length: 5000 }, (_, i) => ({ key: i + 2, similarity: 0.5 })),
      );
      expect(recommend(QUERY, options, plenty).related).toHaveLength(4);
      expect(plenty.asked).toHaveLength(1);
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
        { language: 'en' },
      ],
      ['all others are to come', 'filtered_out', [{ key: 2, similarity: 1, publishedAt: NOW + 1 }], {}],
      ['none of the others has anything to do with it', 'below_cutoff', [{ key: 2, similarity: -0.1 }], {}],
      [
        'all others are copies of it',
        'below_cutoff',
        [{ key: 2, similarity: 1, text: STORY }],
        { query: { signature: signatureOf(STORY) } },
      ],
    ])('%s', (_why, reason, entries, asked) => {
      expect(ask(entries, asked)).toEqual({ related: [], empty: { reason, detail: expect.any(String) } });
    });

    it('among thousands as among few', () => {
      const many = (fields: Partial<Entry>) =>
        Array.from({ length: 3000 }, (_, i) => ({ key: i + 2, similarity: 0.5, ...fields }));
      expect(ask(many({ noRecommend: true })).empty?.reason).toBe('filtered_out');
      expect(ask(many({ similarity: 0 })).empty?.reason).toBe('below_cutoff');
    });
  });
});
