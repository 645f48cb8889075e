import { mix } from '../text/hash.js';

export { hashOf } from '../text/hash.js';

/** What a term is, in the two lowest bits of its hash: terms of different kinds never count as the same. */
export const KIND = { word: 0, pair: 1, name: 2, title: 3 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

export function kindOf(hash: number): Kind {
  return (hash & 3) as Kind;
}

export function ofKind(hash: number, kind: Kind): number {
  return ((hash & ~3) | kind) >>> 0;
}

/** The hash of two in this order. */
export function hashOfTwo(first: number, second: number): number {
  return mix(Math.imul(first ^ 0x811c9dc5, 0x01000193) ^ Math.imul(second, 0x85ebca6b));
}
