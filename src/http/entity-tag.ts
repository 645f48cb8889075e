import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { VERSION } from '../version.js';

/** What an answer depends on beside the index: nothing else of a request, neither its host nor who asks. */
export interface Question {
  readonly route: string;
  /** The article that is asked about. */
  readonly id: string;
  /** The parameters as they were understood; lists among them mean the same in any order. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** The end of a tag says how long that answer may be kept: a 304 says so again without making the answer. */
const KINDS = { usual: '', empty: '-empty', private: '-private' } as const;
export type Kind = keyof typeof KINDS;
export const EACH_KIND: readonly Kind[] = ['usual', 'empty', 'private'];

/** One text for one question, however its parameters were ordered or repeated. */
export function questionKey({ route, id, asked }: Question): string {
  const entries = Object.entries(asked).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...new Set(value.map(String))].sort() : value,
  ]);
  entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  // JSON has no word for it, and would say `null`, which is that of the mode.
  return JSON.stringify([route, id, entries], (_key, value: unknown) =>
    value === Infinity ? 'Infinity' : value,
  );
}

/** The strong tag of an answer's content: that of the question (`questionKey`) as this version of the index answers it. */
export function entityTag(version: string, question: string, kind: Kind): string {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, version, question]));
  return `"${hash.digest('hex').slice(0, 32)}${KINDS[kind]}"`;
}

/**
 * The tags in `If-None-Match`, compared weakly (RFC 9110, 13.1.2): `W/` does not count. Express's own comparison is not
 * used, since it takes a request's `Cache-Control: no-cache` for one without a condition.
 */
export function heldTags({ headers }: Pick<IncomingMessage, 'headers'>): ReadonlySet<string> | '*' {
  const given = headers['if-none-match'] ?? '';
  return given.trim() === '*' ? '*' : new Set(given.match(/"[^"]*"/g));
}
