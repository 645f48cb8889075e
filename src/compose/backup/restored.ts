import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Says when this index was restored, and from what; who has it open takes that up. */
export const RESTORED = 'restored.json';

/** How often a server looks whether its index was restored. Milliseconds. */
const POLL = 250;

/** Changes with every restore; `null` where there never was one. */
export function restoredMark(indexDir: string): string | null {
  const file = statSync(join(indexDir, RESTORED), { throwIfNoEntry: false });
  return file === undefined ? null : `${file.ino} ${file.mtimeMs} ${file.size}`;
}

/**
 * Takes up every restore after the one of that mark, until it is aborted. `takeUp` is asked again where it returns
 * `false`, and may ask whether there was another restore meanwhile.
 */
export async function followRestores(
  indexDir: string,
  mark: string | null,
  signal: AbortSignal,
  takeUp: (isOutdated: () => boolean) => Promise<boolean>,
): Promise<void> {
  for (let known = mark; !signal.aborted; ) {
    const found = restoredMark(indexDir);
    const isOutdated = () => restoredMark(indexDir) !== found;
    if (found !== null && found !== known && (await takeUp(isOutdated))) known = found;
    else await delay(POLL, undefined, { signal }).catch(() => undefined);
  }
}
