import { describe, expect, it } from 'vitest';
import { best } from '../../src/lexical/best.js';
import { createLexicalIndex, type LexicalMatch, NO_MATCH } from '../../src/lexical/lexical-index.js';
import { LexicalOverlay } from '../../src/lexical/lexical-overlay.js';
import { buildPostings, statisticsOf } from '../../src/lexical/postings.js';
import { parsePostings, serializePostings } from '../../src/lexical/postings-file.js';
import { FIELDS, weigh } from '../../src/lexical/statistics.js';
import { type Terms, termsOf } from '../../src/lexical/terms.js';
import { archive, matchByHand, STRANGER, TEXTS, termsOfRead } from './by-hand.js';

const indexOf = (texts: ReadonlyMap<number, Terms>) => createLexicalIndex(buildPostings(texts));
const QUERIES = [...TEXTS, STRANGER];

/** All three fields, to six decimals. */
function expectClose(found: LexicalMatch, expected: LexicalMatch): void {
  for (const field of FIELDS) expect(found[field], field).toBeCloseTo(expected[field], 6);
}

describe('what two texts have in common', () => {
  it('is in every field the cosine of the definition, in the index', () => {
    const index = indexOf(archive());
    for (const query of QUERIES) {
      const scores = index.compare(weigh(termsOfRead(query), index.statistics));
      TEXTS.forEach((text, i) => {
        expectClose(scores.of(10 + i), matchByHand(query, text));
      });
    }
  });

  it('is the same in the overlay, also for texts that the index does not know', () => {
    const { statistics } = indexOf(archive());
    const overlay = new LexicalOverlay(statistics);
    QUERIES.forEach((text, i) => {
      overlay.set(i, termsOfRead(text));
    });
    for (const query of QUERIES) {
      const scores = overlay.compare(weigh(termsOfRead(query), statistics));
      QUERIES.forEach((text, i) => {
        expectClose(scores.of(i), matchByHand(query, text));
      });
    }
  });

  it('is more than nothing in each field of these texts, and less than everything', () => {
    const all = QUERIES.flatMap((one) => TEXTS.map((other) => matchByHand(one, other)));
    for (const field of FIELDS) {
      expect(all.filter((match) => match[field] > 0 && match[field] < 0.999).length).toBeGreaterThan(2);
    }
  });

  it('is everything with itself, and nothing with a text of no terms', () => {
    const texts = archive().set(1, termsOf(''));
    const index = indexOf(texts);
    for (const [label, terms] of texts) {
      if (label === 1) continue;
      const scores = index.compare(weigh(terms, index.statistics));
      expectClose(scores.of(label), { words: 1, names: 1, titles: 1 });
      expect(scores.of(1)).toEqual(NO_MATCH);
    }
    const nothing = index.compare(weigh(termsOf(''), index.statistics));
    expect(Array.from(texts.keys(), (label) => nothing.of(label))).toEqual(
      Array.from(texts.keys(), () => NO_MATCH),
    );
  });

  it('is told apart by kind: a word is no name, and neither is a word of the title', () => {
    const index = indexOf(
      new Map([
        [1, termsOf('we saw the Lyon of old')],
        [2, termsOf('we saw the lyon of old')],
        [3, termsOf('we saw the lyon of old', 'Lyon')],
        [4, termsOf('nothing of the kind')],
      ]),
    );
    const name = index.compare(weigh(termsOf('back to Lyon'), index.statistics));
    expect(name.of(1).names).toBeGreaterThan(0);
    for (const label of [2, 3]) {
      expect(name.of(label)).toMatchObject({ names: 0, titles: 0 });
      expect(name.of(label).words).toBeGreaterThan(0);
    }
    const title = index.compare(weigh(termsOf('', 'Lyon'), index.statistics));
    expect([1, 2, 4].map((label) => title.of(label))).toEqual([NO_MATCH, NO_MATCH, NO_MATCH]);
    expect(title.of(3)).toMatchObject({ words: 0, names: 0 });
    expect(title.of(3).titles).toBeCloseTo(1, 6);
    expect(title.top(10)).toEqual([]);
  });

  it('is no more for a pair of words that a single text has, and more for one that two have', () => {
    const words = (texts: readonly string[]) => {
      const index = indexOf(new Map(texts.map((text, i) => [i, termsOf(text)])));
      const scores = index.compare(weigh(termsOf('red wine'), index.statistics));
      return texts.map((_, i) => scores.of(i).words);
    };
    const [together = 0, turned = 0] = words(['red wine', 'wine red', 'tea', 'milk']);
    expect(together).toBeCloseTo(turned, 6);
    const [inTwo = 0, inNone = 0] = words(['red wine', 'wine red', 'red wine', 'milk']);
    expect(inTwo).toBeGreaterThan(inNone + 0.05);
  });
});

describe('a lexical index', () => {
  it('puts the closest first and leaves out what shares no word', () => {
    const index = indexOf(archive());
    const scores = index.compare(weigh(termsOf('bread in Lyon'), index.statistics));
    expect(scores.top(10)).toHaveLength(2);
    expect(scores.top(10).sort()).toEqual([12, 13]);
    const [closest = 0, second = 0] = scores.top(10);
    expect(scores.of(closest).words).toBeGreaterThan(scores.of(second).words);
    expect(scores.top(1)).toEqual([closest]);
    expect(scores.of(999)).toEqual(NO_MATCH);
  });

  it('knows in how many texts a term occurs, a pair only where two have it', () => {
    const statistics = statisticsOf(buildPostings(archive()));
    const frequencies = (text: string) =>
      Array.from(termsOf(text).hashes, (hash) => statistics.documentFrequency(hash)).sort();
    expect(statistics.texts).toBe(5);
    expect(frequencies('yen')).toEqual([3]);
    expect(frequencies('prize')).toEqual([1]);
    expect(frequencies('unknown')).toEqual([0]);
    expect(frequencies('yen fell')).toEqual([2, 2, 3]);
    expect(frequencies('bread prize')).toEqual([0, 1, 2]);
  });

  it('answers nothing from nothing', () => {
    const index = indexOf(new Map());
    const scores = index.compare(weigh(termsOf('anything'), index.statistics));
    expect(scores.top(5)).toEqual([]);
    expect(scores.of(1)).toEqual(NO_MATCH);
  });

  it('answers the same after its file was written and read', () => {
    const postings = buildPostings(archive());
    const read = parsePostings(serializePostings(postings).slice().buffer);
    expect(read).toEqual(postings);
    if (read === null) throw new Error('expected postings, received null');
    const [before, after] = [createLexicalIndex(postings), createLexicalIndex(read)];
    for (const query of QUERIES) {
      const [one, other] = [before, after].map((index) =>
        index.compare(weigh(termsOfRead(query), index.statistics)),
      );
      for (const label of archive().keys()) expect(other?.of(label)).toEqual(one?.of(label));
    }
  });

  it('comes back from a file of no texts', () => {
    const none = buildPostings(new Map());
    expect(parsePostings(serializePostings(none).slice().buffer)).toEqual(none);
  });

  it.each([0, 11, 12, 40])('refuses a file cut to %i bytes', (length) => {
    expect(parsePostings(serializePostings(buildPostings(archive())).slice(0, length).buffer)).toBeNull();
  });

  it.each([-4, -1, 1, 4])('refuses a file that is %i bytes longer', (more) => {
    const bytes = serializePostings(buildPostings(archive()));
    const other = new Uint8Array(bytes.length + more);
    other.set(bytes.subarray(0, other.length));
    expect(parsePostings(other.buffer)).toBeNull();
  });
});

describe('the overlay', () => {
  it('replaces and forgets', () => {
    const { statistics } = indexOf(archive());
    const overlay = new LexicalOverlay(statistics);
    const scores = () => overlay.compare(weigh(termsOf('bread in Lyon', 'Bread'), statistics));
    overlay.set(1, termsOf('bread', 'Bread'));
    expect(scores().top(5)).toEqual([1]);
    expect(scores().of(1).titles).toBeCloseTo(1, 6);
    expect(overlay.count).toBe(1);
    overlay.set(1, termsOf('yen'));
    expect(scores().top(5)).toEqual([]);
    expect(scores().of(1)).toEqual(NO_MATCH);
    overlay.set(1, termsOf('to Lyon'));
    expect(scores().of(1).names).toBeCloseTo(1, 6);
    overlay.delete(1);
    overlay.delete(1);
    expect(scores().of(1)).toEqual(NO_MATCH);
    expect(overlay.count).toBe(0);
  });
});

it('finds the best of many without sorting all', () => {
  const scores = [0.1, 0, 0.9, 0.5, 0.9, -1];
  expect(best(3, scores.length, (row) => scores[row] ?? 0)).toEqual([2, 4, 3]);
  expect(best(0, scores.length, (row) => scores[row] ?? 0)).toEqual([]);
});
