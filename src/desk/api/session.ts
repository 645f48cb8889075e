import type { SessionAnswer } from '../../http/desk/answers.js';
import { DeskError, problemIn } from './problem.js';
import { createStore } from './store.js';

/**
 * Who is here. `ended`: was signed in, and is asked again while the view behind stays as it is. `closed`: the desk is
 * not open from here, and says why.
 */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly session: SessionAnswer }
  | { readonly kind: 'ended'; readonly session: SessionAnswer }
  | { readonly kind: 'closed'; readonly detail: string };

export const session = createStore<SessionState>({ kind: 'unknown' });

/** Looks who is signed in. */
export async function findSession(): Promise<void> {
  const response = await reach('desk/session', {});
  if (response.ok) {
    session.set({ kind: 'in', session: (await response.json()) as SessionAnswer });
  } else if (response.status === 401) {
    endSession();
  } else {
    session.set({ kind: 'closed', detail: (await problemIn(response)).message });
  }
}

/** Throws a `DeskError` where the key is not good. */
export async function signIn(key: string): Promise<void> {
  const response = await reach('desk/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  if (!response.ok) throw await problemIn(response);
  // Also where the answer has no body.
  await findSession();
}

export async function signOut(): Promise<void> {
  const token = csrfToken();
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
  const response = await reach('desk/session', { method: 'DELETE', headers });
  if (!response.ok && response.status !== 401) throw await problemIn(response);
  session.set({ kind: 'out' });
}

/** To be called when the server knows no session any more. */
export function endSession(): void {
  const now = session.get();
  if (now.kind === 'in') session.set({ kind: 'ended', session: now.session });
  else if (now.kind !== 'ended') session.set({ kind: 'out' });
}

export function csrfToken(): string {
  const now = session.get();
  return now.kind === 'in' ? now.session.csrfToken : '';
}

/** Waits until somebody is signed in (again). Rejects when `signal` aborts. */
export function signedIn(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let end = (): void => undefined;
    const abort = () => {
      end();
      reject(new DOMException('Given up', 'AbortError'));
    };
    const look = () => {
      if (session.get().kind !== 'in') return;
      end();
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    end = session.subscribe(look);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    look();
  });
}

/** Paths are relative to the page, so that the desk works in any folder of a site. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted === true) throw new DOMException('Given up', 'AbortError');
    throw new DeskError(
      'The server cannot be reached. Check the connection, and try again.',
      0,
      `unreachable ${String(error)}`,
    );
  }
}
