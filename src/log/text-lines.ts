import type { LogFields, LogLevel } from './log.js';
import type { ToldError } from './told-error.js';

/** A line for a person at a terminal; the lines of a stack follow it. Nothing in it can look like another line. */
export function textLine(
  at: Date,
  level: LogLevel,
  message: string,
  fields: LogFields,
  error: ToldError | undefined,
): string {
  const said = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? quoted(value) : value}`);
  const line = `${at.toISOString()} ${level.toUpperCase().padEnd(5)} ${oneLine(message)}${said.join('')}\n`;
  return error === undefined ? line : line + stackOf(error, '');
}

function stackOf({ stack, type, message, cause }: ToldError, before: string): string {
  const text = before + (stack ?? `${type}: ${message}`);
  const lines = text.split('\n').map((line) => `    ${printable(line)}\n`);
  return lines.join('') + (cause === undefined ? '' : stackOf(cause, 'caused by '));
}

const quoted = (value: string): string =>
  /^[\w.:/@+-]+$/.test(value) ? value : printable(JSON.stringify(value));

const oneLine = (text: string): string => printable(text.replace(/\s*\n\s*/g, ' ⏎ '));

/** Without what moves the cursor or colours what follows. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === '\t' ? ' ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
