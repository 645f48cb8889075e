import { appendFileSync } from 'node:fs';
import fc from 'fast-check';

/** Cases in all: `npm run test:faults` tries 20,000 of a seed of its own. */
const ALL = Number(process.env.SEEALSO_FUZZ_CASES ?? 500);
/** The same cases in every run, where no other seed is given. */
const SEED = Number(process.env.SEEALSO_FUZZ_SEED ?? 20_261_124);
/** What was tried is written there, for who adds it up. */
const TALLY = process.env.SEEALSO_FUZZ_TALLY;

/** What of all cases is tried by each property; together 1. */
const SHARES = { requests: 0.6, sources: 0.2, web: 0.1, commands: 0.04, settings: 0.06 } as const;

export type Property = keyof typeof SHARES;

/**
 * Tries the property on its share of the cases, one after another. `check` throws where it does not hold; what failed is
 * made as small as it goes.
 */
export async function tryCases<T>(
  property: Property,
  cases: fc.Arbitrary<T>,
  check: (one: T) => Promise<void>,
): Promise<void> {
  let tried = 0;
  const numRuns = Math.ceil(ALL * SHARES[property]);
  const sought = fc.asyncProperty(cases, async (one) => {
    tried += 1;
    await check(one);
  });
  try {
    await fc.assert(sought, { seed: SEED, numRuns, endOnFailure: ALL > 1000 });
  } finally {
    if (TALLY !== undefined) appendFileSync(TALLY, `${JSON.stringify({ property, tried })}\n`);
  }
}

/** Time for all cases of a property. Milliseconds. */
export const PATIENCE = Math.max(60_000, ALL * 60);
