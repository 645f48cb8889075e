import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readsWordByWord } from '../../src/embedding/tokenizer-kind.js';
import { writeTinyTokenizer } from '../support/onnx/tiny-tokenizer.js';
import { scratchFolder } from './scratch.js';

describe('a tokenizer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await scratchFolder();
    await writeTinyTokenizer(folder, 32);
  });

  /** Changes the tokenizer's file. */
  const change = (fields: Readonly<Record<string, unknown>>) => {
    const file = join(folder, 'tokenizer.json');
    const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, object>>;
    const merged = Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : { ...tokenizer[name], ...(value as object) },
    ]);
    writeFileSync(file, JSON.stringify({ ...tokenizer, ...Object.fromEntries(merged) }));
  };

  it('reads word by word where it is an uncased BERT, as the bundled one is', async () => {
    expect(await readsWordByWord(folder)).toBe(true);
    expect(await readsWordByWord('models/seealso-en')).toBe(true);
  });

  it.each([
    ['keeps capitals', { normalizer: { lowercase: false } }],
    ['marks the beginnings of words', { pre_tokenizer: { type: 'Metaspace' } }],
    ['is not WordPiece', { model: { type: 'Unigram' } }],
    ['joins unknown words', { model: { fuse_unk: true } }],
    ['has a token of two words', { added_tokens: [{ content: 'New York' }] }],
    ['has a token with a comma', { added_tokens: [{ content: '[A,]' }] }],
    ['has a token that a word could become', { added_tokens: [{ content: '[sep]' }] }],
  ])('is left to read whole texts where it %s', async (_, fields) => {
    change(fields);
    expect(await readsWordByWord(folder)).toBe(false);
  });
});
