import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { Icon, type IconName } from './icon.js';

interface Shared {
  /** `quiet` is the usual one; `main` at most once on a screen; `bare` has no edge; `danger` takes away. */
  readonly look?: 'quiet' | 'main' | 'bare' | 'danger';
  readonly icon?: IconName;
  /** Pressed or not, of a button that stays so. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  /** Keys that do the same, such as `Alt+ArrowUp`, for whoever does not see the help. */
  readonly keys?: string;
  readonly class?: string;
  /** Says more than the words do, such as of which article. */
  readonly name?: string;
  /** Of a button that unfolds something: whether it is unfolded, and its id. */
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly hasMenu?: boolean;
  /** What it does, for scripts that look for it. */
  readonly act?: string;
  onPress?(event: MouseEvent): void;
}

export function Button({ children, ...rest }: Shared & { readonly children: ComponentChildren }) {
  return <Pressed {...rest}>{children}</Pressed>;
}

/** Shows its icon alone; its name is said, and shown as a hint. */
export function IconButton({
  icon,
  name,
  ...rest
}: Shared & { readonly icon: IconName; readonly name: string }) {
  return (
    <Pressed
      look="bare"
      {...rest}
      class={classes('icon-button', rest.class)}
      icon={icon}
      name={name}
      hint={name}
    />
  );
}

function Pressed({
  look = 'quiet',
  icon,
  pressed,
  keys,
  name,
  expanded,
  controls,
  hasMenu,
  act,
  onPress,
  hint,
  children,
  ...rest
}: Shared & { readonly hint?: string; readonly children?: ComponentChildren }) {
  return (
    <button
      type={rest.type ?? 'button'}
      class={classes('button', `button-${look}`, rest.class)}
      disabled={rest.disabled ?? false}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
      aria-label={name}
      aria-expanded={expanded}
      aria-controls={expanded === true ? controls : undefined}
      aria-haspopup={hasMenu === true ? 'menu' : undefined}
      data-act={act}
      title={hint}
      onClick={onPress}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}
