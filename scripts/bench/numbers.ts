import type { Unit } from './result.js';

/** A number for readers, with its unit. A megabyte is a million bytes. */
export function shown(value: number | null, unit: Unit): string {
  if (value === null || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'per second':
      return `${digits(value)}/s`;
    case 'seconds':
      return `${digits(value)} s`;
    case 'milliseconds':
      return `${digits(value)} ms`;
    case 'bytes':
      return `${digits(value / 1e6)} MB`;
    case 'share':
      return `${Number((value * 100).toFixed(value > 0.99 ? 2 : 1))}%`;
    case 'ratio':
      return `× ${value >= 10 ? digits(value) : Number(value.toFixed(3))}`;
    case 'count':
      return value.toLocaleString('en');
  }
}

/** The same on an axis, whose numbers are round. */
export function tick(value: number | null, unit: Unit): string {
  return shown(value, unit).replace(/\.0+(?=\D)/, '');
}

/** Three digits that count, more where the number is larger. */
function digits(value: number): string {
  const decimals = value === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
