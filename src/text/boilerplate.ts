import { type Segment, withoutSegments } from './segments.js';

/** What recurs all over an archive: the comparable form of each passage, by its hash. */
export type Boilerplate = ReadonlyMap<number, string>;

export const NO_BOILERPLATE: Boilerplate = new Map();

/** The text without the passages that are boilerplate. A passage that only shares a hash with one stays. */
export function withoutBoilerplate(text: string, boilerplate: Boilerplate): string {
  if (boilerplate.size === 0) return text;
  return withoutSegments(text, ({ hash, normal }: Segment) => boilerplate.get(hash) === normal);
}

/** Those of a text's segments that have the hash of a passage, in the order given. */
export function leftOutOf(segments: Uint32Array, boilerplate: Boilerplate): Uint32Array {
  return boilerplate.size === 0 ? new Uint32Array() : segments.filter((hash) => boilerplate.has(hash));
}
