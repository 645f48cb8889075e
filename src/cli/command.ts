import type { SettingName } from '../config.js';

/** A command: its settings come from the one schema, its examples are tested. */
export interface CommandDescription {
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
  readonly settings: readonly SettingName[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  run(words: readonly string[], flags: Readonly<Record<string, unknown>>): Promise<void>;
}
