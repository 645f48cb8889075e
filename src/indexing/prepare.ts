import type { Article, BodyFormat } from '../article.js';
import { lengthOf, type Terms, termsOf } from '../lexical/terms.js';
import { type Boilerplate, leftOutOf, withoutBoilerplate } from '../text/boilerplate.js';
import { cleanBody, cleanLine } from '../text/clean.js';
import { prepareText } from '../text/prepare.js';
import { segmentHashes } from '../text/segments.js';
import { signatureOf } from '../text/signature.js';
import { distinctWordsUpTo, isEmbeddable } from '../text/words.js';

/** A body of fewer distinct words is not taken for the whole of what an article says. */
const STUB = 20;

/** The parts of an article that everything about its text is made from. */
export type TextParts = Pick<Article, 'title' | 'summary' | 'body'>;

/** The same as plain text. */
export interface CleanParts {
  readonly title: string;
  readonly summary: string | null;
  readonly body: string;
}

export interface PreparedText {
  /** What is embedded. */
  readonly text: string;
  readonly embeddable: boolean;
  readonly signature: Uint32Array | null;
  readonly terms: Terms;
  /** Length of the text. */
  readonly words: number;
  /** Hashes of the lines and sentences of summary and body, boilerplate included. */
  readonly segments: Uint32Array;
  /** Those of them that are boilerplate. */
  readonly leftOut: Uint32Array;
}

export function cleanParts(parts: TextParts, bodyFormat: BodyFormat): CleanParts {
  return {
    title: cleanLine(parts.title),
    summary: parts.summary === null ? null : cleanLine(parts.summary),
    body: cleanBody(parts.body, bodyFormat),
  };
}

/** A title is never boilerplate: what stands in it is said of this article. */
function withoutRecurring({ title, summary, body }: CleanParts, boilerplate: Boilerplate): CleanParts {
  return {
    title,
    summary: summary === null ? null : withoutBoilerplate(summary, boilerplate),
    body: withoutBoilerplate(body, boilerplate),
  };
}

/** An article as its readers take it in: plain text, boilerplate left out; `text` begins with the title. */
export function readable(
  parts: TextParts,
  bodyFormat: BodyFormat,
  boilerplate: Boilerplate,
): { readonly title: string; readonly text: string } {
  const rest = withoutRecurring(cleanParts(parts, bodyFormat), boilerplate);
  return { title: rest.title, text: prepareText(rest) };
}

export function prepare(parts: TextParts, bodyFormat: BodyFormat, boilerplate: Boilerplate): PreparedText {
  const clean = cleanParts(parts, bodyFormat);
  const segments = segmentHashes(clean.summary ?? '', clean.body);
  const leftOut = leftOutOf(segments, boilerplate);
  const rest = leftOut.length === 0 ? clean : withoutRecurring(clean, boilerplate);
  const text = prepareText(rest);
  // Copies are recognised by their bodies: the same story often runs under another headline. A stub ("Watch the
  // video below.") says too little for that.
  const signed = distinctWordsUpTo(rest.body, STUB) < STUB ? text : rest.body;
  const terms = termsOf(text, rest.title);
  return {
    text,
    embeddable: isEmbeddable(text),
    signature: signatureOf(signed),
    terms,
    words: lengthOf(terms),
    segments,
    leftOut,
  };
}
