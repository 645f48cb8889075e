/** What editors decided about the list that is asked for. */
export interface EditorsRules {
  /** Nothing is shown. */
  readonly silent: boolean;
  /** Keys of what is not shown, nor near-identical copies of it. */
  readonly blocked: ReadonlySet<number>;
  /** What is shown at a place (from 1), whatever its score. By position, each position and key once. */
  readonly pins: readonly Pin[];
}

export interface Pin {
  readonly key: number;
  readonly position: number;
}

export const NO_RULES: EditorsRules = { silent: false, blocked: new Set(), pins: [] };
