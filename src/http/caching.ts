import type { Request, RequestHandler, Response } from 'express';
import type { Engine } from '../engine/engine.js';
import { answerAgain, sendAgain, sendKept, setHeaders } from './answer-again.js';
import { createAnswerStore, isKeepable, type KeptAnswer } from './answer-store.js';
import { EACH_KIND, entityTag, heldTags, type Kind, type Question, questionKey } from './entity-tag.js';
import { type Meter, NO_METER } from './meter.js';
import { surrogateKeys } from './surrogate-key.js';

/** How long caches may keep answers. Seconds. */
export interface CacheLife {
  readonly maxAge: number;
  /** So long after that an answer may be shown while a new one is fetched. */
  readonly staleWhileRevalidate: number;
}

export interface CachingOptions extends CacheLife {
  /** Memory for answers that were made before. Megabytes, 0 for none; 64 where not given. */
  readonly answerCache?: number | undefined;
  readonly meter?: Meter | undefined;
}

/** Megabytes. */
const ROOM = 64;
const MB = 1_048_576;

/** At most so long for what may soon be otherwise: an empty list, an article that is not there. Seconds. */
const SHORT = 10;

/** How often an answer is made while another process writes, before it goes without a tag. */
const ATTEMPTS = 3;

const TYPES = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' } as const;

export interface CacheableQuestion extends Question {
  /** Address of the page that was asked about; where not given, the article's id was. */
  readonly address?: string;
  /** Of every such answer; also `Vary`, beside `Accept-Encoding`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CacheableAnswer {
  readonly type: 'json' | 'html';
  readonly content: string;
  /** Why nothing is shown, which the next article may change; `null` where something is. */
  readonly empty: string | null;
  /** Ids of the articles that it names. */
  readonly names: readonly string[];
}

export interface Caching {
  /**
   * Sends what `make` gives, or what it gave before, or, where the reader holds that already, 304 without making it.
   * Throws what `make` throws, `ArticleNotFoundError` where no such article is published, `IndexMissingError`.
   */
  send(request: Request, response: Response, question: CacheableQuestion, make: () => CacheableAnswer): void;
  /**
   * Answers what was asked at the same path and query before, and is kept, without looking into either. Stands before
   * whatever routes and packs; a request that shows a key is let through, as it may see more.
   */
  readonly again: RequestHandler;
}

/**
 * A strong entity tag is the hash of all that an answer is made from: program, index (`Engine.version`), route, article
 * and parameters. So it is known before the answer is, and holds for it where nothing was written meanwhile. Answers are
 * kept by the same, and packed once for each coding: no answer depends on the host that a request names.
 */
export function createCaching(
  engine: Pick<Engine, 'version' | 'article' | 'idAt'>,
  { answerCache = ROOM, meter = NO_METER, ...life }: CachingOptions,
): Caching {
  const store = createAnswerStore(answerCache * MB);
  const kept: Readonly<Record<Kind, string>> = {
    usual: cacheControl(life.maxAge, life.staleWhileRevalidate),
    empty: shortLife(life),
    // What cannot be purged is kept by the reader's own browser alone.
    private: `private, max-age=${life.maxAge}`,
  };

  const finish = (
    version: string,
    question: CacheableQuestion,
    key: string,
    answer: CacheableAnswer,
  ): KeptAnswer => {
    const { type, content, empty, names } = answer;
    const keys = surrogateKeys([question.id, ...names]);
    const kind = keys === null ? 'private' : empty === null ? 'usual' : 'empty';
    const { Vary: vary, ...headers } = question.headers ?? {};
    return {
      tag: entityTag(version, key, kind),
      headers: {
        'Content-Type': TYPES[type],
        'Cache-Control': kept[kind],
        Vary: vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`,
        ...headers,
        ...(keys === null ? {} : { 'Surrogate-Key': keys }),
      },
      plain: Buffer.from(content),
      empty,
    };
  };

  return {
    again: answerAgain(engine, store, meter),
    send(request, response, question, make) {
      const key = questionKey(question);
      let version = engine.version();
      const held = heldTags(request);
      const known =
        held === '*'
          ? 'usual'
          : EACH_KIND.find((kind) => held.size > 0 && held.has(entityTag(version, key, kind)));
      if (known !== undefined) {
        // A tag was given for an answer, `*` asks whether there is one, and tells nothing of its kind.
        if (held === '*') engine.article(question.id);
        meter.cache('not_modified');
        response.vary('Accept-Encoding');
        // No Surrogate-Key: a cache takes the headers of a 304 over, and would forget those of the links.
        response
          .status(304)
          .set({
            ETag: entityTag(version, key, known),
            'Cache-Control': held === '*' ? kept.empty : kept[known],
          })
          .end();
        return;
      }
      const remember = () => {
        const { id, address = null } = question;
        store.remember(request.url, { question: key, id, address, pattern: patternOf(request) });
      };
      const before = store.find(version, key);
      if (before !== undefined) {
        remember();
        sendAgain(request, response, store, key, before, meter);
        return;
      }

      meter.cache('miss');
      let answer = make();
      // What another process wrote meanwhile may be in it or not.
      for (let attempt = 1; engine.version() !== version; attempt += 1) {
        if (attempt === ATTEMPTS) {
          if (answer.empty !== null) meter.empty(answer.empty);
          response.vary('Accept-Encoding');
          response.type(answer.type).send(answer.content);
          return;
        }
        version = engine.version();
        answer = make();
      }
      if (answer.empty !== null) meter.empty(answer.empty);
      const finished = finish(version, question, key, answer);
      if (!isKeepable(finished.plain)) {
        setHeaders(response, finished.headers);
        response.set('ETag', finished.tag).send(finished.plain);
        return;
      }
      store.keep(version, key, finished);
      remember();
      sendKept(request, response, store, key, finished);
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

function patternOf({ route }: Request): string {
  const pattern: unknown = route?.path;
  return typeof pattern === 'string' ? pattern : '';
}
