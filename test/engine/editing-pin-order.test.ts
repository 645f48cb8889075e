import { describe, expect, it } from 'vitest';
import { arrange, type Move, PLACES } from '../../src/engine/decisions/pin-order.js';
import { placePins } from '../../src/recommend/pinned.js';
import { seededRandom } from '../support/random.js';

/** Places of articles, named by their keys. */
const places = (of: Readonly<Record<number, number>>) =>
  new Map(Object.entries(of).map(([key, place]): [number, number] => [Number(key), place]));
const arranged = (of: Readonly<Record<number, number>>, key: number, position: number, from: number | null) =>
  Object.fromEntries(arrange(places(of), { key, position, from }));

describe('the place of a pin', () => {
  it('is left by what is dragged, and those in between shift towards it', () => {
    expect(arranged({ 7: 1, 8: 2, 9: 4 }, 5, 1, 4)).toEqual({ 5: 1, 7: 2, 8: 3, 9: 4 });
    expect(arranged({ 7: 1, 8: 2, 9: 4 }, 5, 1, 5)).toEqual({ 5: 1, 7: 2, 8: 3, 9: 5 });
    expect(arranged({ 7: 1, 8: 2, 9: 4 }, 7, 3, 1)).toEqual({ 7: 3, 8: 1, 9: 4 });
    expect(arranged({ 7: 1, 8: 2, 9: 4 }, 7, 5, 1)).toEqual({ 7: 5, 8: 1, 9: 3 });
    expect(arranged({ 7: 2, 8: 4 }, 5, 3, 3)).toEqual({ 5: 3, 7: 2, 8: 4 });
  });

  it('is made by what comes from outside, which pushes only what is in its way', () => {
    expect(arranged({ 7: 1, 8: 2, 9: 4, 10: 5 }, 5, 1, null)).toEqual({ 5: 1, 7: 2, 8: 3, 9: 4, 10: 5 });
    expect(arranged({ 7: 1, 8: 2 }, 5, 4, null)).toEqual({ 5: 4, 7: 1, 8: 2 });
    expect(arranged({ 7: 50, 8: 49, 9: 47 }, 5, 50, null)).toEqual({ 5: 50, 7: 49, 8: 48, 9: 47 });
  });

  it('is the one asked for, also where the list was another than the one looked at', () => {
    // The place that it is said to leave is another’s, or is not its own.
    expect(arranged({ 7: 1, 8: 3 }, 5, 1, 3)).toEqual({ 5: 1, 7: 2, 8: 3 });
    expect(arranged({ 7: 1, 8: 2 }, 8, 1, 40)).toEqual({ 7: 2, 8: 1 });
  });

  it('is taken as it is seen where the list is too short for it', () => {
    // Seen as: another, 7, 8, 9.
    const short = { 7: 3, 8: 6, 9: 8 };
    expect(arranged(short, 7, 3, 2)).toEqual({ 8: 2, 7: 3, 9: 4 });
    expect(arranged(short, 9, 2, 4)).toEqual({ 9: 2, 7: 3, 8: 4 });
    expect(arranged(short, 9, 1, 4)).toEqual({ 9: 1, 7: 3, 8: 4 });
    // There is no such list: two stand before it.
    expect(arranged(short, 9, 1, 2)).toEqual({ 9: 1, 7: 4, 8: 7 });
  });

  it('is always from 1 to 50, each once, the others in their order', () => {
    const random = seededRandom(7);
    const upTo = (most: number) => 1 + Math.floor(random() * most);
    for (let i = 0; i < 3000; i += 1) {
      const range = random() < 0.5 ? 8 : PLACES;
      const before = new Map<number, number>();
      for (let place = 1; place <= range; place += 1) if (random() < 0.6) before.set(100 + place, place);
      before.delete(100 + upTo(range));
      const others = [...before.keys()].filter((key) => key !== 101);
      const move: Move = {
        key: 101,
        position: upTo(range),
        from: random() < 0.3 ? null : upTo(range),
      };
      const after = arrange(before, move);
      const taken = [...after.values()];
      expect(after.get(101)).toBe(move.position);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.every((place) => place >= 1 && place <= PLACES)).toBe(true);
      const order = [...after].sort(([, a], [, b]) => a - b).map(([key]) => key);
      expect(order.filter((key) => key !== 101)).toEqual(others);
    }
  });

  it('is after any number of moves where it is in a list that things are dragged about in', () => {
    const random = seededRandom(11);
    const draw = (most: number) => Math.floor(random() * most);
    for (let i = 0; i < 100; i += 1) {
      const natural = Array.from({ length: 12 }, (_, key) => ({ key }));
      const model = natural.map(({ key }) => key);
      let pins = new Map<number, number>();
      for (let step = 0; step < 20; step += 1) {
        const [from, to] = [draw(12), draw(12)];
        const [key] = model.splice(from, 1);
        model.splice(to, 0, key ?? -1);
        pins = arrange(pins, { key: key ?? -1, position: to + 1, from: from + 1 });
        const pinned = [...pins].sort(([, a], [, b]) => a - b).map(([held]) => ({ key: held }));
        const others = natural.filter((item) => !pins.has(item.key));
        expect(placePins(others, pinned, pins).map((item) => item.key)).toEqual(model);
      }
    }
  });
});
