/** What stands where a number does not exist. */
export const NOTHING = '–';

/** A measure or a score, to three decimals, with a true minus sign. */
export function decimals(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  return value
    .toFixed(3)
    .replace(/^-(?=0\.000$)/, '')
    .replace('-', '−');
}

/** A difference, with its sign. */
export function signed(value: number): string {
  const text = decimals(value);
  return value > 0 && text !== '0.000' ? `+${text}` : text;
}

/** A share in percent, to one decimal, none and all told from nearly so. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return NOTHING;
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1%';
  if (value < 100 && value > 99.9) return '> 99.9%';
  return `${value === 0 || value === 100 ? value : value.toFixed(1)}%`;
}

/** Always with its relation, to stand after a "p". */
export function probability(value: number): string {
  if (!Number.isFinite(value)) return `= ${NOTHING}`;
  return value < 0.001 ? '< 0.001' : `= ${value.toFixed(3)}`;
}

/** A number of things, in groups of three. */
export function count(value: number): string {
  return new Intl.NumberFormat('en-GB').format(value);
}

/** An instant for readers, in UTC; a text that is none stays as it is. */
export function instant(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  return text.includes('T') ? `${day}, ${date.toISOString().slice(11, 16)} UTC` : day;
}
