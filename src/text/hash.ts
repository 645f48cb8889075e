/** Of nothing. */
export const NO_HASH = 0x811c9dc5 | 0;

/** FNV-1a over UTF-16 code units, its bits mixed once more. 32 bits. */
export function hashOf(text: string): number {
  return mix(foldedIn(NO_HASH, text, 0, text.length));
}

/** FNV-1a over code units of a text, going on from the hash of what stands before them. */
export function foldedIn(before: number, text: string, start: number, end: number): number {
  let hash = before;
  for (let i = start; i < end; i += 1) hash = foldedInCode(hash, text.charCodeAt(i));
  return hash;
}

export function foldedInCode(before: number, code: number): number {
  return Math.imul(before ^ code, 0x01000193);
}

/** Spreads what tells two hashes apart over all bits. */
export function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
