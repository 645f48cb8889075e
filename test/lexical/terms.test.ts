import { describe, expect, it } from 'vitest';
import { hashOf, hashOfTwo, KIND, type Kind, kindOf, ofKind } from '../../src/lexical/hash.js';
import { lengthOf, packTerms, type Terms, termsOf, unpackTerms } from '../../src/lexical/terms.js';

/** How often each term of one kind occurs, fewest first. */
const countsOf = ({ hashes, counts }: Terms, kind: Kind): number[] =>
  Array.from(counts)
    .filter((_, i) => kindOf(hashes[i] ?? 0) === kind)
    .sort((a, b) => a - b);
const hashesOf = ({ hashes }: Terms, kind: Kind): number[] =>
  Array.from(hashes).filter((hash) => kindOf(hash) === kind);
const word = (text: string): number => ofKind(hashOf(text), KIND.word);

describe('terms', () => {
  it('are words without case or plural, with how often each occurs', () => {
    const terms = termsOf('Chip makers: chips, CHIP!');
    expect(countsOf(terms, KIND.word)).toEqual([1, 3]);
    expect(lengthOf(terms)).toBe(4);
  });

  it('are pairs of neighbouring words in their order, without plural but whole', () => {
    const pairs = (text: string) => hashesOf(termsOf(text), KIND.pair);
    expect(countsOf(termsOf('trade war, trade wars, war trade'), KIND.pair)).toEqual([1, 2, 2]);
    expect(pairs('trade war')).toEqual(pairs('trade wars'));
    expect(pairs('trade war')).not.toEqual(pairs('war trade'));
    expect(pairs('israel bond')).not.toEqual(pairs('israeli bond'));
    expect(pairs('war')).toEqual([]);
  });

  it('are the names, and the words of the title once more', () => {
    const terms = termsOf('Chips from Lyon and Lyon', 'Chips from Lyon');
    expect(hashesOf(terms, KIND.name)).toEqual([ofKind(hashOf('lyon'), KIND.name)]);
    expect(countsOf(terms, KIND.name)).toEqual([2]);
    expect(hashesOf(terms, KIND.title).sort()).toEqual(
      ['chip', 'from', 'lyon'].map((stem) => ofKind(hashOf(stem), KIND.title)).sort(),
    );
    expect(lengthOf(terms)).toBe(5);
  });

  it('of different kinds are never the same, though they are written alike', () => {
    const kinds = Object.values(KIND);
    for (const text of ['lyon', '', '금리', 'a b']) {
      const hashes = kinds.map((kind) => ofKind(hashOf(text), kind));
      expect(new Set(hashes).size).toBe(kinds.length);
      expect(hashes.map(kindOf)).toEqual(kinds);
      for (const hash of hashes) expect(hash >>> 2).toBe(hashOf(text) >>> 2);
    }
  });

  it('have hashes that tell order and letters apart, of 32 bits without a sign', () => {
    const [a, b] = [hashOf('trade'), hashOf('war')];
    expect(hashOfTwo(a, b)).not.toBe(hashOfTwo(b, a));
    const many = Array.from({ length: 5000 }, (_, i) => hashOf(`word${i}`));
    expect(many.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
    expect(new Set(many.map((hash) => hash >>> 2)).size).toBeGreaterThan(4990);
  });

  it('are in the order of their hashes', () => {
    const { hashes } = termsOf('The Bank of Japan raised its rate, and the yen rose', 'Yen rose');
    expect([...hashes]).toEqual([...new Set(hashes)].sort((a, b) => a - b));
  });

  it('match between two Korean texts that give the same words other particles', () => {
    const one = hashesOf(termsOf('일본은행이 금리를 인상했다'), KIND.word);
    const other = hashesOf(termsOf('금리가 올라 일본은행은 웃었다'), KIND.word);
    const stranger = hashesOf(termsOf('축구 대표팀의 경기가 열렸다'), KIND.word);
    for (const syllables of ['일본', '은행', '금리']) {
      expect(one).toContain(word(syllables));
      expect(other).toContain(word(syllables));
    }
    expect(stranger.filter((hash) => one.includes(hash))).toEqual([]);
  });

  it('match between two Japanese texts, which have no blanks', () => {
    const one = hashesOf(termsOf('銀行は金利を引き上げた。'), KIND.word);
    const other = hashesOf(termsOf('金利が上がると銀行が笑う'), KIND.word);
    for (const text of ['銀行', '金利']) {
      expect(one).toContain(word(text));
      expect(other).toContain(word(text));
    }
  });

  it('are the same in Latin text whether or not another script stands in it', () => {
    const endings = ['s', 'ss', 'us', 'ies', 'aies', 'eies', 'es', 'oes', 'aes', "'s", '’s', 'ys', 's9'];
    const stems = ['', 'a', 'ab', 'abc', 'abcd', 'abcde', 'Abcdef', 'ABCDEFG', 'élèves', 'x1', "o'b"];
    const text = stems.flatMap((stem) => endings.map((ending) => stem + ending)).join(' ');
    const mixed = termsOf(`${text} \u044f`);
    for (const kind of [KIND.word, KIND.pair]) {
      const [latin, others] = [hashesOf(termsOf(text), kind), hashesOf(mixed, kind)];
      expect(others).toEqual(expect.arrayContaining(latin));
      expect(others).toHaveLength(latin.length + 1);
    }
  });

  it('come back from their packed form, wherever its bytes begin', () => {
    const terms = termsOf('The Bank of Japan raised its rate. 일본은행이 금리를', 'Rate');
    const packed = packTerms(terms);
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(unpackTerms(shifted.subarray(3))).toEqual(terms);
  });

  it('count no further than 255, and an empty text has none', () => {
    const terms = termsOf('go '.repeat(300));
    expect([countsOf(terms, KIND.word), countsOf(terms, KIND.pair)]).toEqual([[255], [255]]);
    expect(termsOf(' — 😀 ', '…').hashes).toHaveLength(0);
    expect(lengthOf(termsOf(''))).toBe(0);
  });
});
