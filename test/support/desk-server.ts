import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RelatedArticle } from '../../src/engine/answers.js';
import type { DeskArticleAnswer, DeskEvents, SessionAnswer } from '../../src/http/desk/answers.js';
import { DESK_POLICY, deskPage } from '../../src/http/desk/page.js';
import { protectPage } from '../../src/http/page-policy.js';
import { ARTICLES, articleOf, find, ranked } from './desk-archive.js';
import { Decisions, type Sent } from './desk-decisions.js';

/** Answers a path under `desk/` that the fake does not know, such as `GET builds`; `undefined` for none. */
export type Canned = (asked: {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}) => unknown;

/** Answers what the desk's page asks for, from memory: for developing, and for tests of the page alone. */
export interface DeskServer {
  readonly url: string;
  readonly decisions: Decisions;
  /** What was asked for and changed something, such as `POST decisions`. */
  readonly asked: string[];
  /** Keys, and the names of those who have them. */
  readonly keys: Map<string, Pick<SessionAnswer, 'name' | 'admin'>>;
  /** Everybody's session ends. */
  expire(): void;
  /** Tells every page that listens. */
  tell<Name extends keyof DeskEvents>(name: Name, said: DeskEvents[Name]): void;
  /** Answered before anything else. */
  canned: Canned;
  close(): Promise<void>;
}

const INDEX = {
  generation: '2026-11-22T10-00-00Z-3f9c',
  sequence: 1042,
  model: 'seealso-en',
  articles: ARTICLES.length,
  publishedAt: '2026-11-22T10:00:00.000Z',
};

const asset = (name: string) => readFileSync(new URL(`../../dist/desk/${name}`, import.meta.url));

/** `port` 0: any that is free. */
export async function deskServer(port = 0, clock: () => number = Date.now): Promise<DeskServer> {
  const decisions = new Decisions(clock);
  const keys = new Map<string, Pick<SessionAnswer, 'name' | 'admin'>>([
    ['ana’s key', { name: 'Ana', admin: true }],
    ['ben’s key', { name: 'Ben', admin: false }],
  ]);
  const sessions = new Map<string, Pick<SessionAnswer, 'name' | 'admin'>>();
  const streams = new Set<ServerResponse>();
  const asked: string[] = [];
  let revision = 0;

  const tell: DeskServer['tell'] = (name, said) => {
    for (const stream of streams) stream.write(`event: ${name}\ndata: ${JSON.stringify(said)}\n\n`);
  };
  const changed = () => {
    revision += 1;
    tell('rules', { revision: String(revision) });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://desk');
    const method = request.method ?? 'GET';
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    const problem = (status: number, code: string, detail: string) =>
      json(status, { type: `urn:seealso:${code}`, title: code, status, detail });
    if (url.pathname === '/desk') {
      protectPage({ policy: DESK_POLICY })(request, response, () => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(deskPage());
      });
      return;
    }
    const path = url.pathname.replace(/^\/desk\//, '');
    if (path === 'desk.js' || path === 'desk.css') {
      response.writeHead(200, { 'content-type': path === 'desk.js' ? 'text/javascript' : 'text/css' });
      response.end(asset(path));
      return;
    }
    const body = method === 'GET' ? null : await bodyOf(request);
    const secret = /seealso_desk=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (method === 'POST' && path === 'session') {
      const who = keys.get((body as { key: string }).key);
      if (who === undefined)
        return problem(401, 'not_authorised', 'There is no such key here. Check it, or ask for a new one.');
      const name = `s${sessions.size}x${Math.round(clock())}`;
      sessions.set(name, who);
      response.setHeader('set-cookie', `seealso_desk=${name}; HttpOnly; SameSite=Strict`);
      return json(200, sessionOf(who, name));
    }
    const who = sessions.get(secret);
    if (who === undefined) return problem(401, 'not_signed_in', 'Sign in with a key of scope edit.');
    if (method !== 'GET') {
      asked.push(`${method} ${path}`);
      if (request.headers['x-csrf-token'] !== `token-${secret}`)
        return problem(403, 'forged_request', 'Expected the token of the session in X-CSRF-Token.');
    }
    const by = who.name ?? 'this machine';
    const known = server.canned({ method, path, query: url.searchParams, body });
    if (known !== undefined) return json(200, known);
    const [first = '', second = '', third = ''] = path.split('/').map(decodeURIComponent);
    const decided = (entry: ReturnType<Decisions['decide']>) => {
      if (typeof entry === 'string') return problem(409, 'decision_conflict', entry);
      json(200, { decision: entry });
      changed();
    };
    if (first === 'session' && method === 'GET') return json(200, sessionOf(who, secret));
    if (first === 'session') {
      sessions.delete(secret);
      return void response.writeHead(204).end();
    }
    if (first === 'articles' && second === '')
      return json(200, {
        articles: find(url.searchParams.get('q') ?? '', Number(url.searchParams.get('limit') ?? 20)),
      });
    if (first === 'articles') {
      const article = articleOf(second);
      if (article === undefined)
        return problem(
          404,
          'article_not_found',
          `No article with id ${JSON.stringify(second)} is published here.`,
        );
      return json(200, listOf(article, url.searchParams, decisions));
    }
    if (first === 'decisions' && third === 'undo') return decided(decisions.undo(Number(second), by));
    if (first === 'decisions' && method === 'POST') return decided(decisions.decide(body as Sent, by));
    if (first === 'decisions') {
      const { searchParams: query } = url;
      const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
      return json(200, {
        decisions: decisions.entries(query.get('about'), before, Number(query.get('limit') ?? 50)),
      });
    }
    if (first === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(
        `retry: 3000\n\nevent: rules\ndata: ${JSON.stringify({ revision: String(revision) })}\n\n`,
      );
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    problem(404, 'unknown_path', `There is nothing at ${url.pathname}.`);
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => {
    http.listen(port, '127.0.0.1', resolve);
  });
  const server: DeskServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    decisions,
    asked,
    keys,
    expire() {
      sessions.clear();
      for (const stream of streams) stream.end();
    },
    tell,
    canned: () => undefined,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

const sessionOf = (who: Pick<SessionAnswer, 'name' | 'admin'>, secret: string): SessionAnswer => ({
  ...who,
  csrfToken: `token-${secret}`,
  expiresAt: null,
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === '' ? null : JSON.parse(text);
}

/** The list of the fake ranking, with pins in their places and without what is blocked. */
function listOf(
  article: DeskArticleAnswer['article'],
  asked: URLSearchParams,
  decisions: Decisions,
): DeskArticleAnswer {
  const limit = Number(asked.get('limit') ?? 4);
  const rules = decisions.about(article.id);
  const held = rules.filter(({ inForce }) => inForce);
  const isSilent = held.some(({ kind }) => kind === 'no_links');
  const left = new Set([
    ...held.flatMap(({ kind, link }) => (kind === 'block' && link !== null ? [link.id] : [])),
    ...decisions.rules.flatMap(({ kind, link }) =>
      kind === 'never_recommend' && link !== null ? [link.id] : [],
    ),
  ]);
  const all = ranked(article, asked).filter(({ id }) => !left.has(id));
  const pins = held
    .filter(({ kind, mode }) => kind === 'pin' && mode === (asked.get('mode') ?? 'related'))
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const list: RelatedArticle[] = all.filter(({ id }) => !pins.some(({ link }) => link?.id === id));
  for (const { link, position } of pins) {
    const found = all.find(({ id }) => id === link?.id) ?? asLink(link?.id ?? '');
    if (found !== undefined) list.splice((position ?? 1) - 1, 0, { ...found, pinned: true });
  }
  return {
    article,
    list: {
      article: { id: article.id, title: article.title, url: article.url },
      related: isSilent ? [] : list.slice(0, limit),
      empty:
        isSilent || list.length === 0
          ? {
              reason: isSilent ? 'filtered_out' : 'below_cutoff',
              detail: isSilent
                ? 'An editor decided that nothing is shown under this article.'
                : 'No candidate is related closely enough, other than copies of the article itself.',
            }
          : null,
      index: INDEX,
    },
    next: isSilent ? [] : list.slice(limit, limit + 12),
    rules,
    decisions: decisions.entries(article.id, Number.MAX_SAFE_INTEGER, 20),
  };
}

/** An article that the ranking would not give. */
function asLink(id: string): RelatedArticle | undefined {
  const article = articleOf(id);
  if (article === undefined) return undefined;
  const { tags: _, language: _l, noRecommend: _n, ...link } = article;
  return { ...link, image: null, score: 0, pinned: true, reasons: [], alsoCoveredBy: [] };
}
