import { resolved } from './web/addresses.js';

/** What a base must look like, for error messages. */
export const BASE_URL = 'an http or https address without a query, such as https://example.org/posts/';

/**
 * The address of the folder that a base names, with a slash at its end; `null` for what is no http or https address,
 * or has a name, a query or a fragment.
 */
export function baseAddress(text: string): string | null {
  // `new URL` mends what has a backslash or no slashes at all; what is stored should be what was meant.
  if (!/^https?:\/\/[^\s?#\\]+$/i.test(text.trim())) return null;
  const address = resolved(text, 'https://base.invalid');
  if (address === null) return null;
  const url = new URL(address);
  return url.username + url.password === '' ? url.href.replace(/\/*$/, '/') : null;
}

/** A record whose `url` is relative, with it made absolute; any other as it is. */
export function withAbsoluteUrl(record: unknown, base: string): unknown {
  if (typeof record !== 'object' || record === null || !('url' in record)) return record;
  const { url } = record;
  if (typeof url !== 'string' || hasScheme(url)) return record;
  const address = resolved(url, base);
  return address === null ? record : { ...record, url: address };
}

function hasScheme(url: string): boolean {
  return /^\s*[a-z][a-z0-9+.-]*:/i.test(url);
}
