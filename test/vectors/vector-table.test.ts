import { describe, expect, it } from 'vitest';
import { rowOf, VectorTableBuilder } from '../../src/vectors/vector-table.js';

const vector = (value: number) => Float32Array.of(value, -value);

/** What a builder holds, label by label. */
function contents(builder: VectorTableBuilder): Record<number, number[]> {
  const table = builder.table();
  return Object.fromEntries(Array.from(table.labels, (label, row) => [label, [...rowOf(table, row)]]));
}

describe('a table of vectors', () => {
  it('holds each vector under its label', () => {
    const builder = new VectorTableBuilder(2);
    builder.set(5, vector(1));
    builder.set(3, vector(2));
    expect(contents(builder)).toEqual({ 5: [1, -1], 3: [2, -2] });
    expect(builder.count).toBe(2);
    expect(builder.has(5)).toBe(true);
    expect(builder.has(1)).toBe(false);
  });

  it('replaces the vector of a label that is set again', () => {
    const builder = new VectorTableBuilder(2);
    for (const value of [1, 2, 3]) builder.set(5, vector(value));
    expect(contents(builder)).toEqual({ 5: [3, -3] });
  });

  it.each([
    ['first', 1],
    ['middle', 2],
    ['last', 3],
  ])('forgets the %s row and keeps the others', (_which, label) => {
    const builder = new VectorTableBuilder(2);
    for (const value of [1, 2, 3]) builder.set(value, vector(value));
    expect(builder.delete(label)).toBe(true);
    expect(builder.delete(label)).toBe(false);
    const others = [1, 2, 3].filter((other) => other !== label);
    expect(contents(builder)).toEqual(Object.fromEntries(others.map((value) => [value, [value, -value]])));
    builder.set(label, vector(9));
    expect(contents(builder)[label]).toEqual([9, -9]);
    expect(builder.count).toBe(3);
  });

  it('gives the vector of a label, and null where there is none', () => {
    const builder = new VectorTableBuilder(2);
    for (const value of [1, 2, 3]) builder.set(value, vector(value));
    builder.delete(1);
    expect([1, 2, 3, 4].map((label) => builder.get(label))).toEqual([null, vector(2), vector(3), null]);
  });

  it('deletes nothing where it does not have the label', () => {
    const builder = new VectorTableBuilder(2);
    expect(builder.delete(1)).toBe(false);
    builder.set(1, vector(1));
    expect(builder.delete(2)).toBe(false);
    expect(contents(builder)).toEqual({ 1: [1, -1] });
  });

  it('grows, and agrees with a plain map after many changes', () => {
    const builder = new VectorTableBuilder(2);
    const map: Record<number, number[]> = {};
    for (let step = 0; step < 6000; step += 1) {
      const label = (step * 7919) % 3001;
      if (step % 3 === 2) {
        expect(builder.delete(label)).toBe(label in map);
        delete map[label];
      } else {
        builder.set(label, vector(step));
        map[label] = [step, -step];
      }
    }
    expect(builder.count).toBeGreaterThan(1024);
    expect(contents(builder)).toEqual(map);
  });
});
