import { ModelError } from '../errors.js';
import type { EmbeddingRole } from './embedder.js';
import type { ModelSpec } from './model-folder.js';
import { findTokenFrame } from './token-frame.js';
import { createWordEncoder } from './word-encoder.js';

/** A model's tokenizer, as far as embedding uses it. */
export interface Tokenizer {
  encode(text: string, options: { readonly add_special_tokens: boolean }): number[];
  get_vocab(): ReadonlyMap<string, number>;
  readonly all_special_ids: readonly number[];
  readonly unk_token: string | null;
  readonly unk_token_id: number | undefined;
}

/** A model's way from text to ids. */
export interface Tokens {
  /** Ids of a text without special tokens, however long it is. */
  encode(text: string): number[];
  /** The same with special tokens. */
  encodeFramed(text: string): number[];
  /** Puts the special tokens around. */
  frame(ids: readonly number[]): number[];
  /** Whether an id stands for more than an unknown word, a special token or white space. */
  recognises(ids: readonly number[]): boolean;
  /** Ids of a role's prefix, which begins every passage. */
  prefix(role: EmbeddingRole): readonly number[];
  /** Ids that fit between the special tokens. */
  readonly room: number;
}

/** Tokens that stand for white space alone in SentencePiece and byte-level vocabularies. */
const BLANK_TOKENS = ['▁', 'Ġ', 'Ċ', 'ĉ'];

/**
 * @param wordByWord whether the tokenizer reads words one by one, as `readsWordByWord` tells
 * @throws ModelError where its special tokens are not before and after the text, or leave no room for it.
 */
export function tokensOf(spec: ModelSpec, tokenizer: Tokenizer, wordByWord: boolean): Tokens {
  const encodeWith = (text: string, specialTokens: boolean) =>
    tokenizer.encode(text, { add_special_tokens: specialTokens });
  const found = findTokenFrame(encodeWith);
  if (found === null) {
    throw new ModelError(
      `The tokenizer in ${spec.folder} adds special tokens in a way that is not supported: expected them before ` +
        'and after the text. Choose another model.',
    );
  }
  const vocabulary = tokenizer.get_vocab();
  const meaningless = new Set<number | undefined>([
    ...tokenizer.all_special_ids,
    ...(tokenizer.unk_token ? [tokenizer.unk_token_id] : []),
    ...BLANK_TOKENS.map((token) => vocabulary.get(token)),
  ]);
  const room = spec.maxTokens - found.before.length - found.after.length;
  const encodeAll = (text: string) => encodeWith(text, false);
  const encode = wordByWord ? createWordEncoder(encodeAll) : encodeAll;
  const frame = (ids: readonly number[]) => [...found.before, ...ids, ...found.after];
  // Trimmed: the space belongs to the first word that follows.
  const prefixes = {
    query: encode(spec.queryPrefix.trimEnd()),
    passage: encode(spec.passagePrefix.trimEnd()),
  };
  const longest = Math.max(prefixes.query.length, prefixes.passage.length);
  if (room - longest < 1) {
    throw new ModelError(
      `The model in ${spec.folder} takes ${spec.maxTokens} tokens, and its special tokens and prefix need ` +
        `${spec.maxTokens - room + longest}: nothing is left for the text. Use a shorter prefix.`,
    );
  }
  return {
    encode,
    encodeFramed: (text) => (wordByWord ? frame(encode(text)) : encodeWith(text, true)),
    frame,
    recognises: (ids) => ids.some((id) => !meaningless.has(id)),
    prefix: (role) => prefixes[role],
    room,
  };
}
