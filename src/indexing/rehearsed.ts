import type { Article, BodyFormat } from '../article.js';
import type { Catalog, DerivedText, EmbeddingSpace } from '../catalog/catalog.js';
import { textHash } from '../catalog/hashes.js';
import type { Manifest } from '../generation/manifest.js';
import { leftOutOf } from '../text/boilerplate.js';
import { areFew } from './few.js';

/** What the same run has made before, on a copy of the catalogue: nothing of it needs to be made twice. */
export interface Rehearsed {
  /** The catalogue's sequence number when it was copied: what others have changed since stays. */
  readonly base: number;
  /** What was derived from this text; `null` where nothing was. */
  known(article: Article, bodyFormat: BodyFormat): DerivedText | null;
  /**
   * Publishes the generation that was built from the copy, where it says of every article what one built now would
   * say, or where whatever it says otherwise has changed since its sequence number. `null` where it does not.
   */
  takeOver(sequence: number): Promise<Manifest | null>;
}

/** What was derived from this text in the copy. */
export function knownFrom(copy: Catalog, space: EmbeddingSpace): Rehearsed['known'] {
  return (article, bodyFormat) => {
    const stored = copy.find(article.id);
    const hash = textHash(article, bodyFormat);
    if (stored === null || textHash(stored.article, stored.bodyFormat) !== hash) return null;
    const { key } = stored;
    const vector = copy.vector(key, space);
    const [segmented] = copy.segmented(key - 1, 1);
    const [facts] = copy.facts([key]);
    if (vector === undefined || segmented?.key !== key || facts === undefined) return null;
    return {
      textHash: hash,
      vector,
      signature: copy.signatures([key]).get(key) ?? null,
      terms: copy.terms(key),
      segments: segmented.segments,
      // A vector is given only while it was made without what is boilerplate now.
      leftOut: leftOutOf(segmented.segments, copy.boilerplate()),
      words: facts.words,
    };
  };
}

export interface TakeOver {
  readonly copy: Catalog;
  readonly catalog: Catalog;
  readonly space: EmbeddingSpace;
  /** Of the generation that was built from the copy. */
  readonly built: Pick<Manifest, 'sequence' | 'articles'>;
  /** The catalogue's sequence number when it was copied. */
  readonly base: number;
}

/**
 * The sequence number under which what was built from the copy says of the catalogue what a generation built at
 * `sequence` would say, the overlay of what changed since included. `null`: none, it has to be built anew.
 */
export function sequenceOfTakeOver(parts: TakeOver, sequence: number): number | null {
  const { copy, catalog, space, built, base } = parts;
  const differing = [...difference(texts(copy, space), texts(catalog, space))];
  if (differing.length === 0) return sequence;
  // The run itself changed something: then what others changed cannot be told from it by a number.
  if (built.sequence !== base) return null;
  const since = catalog.changesSince(base, space);
  if (!areFew(since.length, built.articles)) return null;
  const changed = new Set(since.map(({ key }) => key));
  return differing.every((key) => changed.has(key)) ? base : null;
}

interface Text {
  readonly key: number;
  /** Of the text, and of what is left out of it. */
  readonly hash: string;
}

/** What can be placed, by key. */
function* texts(catalog: Catalog, space: EmbeddingSpace): Generator<Text, undefined> {
  for (let after = 0; ; ) {
    const page = catalog.placeable(space, after, 1024);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key;
    for (const { key, textHash: hash } of page) yield { key, hash };
  }
}

/** Keys that only one of the two has, or that have another text. Both come by key. */
function* difference(one: Generator<Text, undefined>, other: Generator<Text, undefined>): Generator<number> {
  let [a, b] = [one.next().value, other.next().value];
  while (a !== undefined || b !== undefined) {
    if (b === undefined || (a !== undefined && a.key < b.key)) {
      yield a?.key ?? 0;
      a = one.next().value;
    } else if (a === undefined || b.key < a.key) {
      yield b.key;
      b = other.next().value;
    } else {
      if (a.hash !== b.hash) yield a.key;
      [a, b] = [one.next().value, other.next().value];
    }
  }
}
