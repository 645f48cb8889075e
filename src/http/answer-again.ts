import type { Request, RequestHandler, Response } from 'express';
import type { Engine } from '../engine/engine.js';
import { acceptedCodings } from './accepted-codings.js';
import type { AnswerStore, AskedAt, KeptAnswer } from './answer-store.js';
import { codedTag } from './content-coding.js';
import type { Meter } from './meter.js';
import { notesOf } from './request-notes.js';

/**
 * Answers what was asked at the same path and query before, and is kept, without looking into either. Stands before
 * whatever routes and packs. A request that shows a key is let through, since it may see more.
 */
export function answerAgain(
  engine: Pick<Engine, 'version' | 'idAt'>,
  store: AnswerStore,
  meter: Meter,
): RequestHandler {
  const find = (request: Request): readonly [AskedAt, KeptAnswer] | null => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    if (request.headers.authorization !== undefined) return null;
    const asked = store.asked(request.url);
    if (asked === undefined) return null;
    const answer = store.find(engine.version(), asked.question);
    if (answer === undefined) return null;
    // A scheduled article takes over an address as time goes by, without any change.
    if (asked.address !== null && engine.idAt(asked.address) !== asked.id) return null;
    return [asked, answer];
  };

  return (request, response, next) => {
    const found = find(request);
    if (found === null) {
      next();
      return;
    }
    const [asked, answer] = found;
    const held = request.headers['if-none-match'];
    if (held === undefined) {
      notesOf(response).route = asked.pattern;
      sendAgain(request, response, store, asked.question, answer, meter);
      return;
    }
    const { all } = acceptedCodings(request.headers['accept-encoding']);
    const tag = all.map((coding) => codedTag(answer.tag, coding)).find((one) => held.includes(one));
    if (tag === undefined) {
      next();
      return;
    }
    meter.cache('not_modified');
    notesOf(response).route = asked.pattern;
    response.statusCode = 304;
    const { Vary, 'Cache-Control': life } = answer.headers;
    setHeaders(response, { ...(Vary && { Vary }), ...(life && { 'Cache-Control': life }), ETag: tag });
    response.end();
  };
}

/** Sends an answer that was made for an earlier request. */
export function sendAgain(
  request: Request,
  response: Response,
  store: AnswerStore,
  question: string,
  answer: KeptAnswer,
  meter: Meter,
): void {
  meter.cache('hit');
  if (answer.empty !== null) meter.empty(answer.empty);
  sendKept(request, response, store, question, answer);
}

/** Sends an answer as the client can unpack it. */
export function sendKept(
  request: Request,
  response: Response,
  store: AnswerStore,
  question: string,
  answer: KeptAnswer,
): void {
  const { best } = acceptedCodings(request.headers['accept-encoding']);
  const { coding, bytes } = store.packed(question, answer, best);
  setHeaders(response, answer.headers);
  response.setHeader('ETag', codedTag(answer.tag, coding));
  if (coding !== 'identity') response.setHeader('Content-Encoding', coding);
  response.setHeader('Content-Length', bytes.length);
  if (request.method === 'HEAD') response.end();
  else response.end(bytes);
}

/** Sets them as they are, which is quicker than `response.set`; only `Vary` may be there already. */
export function setHeaders(response: Response, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (name === 'Vary' && response.hasHeader(name)) response.vary(value);
    else response.setHeader(name, value);
  }
}
