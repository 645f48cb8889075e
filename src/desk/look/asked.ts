import type { RuleEntry } from '../../engine/editing.js';

export type ModeName = NonNullable<RuleEntry['mode']>;

export const MODES: readonly { readonly value: ModeName; readonly label: string; readonly hint: string }[] = [
  { value: 'related', label: 'Related', hint: 'What to read next, old or new' },
  { value: 'background', label: 'Background', hint: 'Older and deeper: how it came to this' },
  { value: 'followup', label: 'Follow-up', hint: 'Newer, of the same story: what came of it' },
  { value: 'same-event', label: 'Same event', hint: 'The same event in other words, copies included' },
];

/** As the server has it where nothing is said. */
const LIMIT = 4;
const MAX_LIMIT = 50;

export function modeOf(asked: URLSearchParams): ModeName {
  return MODES.find(({ value }) => value === asked.get('mode'))?.value ?? 'related';
}

export function limitOf(asked: URLSearchParams): number {
  const limit = Number(asked.get('limit') ?? LIMIT);
  return Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT ? limit : LIMIT;
}

/** With another value of a parameter; `null` or the default takes it away, so that addresses stay short. */
export function withValue(
  asked: URLSearchParams,
  name: string,
  value: string | readonly string[] | null,
): URLSearchParams {
  const next = new URLSearchParams(asked);
  next.delete(name);
  for (const one of value === null ? [] : [value].flat()) {
    const isDefault = (name === 'mode' && one === 'related') || (name === 'limit' && one === String(LIMIT));
    if (one !== '' && !isDefault) next.append(name, one);
  }
  return next;
}

/** How many filters are set: the mode is none. */
export function filtersIn(asked: URLSearchParams): number {
  return new Set([...asked.keys()].filter((name) => name !== 'mode')).size;
}

/** Whether nothing is set: it is what a site gets that asks for nothing special. */
export function isAsReadersSee(asked: URLSearchParams): boolean {
  return filtersIn(asked) === 0 && modeOf(asked) === 'related';
}

/** The end of a day stands in the address as the day; the server asks for an instant, exclusive. */
export function wireOf(asked: URLSearchParams): URLSearchParams {
  const wire = new URLSearchParams(asked);
  const last = asked.get('publishedBefore');
  if (last !== null && /^\d{4}-\d{2}-\d{2}$/.test(last)) {
    const end = new Date(`${last}T00:00:00Z`);
    end.setUTCDate(end.getUTCDate() + 1);
    if (!Number.isNaN(end.getTime())) wire.set('publishedBefore', end.toISOString());
  }
  return wire;
}
