import { describe, expect, it } from 'vitest';
import { namesOf } from '../../src/lexical/names.js';

describe('the names in a text', () => {
  it.each<[string, string, readonly string[]]>([
    ['words with a capital within a sentence', 'we flew to Lyon', ['lyon']],
    ['of a run, the run and its words', 'we met Shinzo Abe there', ['shinzo abe', 'shinzo', 'abe']],
    ['one by one where a small word stands between', 'at the Bank of Japan', ['bank', 'japan']],
    ['one by one where a comma stands between', 'seen in Paris, France', ['paris', 'france']],
    ['one by one where more than a blank stands between', 'seen in Paris  France', ['paris', 'france']],
    ['not what only opens a sentence', 'Markets fell. Nobody bought! Why? Some ran', []],
    ['not what opens a quotation, a list or what follows a colon', 'he said: Nothing, “Run” (Now) — Go', []],
    ['what opens a sentence, where it is one elsewhere', 'Tokyo agreed. We saw Tokyo', ['tokyo', 'tokyo']],
    ['without the ending of a possessive', "near Japan's coast and Japan’s towns", ['japan', 'japan']],
    [
      'with a hyphen as one word',
      'by Jean-Claude Juncker',
      ['jean-claude juncker', 'jean-claude', 'juncker'],
    ],
    ['not a single letter', 'then I saw Ann', ['ann']],
    ['in any script with capitals', 'в Москве и в Łodzi', ['москве', 'łodzi']],
    ['none in a script without capitals', '일본은행이 금리를 올렸다. 日本銀行は金利を上げた', []],
    ['none in an empty text', '', []],
  ])('are %s', (_what, text, expected) => {
    expect(namesOf(text)).toEqual(expected);
  });

  it('are not what a headline in title case writes with a capital', () => {
    expect(namesOf('Bank Raises Rate Once Again')).toEqual([]);
    expect(namesOf('THE BANK RAISES ITS RATE')).toEqual([]);
  });

  it('are found in a headline where the text below writes them with a capital', () => {
    const names = namesOf('Tokyo Raises Its Rate Again\nThe rate was raised in Tokyo');
    expect(names).toEqual(['tokyo', 'tokyo']);
  });

  it('are found in a headline of which only names have capitals', () => {
    expect(namesOf('The rate raised again in Tokyo')).toEqual(['tokyo']);
  });

  it('are of at most five words, whose other words count alone', () => {
    const text = 'as we have often heard before, the New York City Ballet Company School has opened';
    expect(namesOf(text)).toEqual([
      'new york city ballet company',
      ...['new', 'york', 'city', 'ballet', 'company', 'school'],
    ]);
  });

  it('are the same in Latin text whether or not another script stands in its lines', () => {
    for (let code = 0; code < 0x2070; code++) {
      if (code === 0x250) code = 0x2000;
      const mark = String.fromCharCode(code);
      if (mark === '\n') continue;
      const text = `and ${mark}Ab Cd${mark} Ef${mark}Gh ${mark} I${mark}j K ${mark}l, then M${mark}N's old ${mark}`;
      expect(namesOf(`${text} \u044f`), code.toString(16)).toEqual(namesOf(`${text} y`));
    }
  });

  it('are looked for near the beginning of a very long text', () => {
    expect(namesOf(`to Lyon ${'x '.repeat(20_000)} to Paris`)).toEqual(['lyon']);
  });
});
