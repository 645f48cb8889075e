import { createHash } from 'node:crypto';

/** On every answer that a cache may keep: purging it empties the cache of all of them. */
export const EVERY_ANSWER = 'seealso';

/** Bytes of a percent-encoded id; a longer one is named by its hash. */
const LONGEST_ID = 200;

/**
 * Bytes of all keys. Caches take 16 KB, but a proxy in between may refuse an answer whose headers are longer than 4 KB
 * (nginx without `proxy_buffer_size`), and there are other headers.
 */
const LONGEST_LIST = 3_400;

/**
 * The key under which every cached answer is found that names this article: `seealso/` and the id as
 * `encodeURIComponent` writes it, so that there are neither spaces nor commas in it (caches separate keys by one or the
 * other). An id that is longer than 200 bytes when written so is named by its SHA-256 instead:
 * `seealso/sha256:` and 64 hexadecimal digits of the id in UTF-8. No encoded id holds a colon, so that the two never meet.
 */
export function articleKey(id: string): string {
  const encoded = encodeURIComponent(id);
  if (encoded.length <= LONGEST_ID) return `${EVERY_ANSWER}/${encoded}`;
  return `${EVERY_ANSWER}/sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** The keys of an answer that names these articles, each once, or `null` where they are too many for a header. */
export function surrogateKeys(ids: readonly string[]): string | null {
  const keys = [EVERY_ANSWER, ...new Set(ids.map(articleKey))].join(' ');
  return keys.length <= LONGEST_LIST ? keys : null;
}
