import { describe, expect, it } from 'vitest';
import { best, createLexicalIndex } from '../../src/lexical/lexical-index.js';
import { LexicalOverlay } from '../../src/lexical/lexical-overlay.js';
import { buildPostings, statisticsOf } from '../../src/lexical/postings.js';
import { parsePostings, serializePostings } from '../../src/lexical/postings-file.js';
import { termWeight, weigh } from '../../src/lexical/statistics.js';
import { lengthOf, packTerms, singular, type Terms, termsOf, unpackTerms } from '../../src/lexical/terms.js';

const TEXTS = [
  'The yen rose on talk of intervention by the Bank of Japan',
  'Japan raised its budget and the yen fell',
  'A bakery in Lyon won a prize for its bread',
  'Bread prices rose in Lyon',
  'The Bank of England left its rate alone',
];
const archive = (): Map<number, Terms> => new Map(TEXTS.map((text, i) => [10 + i, termsOf(text)]));

/** The definition, word by word: cosine of (1 + ln tf) · ln((N + 1) / df), over a plain map. */
function cosineByHand(a: string, b: string): number {
  const vectors = [a, b].map((text) => {
    const vector = new Map<number, number>();
    const { hashes, counts } = termsOf(text);
    hashes.forEach((hash, i) => {
      const df = TEXTS.filter((other) => termsOf(other).hashes.includes(hash)).length;
      vector.set(hash, termWeight(counts[i] ?? 0, df, TEXTS.length));
    });
    return vector;
  });
  const [x = new Map<number, number>(), y = new Map<number, number>()] = vectors;
  const length = (v: Map<number, number>) => Math.sqrt([...v.values()].reduce((sum, w) => sum + w * w, 0));
  const dot = [...x].reduce((sum, [hash, weight]) => sum + weight * (y.get(hash) ?? 0), 0);
  return dot / (length(x) * length(y));
}

describe('terms', () => {
  it('are words without case or plural, with how often each occurs', () => {
    const terms = termsOf('Chip makers: chips, CHIP!');
    expect(terms.hashes).toHaveLength(2);
    expect([...terms.counts].sort()).toEqual([1, 3]);
    expect(lengthOf(terms)).toBe(4);
  });

  it.each([
    ['chips', 'chip'],
    ['policies', 'policy'],
    ['prices', 'price'],
    ['press', 'press'],
    ['virus', 'virus'],
    ['gas', 'gas'],
    ['lies', 'ly'],
  ])('take the plural ending from %s and give %s', (word, expected) => {
    expect(singular(word)).toBe(expected);
  });

  it('come back from their packed form, wherever its bytes begin', () => {
    const terms = termsOf(TEXTS.join(' '));
    const packed = packTerms(terms);
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(unpackTerms(shifted.subarray(3))).toEqual(terms);
  });

  it('count no further than 255, and an empty text has none', () => {
    expect([...termsOf('go '.repeat(300)).counts]).toEqual([255]);
    expect(termsOf(' — 😀 ').hashes).toHaveLength(0);
  });
});

describe('a lexical index', () => {
  it('gives the cosine of the definition for every text that shares a word', () => {
    const index = createLexicalIndex(buildPostings(archive()));
    for (const query of TEXTS) {
      const scores = index.compare(weigh(termsOf(query), index.statistics));
      TEXTS.forEach((text, j) => {
        expect(scores.of(10 + j)).toBeCloseTo(cosineByHand(query, text), 6);
      });
    }
  });

  it('puts the closest first and leaves out what shares nothing', () => {
    const index = createLexicalIndex(buildPostings(archive()));
    const scores = index.compare(weigh(termsOf('bread in Lyon'), index.statistics));
    expect(scores.top(10).slice(0, 2).sort()).toEqual([12, 13]);
    expect(scores.top(10)).not.toContain(11);
    expect(scores.top(1)).toHaveLength(1);
    expect(scores.of(999)).toBe(0);
  });

  it('knows in how many texts a term occurs', () => {
    const statistics = statisticsOf(buildPostings(archive()));
    const [yen = 0] = termsOf('yen').hashes;
    const [prize = 0] = termsOf('prize').hashes;
    expect(statistics.texts).toBe(5);
    expect(statistics.documentFrequency(yen)).toBe(2);
    expect(statistics.documentFrequency(prize)).toBe(1);
    const [unknown = 0] = termsOf('unknown').hashes;
    expect(statistics.documentFrequency(unknown)).toBe(0);
  });

  it('answers nothing from nothing', () => {
    const index = createLexicalIndex(buildPostings(new Map()));
    const scores = index.compare(weigh(termsOf('anything'), index.statistics));
    expect(scores.top(5)).toEqual([]);
    expect(scores.of(1)).toBe(0);
  });

  it('is the same after its file was written and read', () => {
    const postings = buildPostings(archive());
    const bytes = serializePostings(postings);
    expect(parsePostings(bytes.slice().buffer)).toEqual(postings);
  });

  it.each([0, 11, 12, 40])('refuses a file cut to %i bytes', (length) => {
    expect(parsePostings(serializePostings(buildPostings(archive())).slice(0, length).buffer)).toBeNull();
  });
});

describe('the overlay', () => {
  it('scores a text as the index would with the same statistics', () => {
    const index = createLexicalIndex(buildPostings(archive()));
    const overlay = new LexicalOverlay(index.statistics);
    overlay.set(13, termsOf(TEXTS[3] ?? ''));
    const query = weigh(termsOf(TEXTS[2] ?? ''), index.statistics);
    expect(overlay.compare(query).of(13)).toBeCloseTo(index.compare(query).of(13), 6);
  });

  it('replaces and forgets', () => {
    const index = createLexicalIndex(buildPostings(archive()));
    const overlay = new LexicalOverlay(index.statistics);
    const query = weigh(termsOf('bread in Lyon'), index.statistics);
    overlay.set(1, termsOf('bread'));
    expect(overlay.compare(query).top(5)).toEqual([1]);
    overlay.set(1, termsOf('yen'));
    expect(overlay.compare(query).top(5)).toEqual([]);
    overlay.set(1, termsOf('Lyon'));
    overlay.delete(1);
    expect(overlay.compare(query).of(1)).toBe(0);
  });
});

it('finds the best of many without sorting all', () => {
  const scores = [0.1, 0, 0.9, 0.5, 0.9, -1];
  expect(best(3, scores.length, (row) => scores[row] ?? 0)).toEqual([2, 4, 3]);
  expect(best(0, scores.length, (row) => scores[row] ?? 0)).toEqual([]);
});
