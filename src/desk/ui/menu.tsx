import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './button.js';
import { Icon, type IconName } from './icon.js';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  run(): void;
}

/** Things that are done seldom, behind one button. Arrow keys go through them, Escape closes. */
export function Menu({ name, items }: { readonly name: string; readonly items: readonly MenuItem[] }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  // At once: the next key is for the menu.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const sheet = document.getElementById(id);
    if (sheet !== null && root.current !== null) turnUp(sheet, root.current);
    entries()[0]?.focus();
    const leave = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  const go = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.findIndex((entry) => entry.matches(':focus'));
    const to = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at + all.length - 1) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (event.key === 'Escape') close();
    else if (to !== undefined) all[to]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" ref={root}>
      <IconButton
        icon="more"
        name={name}
        hasMenu
        expanded={isOpen}
        controls={id}
        onPress={() => setOpen(!isOpen)}
      />
      {isOpen ? (
        <div class="menu-sheet" role="menu" id={id} aria-label={name} tabIndex={-1} onKeyDown={go}>
          {items.map(({ label, icon, run }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              {icon === undefined ? null : <Icon name={icon} />}
              {label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Opens upwards what would pass the lower edge of the window and has its place above. */
function turnUp(sheet: HTMLElement, root: HTMLElement): void {
  const { bottom, height } = sheet.getBoundingClientRect();
  const header = document.querySelector('.top')?.getBoundingClientRect().bottom ?? 0;
  if (bottom > innerHeight && root.getBoundingClientRect().top - height > header) sheet.dataset.up = '';
}
