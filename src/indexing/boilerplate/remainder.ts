import { type Segment, segmentsOf, withoutSegments } from '../../text/segments.js';
import { signatureOf } from '../../text/signature.js';
import { words } from '../../text/words.js';
import type { CleanParts } from '../prepare.js';

/** An article's clean text in full, boilerplate and all. */
export interface ArticleText extends CleanParts {
  /** Primary language, or `null` where unknown. */
  readonly language: string | null;
}

/** What an article says beside the passages that recur in others. */
export interface Remainder {
  readonly key: number;
  readonly language: string | null;
  /** How often each of its words occurs, the title's included. */
  readonly counts: ReadonlyMap<string, number>;
  /** The passages that recur, by hash. */
  readonly recurring: ReadonlyMap<number, Segment>;
  /** Signature of what is left. */
  rest(): Uint32Array | null;
  /** Signature of all. */
  whole(): Uint32Array | null;
}

export interface Remainders {
  /** `null` where the article is gone. The same object while it is remembered. */
  of(key: number): Remainder | null;
}

/** Articles remembered at a time: a text of 450 words takes some 20 kB. */
const KEPT = 1_000;

/** Reads articles as what they say beside recurring passages; those that were read lately are remembered. */
export function createRemainders(
  read: (key: number) => ArticleText | null,
  recurs: (hash: number) => boolean,
): Remainders {
  const kept = new Map<number, Remainder | null>();
  return {
    of(key) {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const parts = read(key);
      const made = parts === null ? null : remainderOf(key, parts, recurs);
      kept.set(key, made);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}

function remainderOf(
  key: number,
  { language, title, summary, body }: ArticleText,
  recurs: (hash: number) => boolean,
): Remainder {
  const all = [summary ?? '', body];
  const recurring = new Map<number, Segment>();
  for (const text of all) {
    for (const segment of segmentsOf(text)) if (recurs(segment.hash)) recurring.set(segment.hash, segment);
  }
  const left = [title, ...all.map((text) => withoutSegments(text, ({ hash }) => recurring.has(hash)))];
  const counts = new Map<string, number>();
  for (const text of left) for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return {
    key,
    language,
    counts,
    recurring,
    rest: once(() => signatureOf(left.join('\n'))),
    whole: once(() => signatureOf([title, ...all].join('\n'))),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
