import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.js';
import { classes } from './classes.js';

/**
 * Shown as long as it is there, above everything; Escape and a press beside it close it. The focus goes back to where
 * it was.
 */
export function Dialog({
  title,
  onClose,
  mayClose = true,
  children,
  ...rest
}: {
  readonly title: string;
  /** `false`: only what is in it can end it. */
  readonly mayClose?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
  onClose(): void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // At once: the next key is for the dialog.
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    // The browser takes the first that can be focused, which is the button that closes.
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={classes('dialog', rest.class)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (mayClose) onClose();
      }}
      onMouseDown={(event) => {
        if (mayClose && event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-sheet">
        <header class="dialog-head">
          <h2 id={id}>{title}</h2>
          {mayClose ? <IconButton icon="close" name="Close" onPress={onClose} /> : null}
        </header>
        {children}
      </div>
    </dialog>
  );
}
