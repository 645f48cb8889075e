/** What one part of a soak has found. */
export interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  /** For a person, in the order in which it is said. */
  readonly line: string;
  /** What was not as promised. */
  readonly wrong: readonly string[];
}

export const countOf = (value: number): string => value.toLocaleString('en');

/** With a sign, so that a loss is seen for what it is. */
export function change(value: number, unit: string): string {
  return Number.isNaN(value) ? 'unknown' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}${unit}`;
}

export const megabytes = (bytes: number): number => bytes / 1_048_576;
