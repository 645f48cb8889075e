/** How a source may be written. */
export const SOURCE_FORMATS = ['jsonl', 'json', 'csv', 'markdown'] as const;
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/** Where a record stands, for error messages: `articles.jsonl:17`, `posts/hello.md:1`. */
export type Location = string;

/** One record as a source found it: not validated, or unreadable in itself (broken JSON, a short CSV row). */
export type SourceRow =
  | { readonly location: Location; readonly record: unknown }
  | {
      readonly location: Location;
      readonly unreadable: { readonly expected: string; readonly received: string };
    };

/**
 * A source of articles. Reading streams: memory does not grow with the size of the source. One unreadable row
 * does not end the reading; a source that cannot be opened or read to its end throws a `SourceError`.
 */
export interface Source {
  /** What remembers, across runs, which source gave an article: for files their absolute path. */
  readonly name: string;
  rows(): AsyncIterable<SourceRow>;
  /** Bytes (of the file as it lies on disk) read so far and in all; `total` is `null` where unknown. */
  progress(): { readonly read: number; readonly total: number | null };
}
