import { describe, expect, it } from 'vitest';
import { distinctWordsUpTo, isEmbeddable, words } from '../../src/text/words.js';

describe('words', () => {
  it('are runs of letters and digits, lower-cased, with their apostrophes and marks', () => {
    expect(words('The Bank’s 2025 forecast—"3.5%"—isn\'t ŁÓDŹ’s snake_case')).toEqual([
      'the',
      "bank's",
      '2025',
      'forecast',
      '3',
      '5',
      "isn't",
      "łódź's",
      'snake',
      'case',
    ]);
    expect(words('e\u0301tat हिन्दी में')).toEqual(['e\u0301tat', 'हिन्दी', 'में']);
    expect(words('한국어 문장입니다')).toEqual(['한국어', '문장입니다']);
    expect(words(' \n— … 🎈')).toEqual([]);
  });

  it('are found in scripts that write none of the spaces between them', () => {
    const found = words('日本銀行は利上げを決めた。 Fed too. ภาษาไทยง่าย');
    expect(found).toContain('fed');
    expect(found.length).toBeGreaterThan(7);
    expect(found.join('')).toBe('日本銀行は利上げを決めたfedtooภาษาไทยง่าย');
  });

  it('are the same in Latin text whether or not another script stands in it', () => {
    for (let code = 0; code < 0x2070; code++) {
      if (code === 0x250) code = 0x2000;
      const text = `a${String.fromCharCode(code)}b'${String.fromCharCode(code)}9`;
      expect(words(`${text} я`), code.toString(16)).toEqual([...words(text), 'я']);
    }
  });

  it('come to an end in a text without any gap', () => {
    const started = performance.now();
    expect(words('a'.repeat(1_000_000)).length).toBeGreaterThan(1_000);
    expect(words(`я${"a'".repeat(1_000_000)}`).length).toBeGreaterThan(1_000);
    expect(words('漢字'.repeat(100_000)).length).toBeGreaterThan(1_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('are counted once each, and no further than asked', () => {
    expect(distinctWordsUpTo('Yes yes YES no', 10)).toBe(2);
    expect(distinctWordsUpTo('a b c d', 3)).toBe(3);
    expect(distinctWordsUpTo('a b', 0)).toBe(0);
  });

  it.each([
    ['two words', true],
    ['日本銀行は利上げ', true],
    ['1984 2024', true],
    ['', false],
    ['word', false],
    ['Echo, echo… ECHO!', false],
    ['🎈🎉 👩‍👩‍👧 🇯🇵', false],
    ['1️⃣ 2️⃣ 3️⃣', false],
    ['--- *** ???', false],
  ])('say of %j that it can be embedded: %s', (text, answer) => {
    expect(isEmbeddable(text)).toBe(answer);
  });
});
