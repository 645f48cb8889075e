import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VectorFile } from '../../src/vectors/vector-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function opened(dimensions = 2) {
  const path = join(temporaryFolder(), 'vectors.f32');
  const vectors = new VectorFile(path, dimensions);
  const written = () => [...new Float32Array(new Uint8Array(readFileSync(path)).buffer)];
  return { vectors, written };
}
const pair = (a: number, b: number) => Float32Array.of(a, b);

it('vectors are read back by label, and lie in the file row by row', () => {
  const { vectors, written } = opened();
  vectors.set(9, pair(1, 2));
  vectors.set(4, pair(3, 4));
  vectors.set(9, pair(5, 6));
  expect([vectors.get(9), vectors.get(4), vectors.get(1)]).toEqual([pair(5, 6), pair(3, 4), null]);
  expect([[...vectors.labels], vectors.row(4), vectors.row(1), vectors.count]).toEqual([[9, 4], 1, null, 2]);
  vectors.close();
  expect(written()).toEqual([5, 6, 3, 4]);
});

it('the last row moves into the gap that a deleted one leaves, and the file ends with the last', () => {
  const { vectors, written } = opened();
  for (let label = 1; label <= 4; label += 1) vectors.set(label, pair(label, -label));
  expect([vectors.delete(2), vectors.delete(2), vectors.delete(3)]).toEqual([true, false, true]);
  expect([...vectors.labels]).toEqual([1, 4]);
  expect([vectors.get(4), vectors.get(2), vectors.has(3)]).toEqual([pair(4, -4), null, false]);
  vectors.close();
  expect(written()).toEqual([1, -1, 4, -4]);
});

it('a vector of other dimensions is refused, before its label has a row', () => {
  const { vectors } = opened();
  expect(() => vectors.set(1, Float32Array.of(1))).toThrow(
    'Expected a vector of 2 dimensions, received one of 1.',
  );
  expect(vectors.has(1)).toBe(false);
});
