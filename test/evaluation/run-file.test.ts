import { describe, expect, it } from 'vitest';
import { inTrecOrder } from '../../src/evaluation/measures.js';
import { createRandom } from '../../src/evaluation/random.js';
import { runLines } from '../../src/evaluation/run-file.js';

/** Reads a run as trec_eval does: the rank in the file says nothing, the score everything. */
const read = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, , id = '', , score] = line.split(' ');
      return { id, score: Number(score) };
    });

describe('a TREC run', () => {
  it('has a line of query, Q0, document, rank, score and tag for each document', () => {
    const run = [
      { id: 'b', score: 0.5 },
      { id: 'a', score: 0.25 },
    ];
    expect(runLines('q', run, 'fused')).toBe('q Q0 b 1 0.5 fused\nq Q0 a 2 0.25 fused\n');
    expect(runLines('q', [], 'fused')).toBe('');
  });

  it('is in the same order when it is read again, however close the scores are', () => {
    const random = createRandom(1);
    const run = inTrecOrder(
      Array.from({ length: 2000 }, (_, i) => ({ id: `d${i}`, score: 0.3 + random.below(1000) * 1e-10 })),
    );
    const again = read(runLines('q', run, 'words'));
    const ids = run.map(({ id }) => id);
    expect(inTrecOrder(again).map(({ id }) => id)).toEqual(ids);
    // Also where the reader has double precision.
    const doubles = [...again].sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));
    expect(doubles.map(({ id }) => id)).toEqual(ids);
    expect(new Set(again.map(({ score }) => score)).size).toBeGreaterThan(1);
  });

  it('writes very small, very large and negative scores as numbers', () => {
    const run = [1.7e12, 1e-9, 0, -3].map((score, i) => ({ id: `d${i}`, score }));
    expect(read(runLines('q', run, 't')).map(({ score }) => score)).toEqual(
      run.map(({ score }) => Math.fround(score)),
    );
  });

  it('keeps six fields where an id holds white space', () => {
    expect(runLines('a b', [{ id: 'x\u00a0y z', score: 1 }], 't')).toBe('a%20b Q0 x%C2%A0y%20z 1 1 t\n');
  });
});
