import type { Request, Response } from 'express';
import type { RelatedAnswer } from '../engine/answers.js';
import type { Engine } from '../engine/engine.js';
import type { CacheableAnswer, Caching } from './caching.js';
import { HttpError, parseInput } from './problem.js';
import { AddressQuery, ArticlePath } from './schemas.js';

/** How a route learns which article it is asked about. */
export type Asked = (request: Request) => AskedArticle;

export interface AskedArticle {
  readonly id: string;
  /** By which address it was asked for; not given where by its id. */
  readonly address?: string;
}

export const askedById: Asked = (request) => ({ id: parseInput(ArticlePath, request.params).id });

/** The article at the address that a page knows itself by. Throws a problem that names it where there is none. */
export function askedByAddress(engine: Pick<Engine, 'idAt'>): Asked {
  return (request) => {
    const { url } = parseInput(AddressQuery, request.query);
    const id = engine.idAt(url);
    if (id !== null) return { id, address: url };
    throw new HttpError(
      404,
      'article_not_found',
      `No article at ${JSON.stringify(url)} is published here. Check the address (percent-encoded in the query), or index the article with it as its url, or among its formerUrls.`,
    );
  };
}

/** Every article that an answer names: when one of them is taken down, the answer has to go. */
export function namesOf({ article, related }: RelatedAnswer): string[] {
  const links = related.flatMap((link) => [link.id, ...link.alsoCoveredBy.map(({ id }) => id)]);
  return article === null ? links : [article.id, ...links];
}

interface Sending {
  readonly caching: Caching;
  readonly request: Request;
  readonly response: Response;
  /** What the answer is a form of: it stands in the entity tag. */
  readonly route: string;
  readonly article: AskedArticle;
  readonly asked: Readonly<Record<string, unknown>> & { readonly explain: boolean };
  /** Of every such answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a list of related articles as it may be cached. What is explained is for people who look into it now. */
export function sendRelated(
  { caching, request, response, route, article, asked, headers = {} }: Sending,
  make: () => CacheableAnswer,
): void {
  if (!asked.explain) caching.send(request, response, { route, ...article, asked, headers }, make);
  else {
    const { type, content } = make();
    response.type(type).send(content);
  }
}
