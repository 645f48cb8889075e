import { describe, expect, it } from 'vitest';
import { isTight, phraseTokens, TOKEN } from '../../src/text/phrases.js';

const pieces = (text: string) => {
  const { starts, ends, text: read } = phraseTokens(text);
  return Array.from(starts, (start, i) => read.slice(start, ends[i]));
};
const joins = (text: string) => phraseTokens(text).joins.slice(1);

/** The words that bear a flag. */
function flagged(text: string, flag: number): string[] {
  const { words, flags } = phraseTokens(text);
  return words.filter((_, i) => ((flags[i] ?? 0) & flag) !== 0);
}

describe('the words of a phrase', () => {
  it('are slices of the text, folded for comparison', () => {
    expect(pieces('Ł’Oréal’s U.S. plan: 1,000 AI-made ads (AT&T)')).toEqual([
      'Ł’Oréal',
      'U.S.',
      'plan',
      '1,000',
      'AI',
      'made',
      'ads',
      'AT',
      'T',
    ]);
    expect(phraseTokens('Ł’Oréal’s U.S.').words).toEqual(['ł’oréal', 'u.s.']);
  });

  it('leave the possessive, and the article of French, to what stands between them', () => {
    expect(pieces("Japan's budget, l’économie d'Italie, workers' rights")).toEqual([
      'Japan',
      'budget',
      'l',
      'économie',
      'd',
      'Italie',
      'workers',
      'rights',
    ]);
    expect(joins("Japan's budget")).toEqual(["'s "]);
    expect(joins('l’économie')).toEqual(['’']);
    expect(joins("workers' rights")).toEqual(["' "]);
  });

  it('are segmented where a script writes no spaces', () => {
    const text = '日本銀行は利上げを決めた。';
    expect(pieces(text).join('')).toBe('日本銀行は利上げを決めた');
    expect(new Set(joins(text))).toEqual(new Set(['']));
    expect(flagged('AIと日本', TOKEN.unspaced)).not.toContain('ai');
  });

  it('shed the particles of Korean where those are no part of a noun', () => {
    expect(pieces('한국은행은 총재를 마을 회의')).toEqual(['한국은행', '총재', '마을', '회의']);
  });
});

describe('what stands between two words', () => {
  it.each([
    ['one two', ' '],
    ['one  \u00a0two', ' '],
    ['COVID-19', '-'],
    ['Saffir–Simpson', '–'],
    ['HIV/AIDS', '/'],
    ['Johnson & Johnson', ' & '],
    ['Mr. Smith', '. '],
    ['U.S. Congress', ' '],
  ])('lets a phrase run over it in %j', (text, join) => {
    expect(joins(text)).toEqual([join]);
  });

  it.each([
    'Japan, Korea',
    'over. Then',
    'one – two',
    'one (two)',
    '"one" two',
    'one\ntwo',
    'one: two',
    'a; b',
  ])('ends a phrase in %j', (text) => {
    expect(joins(text)).toEqual([null]);
  });

  it('is tight within a compound', () => {
    expect(['-', '/', '.', '’'].map(isTight)).toEqual([true, true, true, true]);
    expect([' ', '. ', '', null, "'s "].map(isTight)).toEqual([false, false, false, false, false]);
  });
});

describe('a word at its place', () => {
  it('opens a sentence, a quotation or a line', () => {
    expect(flagged('One two. Three four: "Five six, Seven (eight)\nNine', TOKEN.opening)).toEqual([
      'one',
      'three',
      'five',
      'nine',
    ]);
  });

  it('stands in a headline where nearly all begin with capitals', () => {
    const text = 'Washington Lets Brazilian Coffee Back In\n\nGrowers in southern Minas learnt of it.';
    expect(flagged(text, TOKEN.headline)).toEqual([
      'washington',
      'lets',
      'brazilian',
      'coffee',
      'back',
      'in',
    ]);
    expect(flagged('Washington lets Brazilian coffee back in', TOKEN.headline)).toEqual([]);
  });

  it('belongs to a dateline, or to a label that several lines bear', () => {
    expect(flagged('Title\n\nTOKYO, Oct 29 (Kyodo) – Prices rose.', TOKEN.label)).toEqual([
      'tokyo',
      'oct',
      '29',
      'kyodo',
    ]);
    expect(flagged('Title\n\nMoscow (Reuters) - Prices rose.', TOKEN.label)).toEqual(['moscow', 'reuters']);
    expect(flagged('Title\n\nThe mayor – a friend (of sorts) – left.', TOKEN.label)).toEqual([]);
    expect(flagged('T\n\n((WN)) Why?\n\nAda: So.\n\n((WN)) When?\n\nAda: Now.', TOKEN.label)).toEqual([
      'wn',
      'ada',
      'wn',
      'ada',
    ]);
    expect(flagged('Lyme disease: a new test\n\nIt works.', TOKEN.label)).toEqual([]);
  });

  it('is an acronym or a number', () => {
    expect(flagged('NASA and Nasa in 2019, 3.5 or 18F', TOKEN.acronym)).toEqual(['nasa', '18f'].slice(0, 1));
    expect(flagged('NASA and Nasa in 2019, 3.5 or 18F', TOKEN.number)).toEqual(['2019', '3.5']);
  });
});

describe('reading', () => {
  it('stops after 3,000 words, between two words', () => {
    expect(phraseTokens('word '.repeat(10_000)).words).toHaveLength(3_000);
    const long = phraseTokens('abcdefghijklmnopqrstuvwxyz0123456789 '.repeat(3_000));
    expect(new Set(long.words).size).toBe(1);
  });

  it.each(['', ' \n ', '🎈 …', '\ud800 broken', '(((', "'''", '漢'.repeat(100_000), 'a'.repeat(1_000_000)])(
    'never throws, nor takes long (%#)',
    (text) => {
      const started = performance.now();
      const { words, starts, ends, joins: between, flags } = phraseTokens(text);
      expect([starts.length, ends.length, between.length, flags.length]).toEqual(Array(4).fill(words.length));
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
