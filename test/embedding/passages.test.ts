import { describe, expect, it } from 'vitest';
import { splitIntoPassages, splitIntoSentences } from '../../src/embedding/passages.js';

/** One id per word and punctuation mark: its length, and for a long word one id per ten letters. */
const encode = (text: string) => (text.match(/\w{1,10}|[^\w\s]/g) ?? []).map((word) => word.length);

const PROSE =
  'One two three. Four five six seven! Is eight next?\n\nA new paragraph stands here, alone. It ends "so".\n';

describe('splitIntoSentences', () => {
  it.each([
    PROSE,
    '',
    '   ',
    'no end',
    ' leading. And trailing \n',
    'U.S. trade rose 3.5 percent. Then it fell.',
    '日本は大きい。予算も大きい。',
    'a\u00a0b.\r\nc',
  ])('joined, the sentences of %j are the text', (text) => {
    expect(splitIntoSentences(text).join('')).toBe(text);
  });

  it.each([
    ['prose', PROSE.repeat(300)],
    ['one sentence', 'word '.repeat(5000)],
    ['one word', 'x'.repeat(9001)],
    ['emoji', `x${'🎉'.repeat(6000)}`],
    ['white space', `a.${' \n'.repeat(5000)}b`],
  ])('joined, the sentences of much text are the text: %s', (_, text) => {
    const sentences = splitIntoSentences(text);
    expect(sentences.join('')).toBe(text);
    expect(sentences.every((sentence) => sentence.isWellFormed())).toBe(true);
  });

  it('finds the same sentences in much text as in little', () => {
    const [few, many] = [splitIntoSentences(PROSE.repeat(3)), splitIntoSentences(PROSE.repeat(300))];
    expect(new Set(many)).toEqual(new Set(few));
    expect(many).toHaveLength(few.length * 100);
  });

  it('gives the white space between two sentences to the second', () => {
    expect(splitIntoSentences('One. Two.')).toEqual(['One.', ' Two.']);
  });
});

describe('splitIntoPassages', () => {
  it.each([1, 2, 3, 5, 8, 100])('keeps every id in order, at most %i in a passage', (room) => {
    const text = `${PROSE}${'incomprehensibilities'.repeat(5)} ${PROSE}`;
    const passages = splitIntoPassages(text, encode, room);
    expect(passages.flat()).toEqual(encode(text));
    expect(Math.max(...passages.map((passage) => passage.length))).toBeLessThanOrEqual(room);
    expect(passages.every((passage) => passage.length > 0)).toBe(true);
  });

  it('fills a passage with whole sentences', () => {
    expect(splitIntoPassages('One two. Three four. Five.', encode, 6)).toEqual([
      [3, 3, 1, 5, 4, 1],
      [4, 1],
    ]);
  });

  it('cuts a sentence that does not fit between words', () => {
    expect(splitIntoPassages('one seventeen four', encode, 2)).toEqual([[3, 9], [4]]);
  });

  it('cuts a word that does not fit', () => {
    expect(splitIntoPassages('x'.repeat(35), encode, 3)).toEqual([[10, 10, 10], [5]]);
  });

  it('has no passage for a text without tokens', () => {
    expect(splitIntoPassages(' \n ', encode, 3)).toEqual([]);
  });
});
