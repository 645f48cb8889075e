import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Lets go of the native memory of what nobody holds any more. The collector knows nothing of its size, and would not
 * begin for its sake: to it a graph of 200 MB is a hundred bytes.
 */
export async function collectNow(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  // What native objects leave is freed in the next turns of the event loop.
  await turn();
  await turn();
}
