import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

/** Numbers that say at a glance how something is. Holds `Figure`s. */
export function Figures({ children }: { readonly children: ComponentChildren }) {
  return <dl class="figures">{children}</dl>;
}

/** A number and what it counts. `children`: a few words that explain it. */
export function Figure({
  label,
  value,
  tone = 'plain',
  children,
}: {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly tone?: 'plain' | 'warn' | 'bad';
  readonly children?: ComponentChildren;
}) {
  return (
    <div class={classes('figure', tone !== 'plain' && `figure-${tone}`)}>
      <dt>{label}</dt>
      <dd class="figure-value">{value}</dd>
      {children === undefined ? null : <dd class="meta">{children}</dd>}
    </div>
  );
}
