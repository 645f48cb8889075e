/** What a server said of a document's version, sent back to ask whether it has changed. */
export interface Validators {
  readonly etag: string | null;
  /** As the server wrote it. */
  readonly lastModified: string | null;
}

export interface FetchRequest {
  /** Of the last answer that was used; asks for the document only if it has changed. */
  readonly validators?: Validators;
  /** The `Accept` header. */
  readonly accept?: string;
  /** Further headers, such as one that carries a key; never sent on to another origin. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A document that was there. */
export interface FetchedDocument {
  readonly kind: 'document';
  /** Where it was in the end found, without a fragment. */
  readonly url: string;
  /** What was asked for and every further address that led on from it, without the last; empty without a redirect. */
  readonly redirects: readonly { readonly url: string; readonly permanent: boolean }[];
  readonly validators: Validators;
  /** Lower case, without parameters, such as `text/html`; empty where not said. */
  readonly contentType: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * Unpacked, also where the document is a gzip file; decoded by its byte order mark, the charset of its header, its
   * XML declaration or `<meta>`, else as UTF-8.
   */
  readonly text: string;
}

export type Fetched =
  | FetchedDocument
  /** The server says that nothing has changed since the validators. */
  | { readonly kind: 'not_modified'; readonly url: string }
  /** 404 or 410: taken down. */
  | { readonly kind: 'gone'; readonly url: string; readonly status: number };

/**
 * Reads documents from the web, politely: few at a time and with a pause between two from one host, only what
 * `robots.txt` allows, again after a while where a server is overloaded. Never reaches a private address unless
 * that is allowed.
 */
export interface Fetcher {
  /**
   * Throws a `SourceError` that says what was asked, what came, and the remedy; the signal's reason once that is
   * aborted; a `StoppedError` once the fetcher is closed. An address with a name and password in it is refused: a key
   * belongs in a header.
   */
  get(url: string, request?: FetchRequest): Promise<Fetched>;
  /** Ends what is under way. */
  close(): Promise<void>;
}
