import { pino } from 'pino';
import { LOG_LEVELS, type Log, type LogFields, type LogFormat, type LogLevel } from './log.js';
import { createMask, isSecretName, MASK, masked } from './mask.js';
import { textLine } from './text-lines.js';
import { toldError } from './told-error.js';

export interface LogRequest {
  readonly format: LogFormat;
  /** Lines of this level and of those that matter more. */
  readonly level: LogLevel;
  /** What must not stand in any line, beside whatever has the form of a secret. */
  readonly secrets: readonly (string | undefined)[];
  /** Takes whole lines, each with its end. */
  readonly print: (lines: string) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Of a message or a field. Characters. */
const LONGEST = 2_000;

/** Lines with a time and a level, in which no secret stands. */
export function openLog({ format, level: least, secrets, print, clock }: LogRequest): Log {
  const mask = createMask(secrets);
  const writes = (level: LogLevel) => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
  const logger = pino(
    {
      level: least,
      base: null,
      timestamp: () => `,"time":"${new Date(clock()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: print },
  );
  return {
    writes,
    write(level, message, fields = {}, error) {
      if (!writes(level)) return;
      const text = masked(message, mask, LONGEST);
      const said = harmless(fields, mask);
      const failed = error === undefined ? undefined : toldError(error, mask);
      if (format === 'text') print(textLine(new Date(clock()), level, text, said, failed));
      else logger[level](failed === undefined ? said : { ...said, error: failed }, text);
    },
  };
}

function harmless(fields: LogFields, mask: (text: string) => string): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecretName(name) ? MASK : typeof value === 'string' ? masked(value, mask, LONGEST) : value,
    ]),
  );
}
