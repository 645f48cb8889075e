import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embedding/embedder.js';

export interface EmbedderCase {
  /** Opens the embedder that is tested; called twice, equal embedders both times. */
  readonly open: () => Promise<Embedder>;
  readonly dimensions: number;
  /** Tokens that the model takes at once: texts of some times as many are tried. */
  readonly maxTokens: number;
  /** Texts in which this model's vocabulary knows nothing. */
  readonly unrecognised?: readonly string[];
}

const TEXTS = [
  'The bank left the rate as it was; the yen fell.',
  'Heavy rain on the coast: the river is in flood, and the port is closed.',
  'The minister wants a record budget. It is for chips and a cloud model.',
  'storm',
];

/** What every `Embedder` keeps. */
export function testEmbedder(
  name: string,
  { open, dimensions, maxTokens, unrecognised }: EmbedderCase,
): void {
  describe(name, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await open();
    });
    afterAll(() => embedder.close());

    const embedOne = async (text: string) => (await embedder.embed([text], 'passage'))[0] ?? null;

    it('says who it is', () => {
      expect(embedder.model.name).not.toBe('');
      expect(embedder.model.revision).toMatch(/^[0-9a-f]{64}$/);
      expect(embedder.model.dimensions).toBe(dimensions);
    });

    it('gives every text a finite vector of unit length and the right dimension', async () => {
      for (const vector of await embedder.embed(TEXTS, 'passage')) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(dimensions);
        expect(vector?.every(Number.isFinite)).toBe(true);
        expect(Math.abs(lengthOf(vector) - 1)).toBeLessThan(1e-5);
      }
    });

    it('gives the same text the same vector, alone or in company', async () => {
      const together = await embedder.embed(TEXTS, 'passage');
      for (const [i, text] of TEXTS.entries()) expect(await embedOne(text)).toEqual(together[i]);
    });

    it('keeps the order of the texts, however many there are', async () => {
      const many = Array.from({ length: 70 }, (_, i) => `${TEXTS[i % TEXTS.length]} ${i}`);
      const vectors = await embedder.embed(many, 'passage');
      expect(vectors).toHaveLength(many.length);
      for (const i of [0, 15, 16, 31, 32, 69]) expect(vectors[i]).toEqual(await embedOne(many[i] ?? ''));
    });

    it('answers calls that overlap', async () => {
      const answers = await Promise.all(TEXTS.map((text) => embedder.embed([text, text], 'passage')));
      for (const [i, text] of TEXTS.entries()) {
        const alone = await embedOne(text);
        expect(answers[i]).toEqual([alone, alone]);
      }
    });

    it('gives different texts different vectors', async () => {
      const [bank, rain] = await embedder.embed(TEXTS, 'passage');
      expect(bank).not.toEqual(rain);
    });

    it('gives null for a text in which nothing is recognised, without disturbing the others', async () => {
      const blank = ['', ' ', '\n\t \u00a0', ...(unrecognised ?? [])];
      const vectors = await embedder.embed([...blank, TEXTS[0] ?? ''], 'passage');
      expect(vectors.slice(0, -1)).toEqual(blank.map(() => null));
      expect(vectors.at(-1)).toEqual(await embedOne(TEXTS[0] ?? ''));
    });

    it('reads a text that is longer than its limit to the end', async () => {
      const enough = Math.ceil(maxTokens / 3);
      const sentences = 'The bank left the rate as it was. '.repeat(enough).trimEnd();
      const base = await embedOne(sentences);
      const other = await embedOne(`${sentences} ${'The river is in flood. '.repeat(enough)}`);
      expect(Math.abs(lengthOf(base) - 1)).toBeLessThan(1e-5);
      expect(Math.abs(lengthOf(other) - 1)).toBeLessThan(1e-5);
      expect(other).not.toEqual(base);
    });

    it('takes a text without a single space that is longer than its limit', async () => {
      expect(lengthOf(await embedOne('storm-'.repeat(maxTokens)))).toBeCloseTo(1, 5);
    });

    it('answers no texts with no vectors', async () => {
      expect(await embedder.embed([], 'query')).toEqual([]);
    });

    it('answers what was asked before it closes, closes twice, and says that it is closed', async () => {
      const shortLived = await open();
      const asked = shortLived.embed(TEXTS, 'passage');
      await Promise.all([shortLived.close(), shortLived.close()]);
      expect(await asked).toEqual(await embedder.embed(TEXTS, 'passage'));
      await expect(shortLived.embed(TEXTS, 'passage')).rejects.toMatchObject({ code: 'stopped' });
    });
  });
}

function lengthOf(vector: Float32Array | null | undefined): number {
  return Math.sqrt((vector ?? new Float32Array()).reduce((sum, part) => sum + part * part, 0));
}
