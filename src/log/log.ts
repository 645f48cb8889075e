import { createMask } from './mask.js';

/** How much a line matters: whoever wants lines of one level gets those of the levels after it too. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `json`: an object on each line, for programs; `text`: for a person at a terminal. */
export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What a line says beside its message, name by name. Never headers, bodies or queries as they came. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Takes lines for whoever looks after the program. Never throws. */
export interface Log {
  /** Whether lines of that level are written: what nobody reads need not be put together. */
  writes(level: LogLevel): boolean;
  /** `error` is told with its stack and its causes. */
  write(level: LogLevel, message: string, fields?: LogFields, error?: unknown): void;
}

/** Nobody reads. */
export const NO_LOG: Log = { writes: () => false, write: () => undefined };

/** Where a message is enough. Of the level `warn`, where not said: most of what is told so went wrong. */
export type Say = (message: string, level?: LogLevel) => void;

export const sayTo =
  (log: Log): Say =>
  (message, level = 'warn') =>
    log.write(level, message);

/** A log for whoever takes texts alone: errors with their stacks, without secrets, and nothing of the everyday. */
export function errorsAsText(
  say: (message: string) => void,
  secrets: readonly (string | undefined)[] = [],
): Log {
  const mask = createMask(secrets);
  return {
    writes: (level) => level === 'error',
    write(level, message, _fields, error) {
      if (level !== 'error') return;
      const told = error instanceof Error ? (error.stack ?? error.message) : error;
      say(mask(told === undefined ? message : `${message}: ${String(told)}`));
    },
  };
}
