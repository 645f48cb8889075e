import type { Article } from '../article.js';
import type { IndexInfo, RelatedAnswer } from '../engine/answers.js';
import type { ClickReport } from '../engine/clicks.js';
import type { PutResult } from '../engine/engine.js';
import { type Problem, RequestFailedError } from './error.js';
import {
  type ArticleInput,
  type ClicksQuestion,
  type DraftText,
  queryOf,
  type RelatedQuestion,
} from './question.js';

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:3000` or `https://example.com/seealso`. */
  readonly baseUrl: string | URL;
  /** Bearer key: for `put`, `remove` and `clicks`. */
  readonly apiKey?: string;
  /** Milliseconds until a request is given up; default 10,000. */
  readonly timeout?: number;
  /** Instead of the platform's own. */
  readonly fetch?: typeof fetch;
}

/** One answer of a batch, in the order asked. */
export type BatchResult =
  | ({ readonly id: string | null; readonly status: 200 } & RelatedAnswer)
  | ({ readonly id: string | null } & Problem);

/**
 * Asks a server. Every method throws a `RequestFailedError` where it answers with anything but success, and whatever
 * `fetch` throws where it cannot be reached in time.
 */
export interface Client {
  /** What to read after an indexed article. */
  related(id: string, question?: RelatedQuestion): Promise<RelatedAnswer>;
  /** The same for the article at an address, however it is written. */
  relatedByUrl(url: string | URL, question?: RelatedQuestion): Promise<RelatedAnswer>;
  /** The same for a text that is not indexed. */
  relatedTo(text: DraftText, question?: RelatedQuestion): Promise<RelatedAnswer>;
  /** Up to 200 ids and texts in one request; one that fails leaves the others alone. */
  relatedBatch(
    items: readonly (string | DraftText)[],
    question?: RelatedQuestion,
  ): Promise<readonly BatchResult[]>;
  /** The same as HTML, to be put under an article as it is; empty where there is nothing to show. */
  relatedHtml(id: string, question?: RelatedQuestion & FragmentQuestion): Promise<string>;
  article(id: string): Promise<Article>;
  /** Stores an article; readers see it when this returns. */
  put(id: string, article: ArticleInput): Promise<PutResult & { readonly id: string }>;
  /** Takes an article out of every list. */
  remove(id: string): Promise<void>;
  /** What readers saw and clicked. */
  clicks(question?: ClicksQuestion): Promise<ClickReport>;
  /** Which index answers. */
  index(): Promise<IndexInfo>;
}

/** How a list looks as HTML. */
export interface FragmentQuestion {
  readonly heading?: string;
  /** 1–6; default 2. */
  readonly headingLevel?: number;
  /** Say why each link is there. */
  readonly reasons?: boolean;
  /** Wrap it in the custom element that replaces it where there is JavaScript. */
  readonly widget?: boolean;
}

export function createClient(options: ClientOptions): Client {
  const base = String(options.baseUrl).replace(/\/+$/, '');
  const { timeout = 10_000, fetch: send = fetch } = options;

  const request = async (method: string, path: string, query: URLSearchParams, body?: unknown) => {
    const asked = query.size === 0 ? `${base}${path}` : `${base}${path}?${query}`;
    const response = await send(asked, {
      method,
      signal: AbortSignal.timeout(timeout),
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(options.apiKey === undefined ? {} : { Authorization: `Bearer ${options.apiKey}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new RequestFailedError(`${method} ${asked}`, response.status, text);
    return text;
  };
  const json = async <T>(...asked: Parameters<typeof request>): Promise<T> =>
    JSON.parse(await request(...asked)) as T;
  const none = new URLSearchParams();
  const pathOf = (id: string) => `/v1/articles/${encodeURIComponent(id)}`;

  return {
    related: (id, question = {}) => json('GET', `${pathOf(id)}/related`, queryOf({ ...question })),
    relatedByUrl: (url, question = {}) =>
      json('GET', '/v1/related', queryOf({ ...question, url: String(url) })),
    relatedTo: (text, question = {}) => json('POST', '/v1/related', queryOf({ ...question }), text),
    async relatedBatch(items, question = {}) {
      const query = queryOf({ ...question });
      return (await json<{ results: BatchResult[] }>('POST', '/v1/related/batch', query, { items })).results;
    },
    relatedHtml: (id, question = {}) =>
      request('GET', `${pathOf(id)}/related.html`, queryOf({ ...question })),
    article: (id) => json('GET', pathOf(id), none),
    put: (id, article) => json('PUT', pathOf(id), none, article),
    remove: async (id) => {
      await request('DELETE', pathOf(id), none);
    },
    clicks: (question = {}) => json('GET', '/v1/clicks', queryOf({ ...question })),
    index: async () => (await json<{ index: IndexInfo }>('GET', '/readyz', none)).index,
  };
}
