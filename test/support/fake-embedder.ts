import type { Embedder } from '../../src/embedding/embedder.js';
import type { ModelRecord } from '../../src/generation/manifest.js';

/** What the fake model knows: one dimension for each word. */
export const VOCABULARY = ['bank', 'yen', 'rain', 'flood', 'chip', 'cloud'] as const;

export interface FakeEmbedder extends Embedder {
  /** Every text embedded so far, in order. */
  readonly texts: string[];
  readonly record: ModelRecord;
  /** Waited for before each call is answered, so that a test can do something in between. */
  before: () => Promise<void>;
}

/**
 * A model that one can follow by hand: counts its words in a text and scales the counts to unit length.
 * "bank bank rain" is 2 of bank and 1 of rain; a text without any of the words gives `null`.
 */
export function fakeEmbedder(revision = 'fake-1', words: readonly string[] = VOCABULARY): FakeEmbedder {
  const texts: string[] = [];
  const model = { name: 'fake', revision, dimensions: words.length };
  const embedder: FakeEmbedder = {
    texts,
    model,
    record: { ...model, folder: '/fake', pooling: null, queryPrefix: null, passagePrefix: null },
    before: async () => {},
    async embed(given) {
      texts.push(...given);
      await embedder.before();
      return given.map((text) => countWords(text, words));
    },
    close: async () => {},
  };
  return embedder;
}

export function countWords(text: string, words: readonly string[] = VOCABULARY): Float32Array | null {
  const found = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const counts = words.map((word) => found.filter((other) => other === word).length);
  const length = Math.hypot(...counts);
  return length === 0 ? null : Float32Array.from(counts, (count) => count / length);
}
