/** Strokes in a square of 16. */
const PATHS = {
  arrow: 'M3 8h9M8 4l4 4-4 4',
  pin: 'M6 2h4l-.6 4.2L12 9H4l2.6-2.8zM8 9v5',
  unpin: 'M6 2h4l-.6 4.2L12 9H4l2.6-2.8zM8 9v5M2 2l12 12',
  block: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M3.8 3.8l8.4 8.4',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2M10.6 10.6 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M6 3 3 6l3 3',
  out: 'M6 3h7v7M13 3 5 11M3 6v7h7',
  plus: 'M8 3v10M3 8h10',
  check: 'M3 8.5 6.5 12 13 4.5',
  note: 'M3 3h10v7l-3 3H3zM10 13v-3h3',
  chevron: 'M4 6l4 4 4-4',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 5v3l2 1.5',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3M8 11.5h.01',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words that say the same; for those who do not see it there is nothing. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
