import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keys as `KeyboardEvent.key` says them, with `Ctrl+` (or ⌘), `Alt+`, `Shift+` before; letters are lower case. `g l` is
 * one after the other.
 */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const FIELDS = 'input, textarea, select, [contenteditable]';
/** Radio buttons and checkboxes take no letters. */
const NO_TEXT = 'input[type="radio"], input[type="checkbox"]';

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof Element && target.matches(FIELDS) && !target.matches(NO_TEXT);
}

function keyOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = /^[a-z]$/.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && (isLetter || key.length > 1) ? 'Shift+' : '',
    key,
  ].join('');
}

/** Begins a sequence of two keys. */
const LEADER = 'g';
const SEQUENCE_MS = 1000;
let ledAt = Number.NEGATIVE_INFINITY;
/** An event is heard by every component, and is one press all the same. */
const names = new WeakMap<KeyboardEvent, string>();

function nameOf(event: KeyboardEvent): string {
  const known = names.get(event);
  if (known !== undefined) return known;
  const key = keyOf(event);
  const name = event.timeStamp - ledAt < SEQUENCE_MS ? `${LEADER} ${key}` : key;
  ledAt = name === LEADER ? event.timeStamp : Number.NEGATIVE_INFINITY;
  names.set(event, name);
  return name;
}

/** Holds while the component is there: not while somebody types, nor under a dialog. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  // Before it is painted: whoever sees the screen may press a key.
  useLayoutEffect(() => {
    const heed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const run = latest.current[nameOf(event)];
      if (run === undefined) return;
      event.preventDefault();
      run(event);
    };
    addEventListener('keydown', heed);
    return () => removeEventListener('keydown', heed);
  }, []);
}
