import { statSync } from 'node:fs';

/** Identifies a file whatever its name; `null` where there is none. */
export function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null;
}
