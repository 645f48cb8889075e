import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the desk's page, as it was built. */
export interface DeskAsset {
  readonly bytes: Buffer;
  /** Changes with the bytes; stands in the address that the page loads. */
  readonly version: string;
}

export type DeskFile = 'desk.js' | 'desk.css';

const read = new Map<DeskFile, DeskAsset>();

/** Reads the file once, when it is first needed. Throws where it was not built. */
export function deskAsset(name: DeskFile): DeskAsset {
  const known = read.get(name);
  if (known !== undefined) return known;
  const bytes = bytesOf(name);
  const asset = { bytes, version: createHash('sha256').update(bytes).digest('hex').slice(0, 32) };
  read.set(name, asset);
  return asset;
}

/** From the sources as from the built files, which lie as deep. */
function bytesOf(name: DeskFile): Buffer {
  const file = fileURLToPath(new URL(`../../../dist/desk/${name}`, import.meta.url));
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`Expected a file of the desk at ${file}, received none. npm run build makes it.`, {
      cause: error,
    });
  }
}
