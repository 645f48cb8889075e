/** What a term is, in the two lowest bits of its hash: terms of different kinds never count as the same. */
export const KIND = { word: 0, pair: 1, name: 2, title: 3 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

export function kindOf(hash: number): Kind {
  return (hash & 3) as Kind;
}

export function ofKind(hash: number, kind: Kind): number {
  return ((hash & ~3) | kind) >>> 0;
}

/** FNV-1a over UTF-16 code units, its bits mixed once more. 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** The hash of two in this order. */
export function hashOfTwo(first: number, second: number): number {
  return mix(Math.imul(first ^ 0x811c9dc5, 0x01000193) ^ Math.imul(second, 0x85ebca6b));
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
