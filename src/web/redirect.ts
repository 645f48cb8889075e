import { SourceError } from '../errors.js';
import { shown, webAddress } from './address.js';
import type { Answer } from './exchange.js';

/** An address that led on to another. */
export interface Redirect {
  readonly url: string;
  /** 301 and 308: the old address is not to be asked again. */
  readonly permanent: boolean;
}

export interface Followed {
  readonly url: URL;
  readonly redirects: readonly Redirect[];
  readonly answer: Answer;
}

/**
 * Asks an address, and what it redirects to, until an answer does not lead on.
 *
 * @param visit asks one address; `atHome` as long as every address so far was of the first one's origin, so that
 *   what was meant for that origin may be told
 * @throws SourceError for a redirect to nowhere, in a circle, once too often, to what is not on the web, or from
 *   https to http, where anybody on the way could answer instead
 */
export async function follow(
  start: URL,
  maxRedirects: number,
  visit: (url: URL, atHome: boolean) => Promise<Answer>,
): Promise<Followed> {
  const redirects: Redirect[] = [];
  let url = start;
  let atHome = true;
  while (true) {
    const answer = await visit(url, atHome);
    const next = redirectTarget(url, answer);
    if (next === null) return { url, redirects, answer };
    redirects.push({ url: url.href, permanent: answer.status === 301 || answer.status === 308 });
    const way = [...redirects.map((one) => shown(new URL(one.url))), shown(next)].join(' → ');
    if (redirects.some((one) => one.url === next.href)) {
      throw new SourceError(
        `${shown(start)} redirects in a circle. Expected a document, received ${way}. Name the address that a browser ends at.`,
      );
    }
    if (redirects.length > maxRedirects) {
      throw new SourceError(
        `${shown(start)} redirects too often. Expected at most ${maxRedirects} redirects, received ${way}. Name the last address.`,
      );
    }
    atHome = atHome && next.origin === start.origin;
    url = next;
  }
}

/** Where an answer leads on to; `null` where it does not. */
export function redirectTarget(
  url: URL,
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
): URL | null {
  if (![301, 302, 303, 307, 308].includes(status)) return null;
  const location = headers.get('location');
  if (location === undefined) {
    throw new SourceError(
      `${shown(url)} redirects to nowhere. Expected a Location with status ${status}, received none. Name the address that a browser ends at.`,
    );
  }
  const next = webAddress(location, url);
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw new SourceError(
      `${shown(url)} redirects to ${shown(next)}, which is less secure. Expected https; it was not followed. Name that address itself if what it says can be trusted all the same.`,
    );
  }
  return next;
}
