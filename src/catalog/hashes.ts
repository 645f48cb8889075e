import { createHash } from 'node:crypto';
import type { Article, BodyFormat } from '../article.js';

interface Hashes {
  readonly bodyFormat: BodyFormat;
  content?: string;
  text?: string;
}

/** Of articles in use: each is asked for several times before it is stored. Nobody alters an article. */
const known = new WeakMap<Article, Hashes>();

function knownOf(article: Article, bodyFormat: BodyFormat): Hashes {
  const found = known.get(article);
  if (found?.bodyFormat === bodyFormat) return found;
  const made = { bodyFormat };
  known.set(article, made);
  return made;
}

/** Changes with anything that an answer could show, or ranking could read. Hex, 128 bits of SHA-256. */
export function contentHash(article: Article, bodyFormat: BodyFormat): string {
  const hashes = knownOf(article, bodyFormat);
  hashes.content ??= newContentHash(article, bodyFormat);
  return hashes.content;
}

function newContentHash(article: Article, bodyFormat: BodyFormat): string {
  const { formerUrls, ...rest } = article;
  // Left out where there are none, as in catalogues that were written before they were known.
  return digest([bodyFormat, canonical(formerUrls.length === 0 ? rest : article)]);
}

/** Changes with anything that the embedded text is made from; equal for two articles of identical text. */
export function textHash(article: Article, bodyFormat: BodyFormat): string {
  const hashes = knownOf(article, bodyFormat);
  hashes.text ??= digest([bodyFormat, article.title, article.summary ?? '', article.body]);
  return hashes.text;
}

/** Changes with a text (by its `textHash`) and with the passages that were left out of it as boilerplate. */
export function derivationHash(textHash: string, leftOut: Uint32Array): string {
  return leftOut.length === 0 ? textHash : digest([textHash, leftOut.join(' ')]);
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    // The length before each part keeps ("ab", "c") apart from ("a", "bc").
    hash.update(`${part.length}:`).update(part, 'utf8');
  }
  return hash.digest('hex').slice(0, 32);
}

/** JSON with the keys of every object in order, so that a reordered record is not a changed one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}
