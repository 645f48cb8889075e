import { createStore, useStore } from '../api/store.js';

/** The screens of the desk. */
export const SCREENS = ['look', 'publish', 'health', 'judge', 'log'] as const;
export type Screen = (typeof SCREENS)[number];

/** What the part of the address after `#` says. */
export interface Route {
  readonly screen: Screen;
  /** Of `look`: the article; `null` for none. */
  readonly id: string | null;
  /** What follows the `?` in it. */
  readonly query: URLSearchParams;
}

/** Anything that is no address of ours leads to the first screen. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const [first = '', second = ''] = path.split('/');
  return {
    screen: SCREENS.find((screen) => screen === first) ?? 'look',
    id: second === '' ? null : decoded(second),
    query: new URLSearchParams(query),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For `href`: the article in Look, with what is asked of its list. */
export function lookAt(id: string, query?: URLSearchParams): string {
  const asked = query?.toString() ?? '';
  return `#/look/${encodeURIComponent(id)}${asked === '' ? '' : `?${asked}`}`;
}

const route = createStore<Route>(parseRoute(location.hash));
addEventListener('hashchange', () => route.set(parseRoute(location.hash)));

export const useRoute = (): Route => useStore(route);

/** `hash` as `lookAt` gives it, or `#/publish`. */
export function goTo(hash: string): void {
  location.hash = hash;
}
