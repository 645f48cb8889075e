import { problemIn } from './problem.js';
import { csrfToken, endSession, findSession, reach, session, signedIn } from './session.js';

/** What a request may say beside its path. */
export interface RequestParts {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks the server and reads its JSON. Where the session has ended, it waits until somebody has signed in again, and
 * asks once more: nothing that was pressed is lost. Throws a `DeskError` with the server's words.
 */
export async function request<T>(path: string, parts: RequestParts = {}): Promise<T> {
  let renewed = false;
  for (;;) {
    const response = await reach(path, initOf(parts));
    if (response.ok) return (response.status === 204 ? null : await response.json()) as T;
    if (response.status === 401) {
      endSession();
      await signedIn(parts.signal);
      continue;
    }
    const problem = await problemIn(response);
    // A server that was started anew has other tokens.
    if (problem.code !== 'forged_request' || renewed) throw problem;
    renewed = true;
    await findSession();
    if (session.get().kind !== 'in') await signedIn(parts.signal);
  }
}

function initOf({ method = 'GET', body, signal }: RequestParts): RequestInit {
  return {
    method,
    ...(signal === undefined ? {} : { signal }),
    ...(method === 'GET'
      ? {}
      : {
          headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken() },
          body: JSON.stringify(body ?? {}),
        }),
  };
}
