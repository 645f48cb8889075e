/** How a file may be written. */
export const FILE_FORMATS = ['jsonl', 'json', 'csv', 'markdown'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What an address on the web may lead to. */
export const WEB_FORMATS = ['feed', 'sitemap', 'page', 'wordpress', 'ghost'] as const;
export type WebFormat = (typeof WEB_FORMATS)[number];

/** How a source may be written. */
export const SOURCE_FORMATS = [...FILE_FORMATS, ...WEB_FORMATS] as const;
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/** Where a record stands, for error messages: `articles.jsonl:17`, `posts/hello.md:1`, an address. */
export type Location = string;

/** Something that a source wants to know when it is read again; a `value` of `null` forgets it. */
export interface Note {
  /** Such as the address of a document. */
  readonly name: string;
  readonly value: string | null;
}

interface Placed {
  readonly location: Location;
  /** Remembered once this row, and all rows before it, are stored: never earlier, so that a kill loses nothing. */
  readonly notes?: readonly Note[];
}

/** What stands in a file. */
export type RecordRow =
  /** Not validated. */
  | (Placed & { readonly record: unknown })
  /** Unreadable in itself: broken JSON, a short CSV row, a page without text. */
  | (Placed & { readonly unreadable: { readonly expected: string; readonly received: string } });

/** What a source says of one article, or only of itself. */
export type SourceRow =
  | RecordRow
  /** The article of this id is there and has not changed since it was last given. */
  | (Placed & { readonly unchanged: string })
  /** The article of this id was taken down at its source. */
  | (Placed & { readonly gone: string })
  /** Nothing but notes. */
  | (Placed & { readonly notes: readonly Note[] });

/** What a source may know while it is read. */
export interface Reading {
  /** What was noted under that name when this source was last read; `null` where nothing was. */
  recall(name: string): string | null;
  /** Whether the article of this id came from this source and is still there (or was deleted by request). */
  holds(id: string): boolean;
  /** Everything that is there has to be told, as `unchanged` at least: what is not told is pruned. */
  readonly whole: boolean;
  /** Ends a reading that waits. */
  readonly signal: AbortSignal;
  /** For what a person should know, and what is no row. */
  warn(message: string): void;
}

/**
 * A source of articles. Reading streams: memory does not grow with the size of the source. One unreadable row
 * does not end the reading; a source that cannot be opened or read to its end throws a `SourceError`.
 */
export interface Source {
  /** What remembers, across runs, which source gave an article: for files their absolute path. */
  readonly name: string;
  /** It gives only what is new or newest, as a feed does: what it does not give is not gone. */
  readonly partial?: boolean;
  rows(reading?: Reading): AsyncIterable<SourceRow>;
  /** Bytes (of the file as it lies on disk), or documents, read so far and in all; `total` is `null` where unknown. */
  progress(): { readonly read: number; readonly total: number | null };
}

/** For a source that is read for the first time, and only once. */
export const FIRST_READING: Reading = {
  recall: () => null,
  holds: () => false,
  whole: true,
  signal: new AbortController().signal,
  warn: () => undefined,
};
