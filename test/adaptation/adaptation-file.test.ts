import { describe, expect, it } from 'vitest';
import type { Adaptation } from '../../src/adaptation/adaptation.js';
import { parseAdaptation, serializeAdaptation } from '../../src/adaptation/adaptation-file.js';
import { fitAdaptation } from '../../src/adaptation/fit.js';
import { plantedSample } from './planted.js';

const SMALL: Adaptation = {
  fittedOn: 4000,
  mean: Float32Array.of(0.5, 0.25, 0),
  terms: Uint32Array.of(4, 400, 0xfffffffc),
  idf: Float32Array.of(1, 2, 3),
  directions: Float32Array.of(1, 0, 0, 1, -1, 1),
  dimensions: 2,
};
const bytesOf = (adaptation: Adaptation): ArrayBuffer => serializeAdaptation(adaptation).slice().buffer;

/** The file of `SMALL` with one 32-bit number replaced. */
function altered(at: number, value: number): ArrayBuffer {
  const bytes = bytesOf(SMALL);
  new DataView(bytes).setUint32(at, value, true);
  return bytes;
}

describe('the file of an adaptation', () => {
  it('gives back what was written', () => {
    expect(parseAdaptation(bytesOf(SMALL))).toEqual(SMALL);
  });

  it('gives back what was fitted', () => {
    const options = { articles: 300, generalDimensions: 4, seed: 1 };
    const fitted = fitAdaptation(plantedSample(300), options);
    if (fitted === null) throw new Error('Expected an adaptation, received null.');
    expect(parseAdaptation(bytesOf(fitted))).toEqual(fitted);
  });

  it('is refused wherever it was cut, and with a byte too many', () => {
    const bytes = serializeAdaptation(SMALL);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(parseAdaptation(bytes.slice(0, length).buffer), `cut to ${length}`).toBeNull();
    }
    expect(parseAdaptation(Uint8Array.of(...bytes, 0).buffer)).toBeNull();
  });

  it.each([
    ['another mark', 0, 0x50415353],
    ['no articles', 4, 0],
    ['a huge mean', 8, 0xffffffff],
    ['no terms', 12, 0],
    ['more terms than bytes', 12, 0xffffffff],
    ['no dimensions', 16, 0],
    ['more dimensions than bytes', 16, 0x80000000],
    ['a mean that is not a number', 20, 0x7fc00000],
    ['terms out of order', 32, 404],
    ['the same term twice', 32, 400],
    ['a term that is a pair of words', 32, 5],
    ['an infinite idf', 44, 0x7f800000],
    ['a direction that is not a number', 56, 0x7fc00000],
  ])('is refused with %s', (_what, at, value) => {
    expect(parseAdaptation(altered(at, value))).toBeNull();
  });

  it.each([
    ['terms', [7, 0, 1]],
    ['dimensions', [3, 2, 0]],
  ])('is refused with no %s, also where the sizes add up to its length', (_what, sizes) => {
    const bytes = new ArrayBuffer(20 + 4 * 7);
    new Uint32Array(bytes).set([0x31414153, 300, ...sizes, 0, 0, 0, 4, 8]);
    expect(parseAdaptation(bytes)).toBeNull();
  });
});
