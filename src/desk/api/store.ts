import { useEffect, useState } from 'preact/hooks';

/** A value that several components show. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Calls back after every change; gives what ends that. */
  subscribe(listener: () => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a store; the component is shown anew with each other one. */
export function useStore<T>(store: Store<T>): T {
  const [value, show] = useState(() => store.get());
  useEffect(() => {
    const follow = () => show(() => store.get());
    follow();
    return store.subscribe(follow);
  }, [store]);
  return value;
}
