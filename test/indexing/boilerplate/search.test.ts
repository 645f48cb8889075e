import { describe, expect, it } from 'vitest';
import { findBoilerplate } from '../../../src/indexing/boilerplate/search.js';
import { segmentHashes } from '../../../src/text/segments.js';
import { archive, type Text, under, wordOf } from './random-archive.js';

const DISCLAIMER = 'This content was written with the help of a machine, and checked by an editor.';
const BACKGROUND = 'The war in the east began four years ago, and has cost many thousands of lives.';

function search(texts: readonly Text[]) {
  const rows = texts.map(({ summary, body, language }, i) => ({
    key: i + 1,
    language,
    segments: segmentHashes(summary ?? '', body),
  }));
  return findBoilerplate({ articles: () => rows, text: (key) => texts[key - 1] ?? null });
}

const examples = (texts: readonly Text[]) => search(texts).map(({ example }) => example);

describe('boilerplate is', () => {
  it('a passage under articles that have nothing else in common', () => {
    const [found, ...others] = search(under(archive(100), 30, DISCLAIMER));
    expect(found).toMatchObject({ example: DISCLAIMER, articles: 30 });
    expect(others).toEqual([]);
  });

  it('found wherever it stands: in a summary, inside a paragraph, in another case', () => {
    const texts = archive(60).map((text, i) => {
      if (i < 5) return { ...text, summary: DISCLAIMER };
      if (i < 10) return { ...text, body: `${wordOf(i)} again. ${DISCLAIMER.toUpperCase()} ${text.body}` };
      return text;
    });
    expect(search(texts)).toMatchObject([{ articles: 10 }]);
  });

  it.each([
    ['the byline of one of many authors', 'Our reporter Jane Doe has covered the courts since 2003.'],
    ['another with each number', 'Follow our 12 channels, and read 1,200 more stories like this one.'],
    ['Japanese', 'この記事はＡＩを使って書かれ、編集者が確認しました。'],
    ['Korean', '이 기사는 인공지능의 도움으로 작성되었으며 편집자가 확인했습니다.'],
    ['Russian', 'Подпишитесь на нашу рассылку, чтобы не пропустить главные новости дня.'],
  ])('found in any words: %s', (_what, passage) => {
    expect(examples(under(archive(120), 12, passage))).toEqual([passage]);
  });

  it('found in a small archive where every article has it', () => {
    expect(examples(under(archive(8), 8, DISCLAIMER))).toEqual([DISCLAIMER]);
  });

  it('most of what is said under many pictures', () => {
    const pictures = archive(300).map(({ title }, i) => ({
      title,
      summary: null,
      body: `Photo number ${wordOf(i + 2_000)}.`,
      language: null,
    }));
    const long =
      'Every photo in this gallery is for sale in our shop, framed or on canvas, in sizes from small to very large.';
    expect(examples(under(pictures, 300, long))).toEqual([long]);
  });

  it('told by its sentences, and by its line where these are too short', () => {
    const line = `${DISCLAIMER} Write to us at the address below if you find a mistake in it.`;
    expect(examples(under(archive(100), 20, line)).sort()).toEqual(
      [DISCLAIMER, 'Write to us at the address below if you find a mistake in it.'].sort(),
    );
    const short = 'Share this! Like us! Tell your friends and neighbours about it today! Follow us!';
    expect(examples(under(archive(1_000), 15, short))).toContain(short);
  });

  it('found in each language of an archive in several', () => {
    const german = archive(60, 2).map((text) => ({
      ...text,
      title: foreign(text.title),
      body: foreign(text.body),
      language: 'de',
    }));
    const english = archive(240, 3).map((text) => ({ ...text, language: 'en' }));
    const texts = [
      ...under(german, 20, 'Dieser Text wurde mit Hilfe einer Maschine geschrieben.'),
      ...under(english, 20, DISCLAIMER),
    ];
    expect(examples(texts)).toHaveLength(2);
  });

  it('the same whatever the order in which it is looked for, and however often', () => {
    const texts = under(
      archive(100),
      30,
      DISCLAIMER,
      'Sign up for our daily letter with the best of the week.',
    );
    const once = search(texts);
    expect(search(texts)).toEqual(once);
    expect(once).toHaveLength(2);
  });
});

describe('boilerplate is not', () => {
  it('a sentence of background that the articles of a running story repeat', () => {
    const say = ['kremlin', 'missile', 'ceasefire', 'border', 'drone', 'minister', 'refugees', 'artillery'];
    const story = under(archive(12, 5, say), 12, BACKGROUND);
    expect(examples([...archive(200), ...story])).toEqual([]);
    // The same sentence under articles of all kinds is.
    expect(examples(under(archive(200), 12, BACKGROUND))).toEqual([BACKGROUND]);
  });

  it('a sentence in fewer than five articles', () => {
    expect(search(under(archive(40), 4, DISCLAIMER))).toEqual([]);
  });

  it('what one article repeats a thousand times', () => {
    const texts = archive(40);
    expect(
      search([
        { title: 'Buy', summary: null, body: `${DISCLAIMER}\n\n`.repeat(1_000), language: null },
        ...texts,
      ]),
    ).toEqual([]);
  });

  it('a story that runs under several ids, whatever its headlines', () => {
    const [original, ...others] = archive(40, 7);
    const copies = others.slice(0, 9).map(({ title }) => ({ ...(original ?? archive(1)[0]), title }) as Text);
    expect(search([...copies, ...others.slice(9)])).toEqual([]);
  });

  it('in a share of a large archive that says nothing', () => {
    expect(examples(under(archive(8_000), 7, DISCLAIMER))).toEqual([]);
    expect(examples(under(archive(8_000), 8, DISCLAIMER))).toEqual([DISCLAIMER]);
  });

  it('a heading that some articles happen to share, but one that many do', () => {
    expect(examples(under(archive(500), 9, 'What happens next'))).toEqual([]);
    expect(examples(under(archive(500), 10, 'What happens next'))).toEqual(['What happens next']);
  });

  it('made of numbers alone', () => {
    expect(search(under(archive(50), 40, '12:30'))).toEqual([]);
  });

  it('told from articles that say next to nothing beside it', () => {
    const stubs = Array.from({ length: 60 }, (_, i) => ({
      title: `Rain ${wordOf(i)}`,
      summary: null,
      body: 'A flood.',
      language: null,
    }));
    expect(search(stubs)).toEqual([]);
  });

  it('in an archive without articles', () => {
    expect(search([])).toEqual([]);
  });
});

/** The same text in words of another language. */
function foreign(text: string): string {
  return text.replace(/[a-z]{4,}/gi, (word) => `${word}ung`);
}
