import { useEffect, useRef } from 'preact/hooks';
import type { DeskEvents } from '../../http/desk/answers.js';
import { findSession, session, signedIn } from './session.js';
import { createStore, type Store } from './store.js';

/** The latest of each event of the server; `null` until the first. */
export const events: { readonly [Name in keyof DeskEvents]: Store<DeskEvents[Name] | null> } = {
  rules: createStore<DeskEvents['rules'] | null>(null),
  builds: createStore<DeskEvents['builds'] | null>(null),
  index: createStore<DeskEvents['index'] | null>(null),
};

/** Whether the server's events arrive. */
export const isLive = createStore(true);

const AGAIN_MS = 3000;

/** Listens until what it gives is called, over lost connections and ended sessions. */
export function listen(): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new AbortController();

  const begin = () => {
    if (ended.signal.aborted) return;
    source = new EventSource('desk/events');
    source.addEventListener('open', () => isLive.set(true));
    follow(source, 'rules');
    follow(source, 'builds');
    follow(source, 'index');
    source.addEventListener('error', () => {
      isLive.set(false);
      // Otherwise the browser tries again by itself.
      if (source?.readyState === EventSource.CLOSED) void again();
    });
  };
  const again = async () => {
    // Whether it was the session or the connection, only another request can tell.
    await findSession().catch(() => undefined);
    if (session.get().kind === 'in') {
      timer = setTimeout(begin, AGAIN_MS);
    } else {
      await signedIn(ended.signal).then(begin, () => undefined);
    }
  };

  begin();
  return () => {
    ended.abort();
    clearTimeout(timer);
    source?.close();
  };
}

function follow<Name extends keyof DeskEvents>(source: EventSource, name: Name): void {
  const store: Store<DeskEvents[Name] | null> = events[name];
  source.addEventListener(name, (event: MessageEvent<string>) => {
    store.set(JSON.parse(event.data) as DeskEvents[Name]);
  });
}

/** Calls back on every event of that name after the first one. */
export function useEvent<Name extends keyof DeskEvents>(
  name: Name,
  callback: (said: DeskEvents[Name]) => void,
): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    const store: Store<DeskEvents[Name] | null> = events[name];
    let isFirst = store.get() === null;
    return store.subscribe(() => {
      const said = store.get();
      if (said !== null && !isFirst) latest.current(said);
      isFirst = false;
    });
  }, [name]);
}
