import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { Icon, type IconName } from './icon.js';

/** A word or two that mark something. `tone` is never all that tells them apart: the words say it too. */
export function Badge({
  tone = 'plain',
  icon,
  children,
}: {
  readonly tone?: 'plain' | 'accent' | 'good' | 'bad' | 'warn';
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`badge badge-${tone}`}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}

export function Card({
  children,
  ...rest
}: {
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  return <section class={classes('card', rest.class)}>{children}</section>;
}

/** Where nothing is: what it means, and what to do. */
export function EmptyState({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Something went wrong: the sentence of whoever knows, and what can be done. */
export function Notice({
  tone = 'bad',
  children,
}: {
  readonly tone?: 'bad' | 'warn' | 'good' | 'plain';
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {tone === 'bad' || tone === 'warn' ? <Icon name="warning" /> : null}
      <div>{children}</div>
    </div>
  );
}

/** Stands where text will come, of about that many lines. */
export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

/** A share from 0 to `of` as a bar. Its words stand beside it. */
export function Bar({
  value,
  of = 1,
  mark,
  tone = 'accent',
}: {
  readonly value: number;
  readonly of?: number;
  /** A line at this value, such as a limit. */
  readonly mark?: number;
  readonly tone?: 'accent' | 'quiet' | 'good' | 'bad';
}) {
  const part = (amount: number) => Math.max(0, Math.min(1, of === 0 ? 0 : amount / of)) * 100;
  return (
    <svg class={`bar bar-${tone}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-track" width="100" height="6" rx="1" />
      <rect class="bar-value" width={part(value)} height="6" rx="1" />
      {mark === undefined ? null : <rect class="bar-mark" x={part(mark) - 0.4} width="0.8" height="6" />}
    </svg>
  );
}

/** How far something is. `total` `null`: nobody knows how much there is. */
export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}) {
  return (
    <progress
      class="progress"
      aria-label={label}
      {...(total === null ? {} : { value: Math.min(done, total), max: Math.max(1, total) })}
    />
  );
}

/** A key to press. */
export function Key({ children }: { readonly children: string }) {
  return <kbd>{children}</kbd>;
}

export interface Column<Row> {
  readonly heading: string;
  readonly isNumber?: boolean;
  cell(row: Row): ComponentChildren;
}

/** On a phone each row stands as a block, its headings beside its cells. */
export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  /** Said, not shown. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string | number;
}) {
  return (
    <table class="table">
      <caption class="said">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ heading, isNumber }) => (
            <th key={heading} scope="col" class={isNumber === true ? 'number' : undefined}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ heading, isNumber, cell }) => (
              <td key={heading} class={isNumber === true ? 'number' : undefined} data-heading={heading}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
