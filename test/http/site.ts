import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { openEngine } from '../../src/compose.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { Engine } from '../../src/engine/engine.js';
import { type AppOptions, createApp } from '../../src/http/app.js';
import { listen } from '../../src/http/server.js';
import { openSource } from '../../src/sources/open-source.js';
import { copyOfIndex } from '../support/built-index.js';
import { scratchFolder, write } from '../support/cli.js';
import { jsonl } from '../support/newsroom.js';
import { BUNDLED, indexProduct } from '../support/product.js';

export const KEY = 'correct horse';
export const AUTHORISED = { authorization: `Bearer ${KEY}` };

const closing: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const DEFAULTS: AppOptions = {
  apiKey: undefined,
  front: undefined,
  maxAge: 60,
  staleWhileRevalidate: 600,
  corsOrigin: [],
  log: () => undefined,
};

/** An application that listens on a free port until the end of the test file. */
export async function listening(engine: Engine, options: Partial<AppOptions> = {}): Promise<string> {
  const app = createApp(engine, { ...DEFAULTS, ...options });
  const server = await listen(app, '127.0.0.1', 0);
  closing.push(() => server.close());
  return server.url;
}

export async function indexArticles(indexDir: string, articles: readonly unknown[]): Promise<void> {
  const source = await openSource(write(indexDir, 'archive.jsonl', jsonl(articles)));
  await indexProduct(source, indexDir, { strict: true });
}

/** Lets everything through the cut-off that is related at all. */
export function letAllThrough(indexDir: string): void {
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  chooseCutoff(catalog, { score: 0 });
  catalog.close();
}

/** An engine over an index in a folder of its own; the folder may still be without one. */
export async function engineOver(
  articles: readonly unknown[] | null,
): Promise<{ engine: Engine; indexDir: string }> {
  const indexDir = join(scratchFolder(), 'index');
  if (articles !== null) await copyOfIndex(articles, indexDir, (folder) => indexArticles(folder, articles));
  const engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: true });
  closing.push(() => engine.close());
  return { engine, indexDir };
}

export interface Answered<Body = unknown> {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly text: string;
  /** Of an answer that is JSON. */
  readonly body: Body;
}

export async function ask<Body = Record<string, unknown>>(
  url: string,
  init: RequestInit & { readonly json?: unknown } = {},
): Promise<Answered<Body>> {
  const { json, ...request } = init;
  const response = await fetch(url, {
    ...request,
    ...(json === undefined
      ? {}
      : {
          body: JSON.stringify(json),
          headers: { 'content-type': 'application/json', ...(request.headers as Record<string, string>) },
        }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  const body = (type?.includes('json') && text !== '' ? JSON.parse(text) : undefined) as Body;
  return { status: response.status, type, headers: response.headers, text, body };
}

export interface SaidReason {
  readonly type: string;
  readonly text: string;
  readonly terms?: readonly string[];
  readonly when?: string;
  readonly section?: string;
}

export interface Explained {
  readonly signals: Readonly<
    Record<string, { readonly value: number | null; readonly rank: number | null; readonly weight: number }>
  >;
  readonly hubness: number;
  readonly relatedness: number;
  readonly standing: number;
  readonly cutoff: { readonly related: number; readonly story: number };
  readonly factors: { readonly freshness: number; readonly section: number; readonly depth: number };
  readonly measured: number;
}

export interface Related {
  readonly article: { readonly id: string } | null;
  readonly related: readonly {
    readonly id: string;
    readonly score: number;
    readonly title: string;
    readonly section: string | null;
    readonly reasons: readonly SaidReason[];
    readonly alsoCoveredBy: readonly { readonly id: string }[];
    readonly explain?: Explained;
  }[];
  readonly empty: { readonly reason: string; readonly detail: string } | null;
  readonly index: Readonly<Record<string, unknown>>;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly expected: string;
    readonly received: string;
  }[];
}

export const ids = (answer: Answered<Related>): string[] => answer.body.related.map(({ id }) => id);
