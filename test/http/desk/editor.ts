import { expect } from 'vitest';
import { type Answered, ask, type ProblemBody } from '../site.js';

type Body = Record<string, unknown>;

/** A browser at the desk: it keeps the cookie, and its page sends the token with every change. */
export interface Editor {
  readonly cookie: string;
  readonly csrfToken: string;
  get<T = Body>(path: string, headers?: Record<string, string>): Promise<Answered<T>>;
  post<T = Body>(path: string, json: unknown, headers?: Record<string, string>): Promise<Answered<T>>;
  delete<T = Body>(path: string): Promise<Answered<T>>;
}

export async function signIn(url: string, key: string): Promise<Editor> {
  const answer = await postKey(url, key);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('csrfToken')]);
  const cookie = cookieOf(answer);
  return editorWith(url, cookie, String(answer.body.csrfToken));
}

export const postKey = (url: string, key: string, headers: Record<string, string> = {}) =>
  ask<Body>(`${url}/desk/session`, { method: 'POST', json: { key }, headers });

/** As the browser sends it back. */
export function cookieOf({ headers }: Answered): string {
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

export function editorWith(url: string, cookie: string, csrfToken: string): Editor {
  const mine = { cookie };
  const changing = { ...mine, origin: url, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrfToken };
  return {
    cookie,
    csrfToken,
    get: (path, headers) => ask(url + path, { headers: { ...mine, ...headers } }),
    post: (path, json, headers) =>
      ask(url + path, { method: 'POST', json, headers: { ...changing, ...headers } }),
    delete: (path) => ask(url + path, { method: 'DELETE', headers: changing }),
  };
}

/** Status and code of what went wrong. */
export const problem = ({ status, body }: Answered<unknown>): readonly [number, string | undefined] => [
  status,
  (body as ProblemBody | undefined)?.type?.replace('urn:seealso:', ''),
];
