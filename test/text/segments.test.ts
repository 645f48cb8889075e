import { describe, expect, it } from 'vitest';
import {
  segmentHashes,
  segmentOf,
  segmentsOf,
  sentencesOf,
  withoutSegments,
} from '../../src/text/segments.js';

const texts = (text: string) => segmentsOf(text).map((segment) => segment.text);
const without = (text: string, ...leftOut: string[]) => {
  const hashes = new Set(leftOut.map((stretch) => segmentOf(stretch)?.hash));
  return withoutSegments(text, ({ hash }) => hashes.has(hash));
};

describe('the sentences of a line', () => {
  it.each([
    [
      'Rain fell. The river rose! Who knew? Nobody.',
      ['Rain fell.', 'The river rose!', 'Who knew?', 'Nobody.'],
    ],
    ['“It rained.” He left.', ['“It rained.”', 'He left.']],
    ['It rained (a lot.) He left…  Then she did.', ['It rained (a lot.)', 'He left…', 'Then she did.']],
    ['Dr. Smith met J. R. Jones of the U.S. Senate at 3 p.m. on Monday.', null],
    ['Version 2.0 costs 3.50 at example.com/a.b today.', null],
    ['He said no. and she agreed.', null],
    ['He paid $5. 20 others did not.', ['He paid $5.', '20 others did not.']],
    [
      '雨が降った。川が増水した！誰が知る？「誰も。」終わり',
      ['雨が降った。', '川が増水した！', '誰が知る？', '「誰も。」', '終わり'],
    ],
    ['비가 내렸다. 강물이 불었다.', ['비가 내렸다.', '강물이 불었다.']],
    ['Дождь шёл. Река поднялась.', ['Дождь шёл.', 'Река поднялась.']],
    ['', []],
    ['...', ['...']],
  ])('of %j', (line, sentences) => {
    expect(sentencesOf(line)).toEqual(sentences ?? [line]);
  });
});

describe('a segment', () => {
  it('is the same in any case, with any gaps, numbers, quotes and marks at its ends', () => {
    const one = segmentOf('Don’t miss: sign up for our 10 newsletters, from 1,999.50 a year!')?.hash;
    for (const other of [
      "  don't MISS:  sign up\u00a0for our 7 newsletters, from 20 a year",
      '**Don’t miss: sign up for our 3 newsletters, from 5 a year.**',
      '— “Don’t miss: sign up for our １２ newsletters, from 5 a year”',
    ])
      expect(segmentOf(other)?.hash).toBe(one);
  });

  it.each(['Sign up for our newsletter, from 1 year on', 'Sign up for our newsletters', '签署'])(
    'is another one where the words differ: %s',
    (other) => {
      expect(segmentOf(other)?.hash).not.toBe(segmentOf('Sign up for our newsletter')?.hash);
    },
  );

  it.each(['', ' ', '———', '* * *', '…'])('is not made of %j', (stretch) => {
    expect(segmentOf(stretch)).toBeNull();
  });

  it('is every line and every sentence of it, once', () => {
    expect(texts('One. Two.\n\nOne.\nThree\n\n———')).toEqual(['One. Two.', 'One.', 'Two.', 'Three']);
  });
});

describe('hashes of segments', () => {
  it('ascend, each once, over all texts given', () => {
    const hashes = [...segmentHashes('One. Two. One.', 'Two.\nThree.')];
    expect(hashes).toEqual([...hashes].sort((a, b) => a - b));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes).toHaveLength(4);
    expect(segmentHashes('', '…')).toEqual(new Uint32Array());
  });

  it('of a sentence repeated a thousand times are those of one', () => {
    expect(segmentHashes('Buy now!\n'.repeat(1000))).toHaveLength(1);
  });

  it('of a very long text or line come in time that grows with the length', () => {
    const of = (text: string) => {
      const start = performance.now();
      segmentHashes(text);
      return performance.now() - start;
    };
    of('a. '.repeat(10_000));
    for (const text of [
      'A. '.repeat(300_000),
      'a'.repeat(1_000_000),
      '."'.repeat(300_000),
      '。'.repeat(500_000),
      '.'.repeat(500_000),
      '.'.repeat(500_000).replaceAll('....', '... '),
      `a${'-'.repeat(1_990)}a\n`.repeat(200),
      `.${' '.repeat(500_000)}a`,
    ])
      expect(of(text)).toBeLessThan(3_000);
  });
});

describe('a text without some segments', () => {
  it('keeps its other lines and sentences as they were', () => {
    const text = 'Rain fell.  Share this! The river rose.\n\nFollow us on X\n\nThe end.';
    expect(without(text, 'share this', 'FOLLOW US ON X')).toBe('Rain fell. The river rose.\n\nThe end.');
  });

  it('is the very same text where there is nothing to leave out', () => {
    const text = 'Rain  fell. \n\n\n The river rose.';
    expect(without(text, 'something else')).toBe(text);
  });

  it('loses a line whose sentences are all left out, and a line left out as one', () => {
    expect(without('One. Two.\n\nThree. Four.\n\nFive.', 'one', 'two', 'Three. Four.')).toBe('Five.');
    expect(without('One. Two.', 'one', 'two')).toBe('');
  });
});
