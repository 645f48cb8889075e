import { SourceError } from '../../errors.js';
import type { FetchedDocument, Fetcher } from '../../web/fetcher.js';
import { excerpt } from '../row-reader.js';

export interface Question {
  readonly fetcher: Fetcher;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What is asked, for messages: no key stands in it. */
  readonly label: string;
  /** What was expected there, and how to get it. */
  readonly expected: string;
  readonly remedy: string;
  /** For what was put right. */
  readonly warn: (message: string) => void;
}

export interface Answer {
  /** Not validated. */
  readonly json: unknown;
  readonly headers: ReadonlyMap<string, string>;
}

/** Asks an interface for JSON. Throws a `SourceError` where something else, or nothing, is there. */
export async function askJson(question: Question): Promise<Answer> {
  const { label, expected, remedy, url, headers } = question;
  const fetched = await question.fetcher.get(url.href, { accept: 'application/json', headers });
  if (fetched.kind !== 'document') {
    throw new SourceError(
      `${label} is not there. Expected ${expected}, received ${fetched.kind === 'gone' ? `status ${fetched.status}` : 'no document'}. ${remedy}.`,
    );
  }
  return { json: readJson(fetched, question), headers: fetched.headers };
}

/** Where a JSON list or object may begin behind a tag or a line: not inside another. */
const BEGINNING = /(?<=[>\s])(?:\[\s*[{\]]|\{\s*")/g;

function readJson(document: FetchedDocument, { label, expected, remedy, warn }: Question): unknown {
  const text = document.text.trim();
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  // A server that shows PHP's warnings prints them before the JSON, which is whole all the same.
  let tried = 0;
  for (const { index } of text.slice(0, LONGEST_NOTICE).matchAll(BEGINNING)) {
    tried += 1;
    if (tried > MOST_BEGINNINGS) break;
    const rest = parsed(text.slice(index));
    if (rest === undefined) continue;
    warn(
      `${label} begins with something else than JSON, which was left out: ${JSON.stringify(excerpt(text.slice(0, index)))}. Have the site log its warnings instead of printing them.`,
    );
    return rest;
  }
  throw new SourceError(
    `${label} is not JSON. Expected ${expected}, received ${document.contentType || 'a document'} that begins with ${JSON.stringify(excerpt(text.slice(0, 200)))}. ${remedy}.`,
  );
}

/** Looked through for where the JSON begins. Characters. */
const LONGEST_NOTICE = 20_000;
/** Each of them costs a look at the whole text. */
const MOST_BEGINNINGS = 20;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
