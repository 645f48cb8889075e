import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../scripts/soak/arguments.js';
import { Expectations, type Seen } from '../../../scripts/soak/expectations.js';
import { growthOf, hasGrown } from '../../../scripts/soak/growth.js';

const seen = (
  at: number,
  {
    generation = 'one',
    sequence = 1,
    named = ['a'],
    hash = 'list',
    ...other
  }: Partial<Seen> & {
    generation?: string;
    sequence?: number;
    named?: string[];
  } = {},
): Seen => ({
  path: '/v1/articles/x/related',
  sent: at,
  received: at + 1,
  waited: 0,
  status: 200,
  tag: `"${generation} ${sequence}"`,
  ...other,
  hash,
  list: { index: { generation, sequence }, named, hash },
});

/** What is breached by readers of a server that has served the generation `one` from the beginning. */
function breachedBy(look: (expectations: Expectations) => void): Readonly<Record<string, number>> {
  const expectations = new Expectations(() => false);
  expectations.turn({ generation: 'one', began: 0, ended: 0, waited: 0 });
  look(expectations);
  expectations.end();
  return Object.fromEntries(Object.entries(expectations.counts).filter(([, count]) => count > 0));
}

describe('what readers see while generations change', () => {
  it('is as promised where the old one goes on until the new one is there, and an older one comes back', () => {
    expect(
      breachedBy((expectations) => {
        expectations.see(seen(100));
        expectations.see(seen(250, { generation: 'two', hash: 'other' }));
        expectations.turn({ generation: 'two', began: 200, ended: 300, waited: 0 });
        expectations.see(seen(400));
        expectations.see(seen(900, { generation: 'two', hash: 'other' }));
        expectations.turn({ generation: 'one', began: 1_000, ended: 1_100, waited: 0 });
        expectations.see(seen(1_200));
      }),
    ).toEqual({});
  });

  it('is foreign where a generation was not published yet, or is served long after the next', () => {
    expect(breachedBy((expectations) => expectations.see(seen(100, { generation: 'two' })))).toEqual({
      foreign: 1,
    });
    expect(
      breachedBy((expectations) => {
        expectations.turn({ generation: 'two', began: 200, ended: 300, waited: 0 });
        expectations.see(seen(60_000));
      }),
    ).toEqual({ foreign: 1 });
  });

  it('is as promised where the server had no processor to take up the next', () => {
    expect(
      breachedBy((expectations) => {
        expectations.turn({ generation: 'two', began: 200, ended: 300, waited: 0 });
        expectations.see(seen(60_000, { waited: 55_000 }));
      }),
    ).toEqual({});
  });

  it('is mixed where one state of a generation has two lists, and only of articles that nobody decides about', () => {
    const look = (expectations: Expectations) => {
      expectations.see(seen(100));
      expectations.see(seen(200, { hash: 'other', tag: null }));
    };
    expect(breachedBy(look)).toEqual({ mixed: 1 });
    const decided = new Expectations(() => true);
    look(decided);
    expect(decided.counts.mixed).toBe(0);
  });

  it('breaks a promise where one tag stands for other bytes, or no list comes', () => {
    expect(
      breachedBy((expectations) => {
        expectations.see(seen(100, { tag: '"same"' }));
        expectations.see(seen(200, { tag: '"same"', sequence: 2, hash: 'other' }));
        expectations.see(seen(300, { status: 503 }));
      }),
    ).toEqual({ tags: 1, failed: 1 });
  });

  it('is stale where it knows less than was acknowledged before it was asked, and not while that was on its way', () => {
    expect(
      breachedBy((expectations) => {
        expectations.know(5, 150);
        expectations.see(seen(100));
        expectations.see(seen(200, { hash: 'list' }));
      }),
    ).toEqual({ stale: 1 });
  });

  it('names no article after its deletion was acknowledged, until it is put again', () => {
    expect(
      breachedBy((expectations) => {
        expectations.deleted('a', 150);
        expectations.see(seen(100));
        expectations.see(seen(200));
        expectations.wanted('a');
        expectations.see(seen(300));
      }),
    ).toEqual({ deleted: 1 });
  });
});

describe('growth', () => {
  const noise = (place: number) => ((place * 7) % 5) - 2;
  const samples = (rise: number) =>
    Array.from({ length: 60 }, (_, place) => 100 + rise * place + noise(place));

  it('is seen through noise, and noise is none', () => {
    expect(growthOf(samples(0.5)).fitted).toBeCloseTo(23.5, 0);
    expect(hasGrown(growthOf(samples(0.5)), 10)).toBe(true);
    expect(hasGrown(growthOf(samples(0)), 1)).toBe(false);
  });

  it('is not told of the beginning, when what is kept is still being filled', () => {
    const filled = samples(0).map((value, place) => (place < 12 ? value - 80 : value));
    expect(hasGrown(growthOf(filled), 1)).toBe(false);
  });

  it('is unknown of a few samples', () => {
    expect(growthOf([1, 2, 3]).fitted).toBeNaN();
  });
});

describe('the arguments of a soak', () => {
  it('are many requests by default, few in the short form, and what is given', () => {
    expect(readArguments([], 7)).toMatchObject({ requests: 200_000, publishes: 200, seed: 7 });
    expect(readArguments(['--short', '--requests', '10'], 7)).toMatchObject({ requests: 10, publishes: 8 });
  });

  it('are refused with what was expected', () => {
    expect(() => readArguments(['--publishes', 'many'], 7)).toThrow(/--publishes: expected a whole number/);
    expect(() => readArguments(['--overload', '3'], 7)).toThrow(
      /--overload: expected a whole number from 14/,
    );
    expect(() => readArguments(['--for', '3'], 7)).toThrow(/--for/);
  });
});
