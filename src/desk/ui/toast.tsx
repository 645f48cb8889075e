import { useEffect } from 'preact/hooks';
import { isLive } from '../api/events.js';
import { createStore, useStore } from '../api/store.js';
import { Button, IconButton } from './button.js';
import { classes } from './classes.js';

/** What just happened, in a sentence; with one thing to do about it. */
export interface ToastContent {
  readonly text: string;
  readonly tone?: 'plain' | 'bad';
  /** It speaks of a lost connection, and goes when that is back. */
  readonly ofConnection?: boolean;
  readonly action?: { readonly label: string; run(): void };
}

const shown = createStore<(ToastContent & { readonly number: number }) | null>(null);
let number = 0;

/** Says it at the edge of the screen; the one before is gone. */
export function say(content: ToastContent): void {
  number += 1;
  shown.set({ ...content, number });
}

export const hideToast = (): void => shown.set(null);

const STAYS_MS = 10_000;

/** Stands once in the page. */
export function Toasts() {
  const toast = useStore(shown);
  useEffect(() => {
    if (toast === null || toast.tone === 'bad') return;
    // Whoever is reading or reaching for it is given the time.
    const timer = setInterval(() => {
      if (document.querySelector('.toast:hover, .toast:focus-within') === null) hideToast();
    }, STAYS_MS);
    return () => clearInterval(timer);
  }, [toast]);
  useEffect(() => {
    if (toast?.ofConnection !== true) return;
    return isLive.subscribe(() => {
      if (isLive.get()) hideToast();
    });
  }, [toast]);
  return (
    <div class="toasts" role="status">
      {toast === null ? null : (
        <div key={toast.number} class={classes('toast', toast.tone === 'bad' && 'toast-bad')}>
          <p dir="auto">{toast.text}</p>
          {toast.action === undefined ? null : (
            <Button
              look="bare"
              icon="undo"
              onPress={() => {
                hideToast();
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" name="Hide this message" onPress={hideToast} />
        </div>
      )}
    </div>
  );
}
