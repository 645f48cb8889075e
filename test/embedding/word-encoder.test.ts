import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/embedding/transformers.js';
import { createWordEncoder } from '../../src/embedding/word-encoder.js';

const bundled = await loadTokenizer(resolve('models/seealso-en'));
const whole = (text: string) => bundled.encode(text, { add_special_tokens: false });

/** What cuts words, what vanishes, what changes its neighbours, and what looks like a special token. */
const ODD = fc.constantFrom(
  ...[' ', '\n', '\t', '\r', '\u00a0', '\u0000', '\u000b', '\u0085', '\ufeff', '\u0301', '\u2028', '\u3000'],
  ...['Σ', 'ΑΣ', 'ß', 'İ', 'é', 'e\u0301', '文', '日本', '한국', '🎉', '\ud83c', '\u200d', 'ﬁ'],
  ...[
    '[SEP]',
    '[sep]',
    '[PAD]',
    '[P',
    'AD]',
    "'s",
    '-',
    '…',
    '(a)',
    '("',
    '.',
    "'",
    ', ',
    '...',
    '?!)"',
    'rain',
    'Rain',
    'x'.repeat(120),
  ],
);

describe('a text that is encoded word by word', () => {
  it('has the ids that it has as a whole, whatever stands in it', () => {
    // A small memory, so that words are forgotten and come again.
    const encode = createWordEncoder(whole, 50);
    const texts = fc
      .array(fc.oneof(ODD, fc.lorem(), fc.string({ unit: 'binary' })), { maxLength: 12 })
      .chain((parts) => fc.constantFrom(parts.join(''), parts.join(' ')));
    fc.assert(
      fc.property(texts, (text) => {
        expect(encode(text)).toEqual(whole(text));
      }),
      { numRuns: 400, seed: 6 },
    );
  });

  it('asks for a word once, however often it stands there', () => {
    const asked: string[] = [];
    const encode = createWordEncoder((piece) => {
      asked.push(piece);
      return [piece.length];
    });
    expect(encode('to be or not to be')).toEqual([2, 2, 2, 3, 2, 2]);
    expect(encode('not to')).toEqual([3, 2]);
    expect(asked).toEqual(['to', 'be', 'or', 'not']);
  });

  it('forgets what has not come again for long, and keeps what has', () => {
    const asked: string[] = [];
    const encode = createWordEncoder((piece) => {
      asked.push(piece);
      return [];
    }, 2);
    encode('often once');
    for (const word of ['a', 'often', 'b', 'often', 'c', 'often', 'd']) encode(word);
    asked.length = 0;
    encode('often once');
    expect(asked).toEqual(['once']);
  });

  it('does not remember what is long: addresses, and texts without spaces', () => {
    let asked = 0;
    const encode = createWordEncoder(() => {
      asked += 1;
      return [];
    });
    for (let i = 0; i < 3; i++) encode('x'.repeat(1000));
    expect(asked).toBe(3);
  });
});
