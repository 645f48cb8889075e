import { useCallback, useEffect, useState } from 'preact/hooks';
import { isAborted } from './problem.js';

/** What was asked for, as far as it is there. */
export interface Answer<T> {
  /** The latest that came; stays while another is under way, so that nothing jumps. */
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Asks again; what is shown stays meanwhile. */
  reload(): void;
  /** Shows something else until the server answers. */
  replace(value: T): void;
  /** Shows again what the server answered last. */
  restore(): void;
}

interface Held<T> {
  readonly value: T | null;
  /** As it came from the server; `value` may stand for what will come. */
  readonly came: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
}

/**
 * Asks when the component appears and whenever one of `dependencies` is another; an older answer that comes late is
 * dropped. `forget` says when what is shown must go at once: when it is another value.
 */
export function useAnswer<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
  forget: unknown = null,
): Answer<T> {
  const [held, hold] = useState<Held<T> & { readonly of: unknown }>({
    value: null,
    came: null,
    error: null,
    isLoading: true,
    of: forget,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const giveUp = new AbortController();
    hold((now) => ({
      value: Object.is(now.of, forget) ? now.value : null,
      came: Object.is(now.of, forget) ? now.came : null,
      error: now.error,
      isLoading: true,
      of: forget,
    }));
    load(giveUp.signal).then(
      (value) => {
        if (!giveUp.signal.aborted) hold({ value, came: value, error: null, isLoading: false, of: forget });
      },
      (error: unknown) => {
        if (giveUp.signal.aborted || isAborted(error)) return;
        hold((now) => ({ ...now, error, isLoading: false }));
      },
    );
    return () => giveUp.abort();
  }, [...dependencies, forget, turn]);
  const reload = useCallback(() => setTurn((now) => now + 1), []);
  const replace = useCallback((value: T) => hold((now) => ({ ...now, value })), []);
  const restore = useCallback(() => hold((now) => ({ ...now, value: now.came })), []);
  const isStale = !Object.is(held.of, forget);
  const { value, error, isLoading } = held;
  return {
    value: isStale ? null : value,
    error: isStale ? null : error,
    isLoading,
    reload,
    replace,
    restore,
  };
}
