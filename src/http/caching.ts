import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Engine } from '../engine/engine.js';
import { VERSION } from '../version.js';
import { surrogateKeys } from './surrogate-key.js';

/** How long caches may keep answers. Seconds. */
export interface CacheLife {
  readonly maxAge: number;
  /** So long after that an answer may be shown while a new one is fetched. */
  readonly staleWhileRevalidate: number;
}

/** At most so long for what may soon be otherwise: an empty list, an article that is not there. Seconds. */
const SHORT = 10;

/** What an answer depends on beside the index. */
export interface Question {
  readonly route: string;
  /** The article that is asked about. */
  readonly id: string;
  /** The parameters as they were understood; lists among them mean the same in any order. */
  readonly asked: Readonly<Record<string, unknown>>;
}

export interface CacheableAnswer {
  readonly type: 'json' | 'html';
  readonly content: string;
  /** Nothing is shown, which the next article may change. */
  readonly isEmpty: boolean;
  /** Ids of the articles that it names. */
  readonly names: readonly string[];
}

export interface Caching {
  /**
   * Sends what `make` gives, or, where the reader holds that already, 304 without making it. Throws what `make` throws,
   * `ArticleNotFoundError` where no such article is published, `IndexMissingError`.
   */
  send(request: Request, response: Response, question: Question, make: () => CacheableAnswer): void;
}

/** The end of a tag says how long that answer may be kept: a 304 says so again without making the answer. */
const KINDS = { usual: '', empty: '-empty', private: '-private' } as const;
type Kind = keyof typeof KINDS;
const EACH_KIND: readonly Kind[] = ['usual', 'empty', 'private'];

/** How often an answer is made while another process writes, before it goes without a tag. */
const ATTEMPTS = 3;

/**
 * A strong entity tag is the hash of all that an answer is made from: program, index (`Engine.version`), route, article
 * and parameters. So it is known before the answer is, and holds for it where nothing was written meanwhile.
 */
export function createCaching(engine: Pick<Engine, 'version' | 'article'>, life: CacheLife): Caching {
  const kept: Readonly<Record<Kind, string>> = {
    usual: cacheControl(life.maxAge, life.staleWhileRevalidate),
    empty: shortLife(life),
    // What cannot be purged is kept by the reader's own browser alone.
    private: `private, max-age=${life.maxAge}`,
  };

  return {
    send(request, response, { route, id, asked }, make) {
      const question = canonical(asked);
      const tagOf = (version: string, kind: Kind) => {
        const parts = [VERSION, version, route, id, question];
        const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
        return `"${hash}${KINDS[kind]}"`;
      };
      response.vary('Accept-Encoding');

      let version = engine.version();
      const held = heldTags(request);
      const known = held === '*' ? 'usual' : EACH_KIND.find((kind) => held.has(tagOf(version, kind)));
      if (known !== undefined) {
        // A tag was given for an answer, `*` asks whether there is one, and tells nothing of its kind.
        if (held === '*') engine.article(id);
        const life = held === '*' ? kept.empty : kept[known];
        // No Surrogate-Key: a cache takes the headers of a 304 over, and would forget those of the links.
        response
          .status(304)
          .set({ ETag: tagOf(version, known), 'Cache-Control': life })
          .end();
        return;
      }

      let answer = make();
      // What another process wrote meanwhile may be in it or not.
      for (let attempt = 1; engine.version() !== version; attempt += 1) {
        if (attempt === ATTEMPTS) {
          response.type(answer.type).send(answer.content);
          return;
        }
        version = engine.version();
        answer = make();
      }
      const { type, content, isEmpty, names } = answer;
      const keys = surrogateKeys([id, ...names]);
      const kind = keys === null ? 'private' : isEmpty ? 'empty' : 'usual';
      response.set({ ETag: tagOf(version, kind), 'Cache-Control': kept[kind] });
      if (keys !== null) response.set('Surrogate-Key', keys);
      response.type(type).send(content);
    },
  };
}

/** For what is not there, but may be in a moment. */
export function shortLife({ maxAge }: CacheLife): string {
  return cacheControl(Math.min(SHORT, maxAge), 0);
}

function cacheControl(maxAge: number, stale: number): string {
  return `public, max-age=${maxAge}${stale === 0 ? '' : `, stale-while-revalidate=${stale}`}`;
}

/**
 * The tags in `If-None-Match`, compared weakly (RFC 9110, 13.1.2): `W/` does not count. Express's own comparison is not
 * used, since it takes a request's `Cache-Control: no-cache` for one without a condition.
 */
function heldTags(request: Request): ReadonlySet<string> | '*' {
  const given = request.headers['if-none-match'] ?? '';
  return given.trim() === '*' ? '*' : new Set(given.match(/"[^"]*"/g));
}

/** One text for one question, however its parameters were ordered or repeated. */
function canonical(asked: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(asked).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...new Set(value.map(String))].sort() : value,
  ]);
  entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  // JSON has no word for it, and would say `null`, which is that of the mode.
  return JSON.stringify(entries, (_key, value: unknown) => (value === Infinity ? 'Infinity' : value));
}
