import { setImmediate as breath } from 'node:timers/promises';

/** Numbers looked at before others get their turn: a millisecond's work. */
const AT_ONCE = 1 << 18;

/** Whether every number is one: neither infinite nor NaN. */
export async function allFinite(values: Float32Array): Promise<boolean> {
  for (let from = 0; from < values.length; from += AT_ONCE) {
    // Zero times anything finite is zero; times an infinity, or what is not a number, it is not a number.
    let sum = 0;
    const end = Math.min(values.length, from + AT_ONCE);
    for (let i = from; i < end; i += 1) sum += 0 * (values[i] ?? 0);
    if (sum !== 0) return false;
    await breath();
  }
  return true;
}
