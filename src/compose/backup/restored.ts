import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Says when this index was restored, and from what; who has it open takes that up. */
export const RESTORED = 'restored.json';

/** How often a server looks whether its index was restored. Milliseconds. */
const POLL = 250;

/** Changes with every restore; `null` where there never was one. */
export async function restoredMark(indexDir: string): Promise<string | null> {
  const file = await stat(join(indexDir, RESTORED)).catch(() => null);
  return file === null ? null : `${file.ino} ${file.mtimeMs} ${file.size}`;
}

/** Waits until the index is restored anew, and returns its mark then; `known` again where it is aborted before. */
export async function nextRestore(
  indexDir: string,
  known: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    const mark = await restoredMark(indexDir);
    if (mark !== null && mark !== known) return mark;
    await delay(POLL, undefined, { signal }).catch(() => undefined);
  }
  return known;
}
