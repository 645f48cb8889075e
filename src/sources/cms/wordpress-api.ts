import { z } from 'zod';
import { SourceError } from '../../errors.js';
import { shown } from '../../web/address.js';
import type { Fetcher } from '../../web/fetcher.js';
import { askJson } from './answer.js';

/** Says where the REST API of a WordPress site begins. */
const RELATION = 'https://api.w.org/';

/** What the API says of itself, as far as it is read. */
const Index = z.object({ namespaces: z.array(z.string()) });

/**
 * Where a site's REST API begins: where WordPress puts it, else where the site's `Link` header or page says, else
 * without permalinks. Throws a `SourceError` where none is found, or it is closed.
 *
 * @param headers sent only to the site itself
 */
export async function findApi(
  site: URL,
  fetcher: Fetcher,
  headers: Readonly<Record<string, string>>,
): Promise<URL> {
  const named = namedApi(site);
  if (named !== null) return named;
  const failures: string[] = [];
  const isApi = async (guess: URL): Promise<boolean> => {
    const url = new URL(guess);
    url.searchParams.set('_fields', 'namespaces');
    try {
      const question = { label: shown(guess), expected: 'the index of a WordPress REST API' };
      const { json } = await askJson({
        ...question,
        fetcher,
        url,
        headers,
        remedy: 'Check the address',
        warn: () => undefined,
      });
      return Index.safeParse(json).data?.namespaces.includes('wp/v2') === true;
    } catch (error) {
      // A refusal in WordPress's own words: it is there, and closed.
      if (!(error instanceof SourceError) || /"code"\s*:\s*"rest_(?!no_route)/.test(error.message))
        throw error;
      failures.push(error.message);
      return false;
    }
  };
  if (await isApi(pathApi(site))) return pathApi(site);
  const linked = await linkedApi(site, fetcher);
  if (linked !== null) return linked;
  if (await isApi(queryApi(site))) return queryApi(site);
  throw new SourceError(
    `No WordPress REST API was found at ${shown(site)}. Expected one at /wp-json/ or ?rest_route=/, received neither (${failures[0] ?? 'other JSON'}). Check the address, or name the API itself; where a plugin has switched the API off, allow it for posts.`,
  );
}

/** Where the address is that of the API already. */
function namedApi(site: URL): URL | null {
  if (site.searchParams.has('rest_route')) return queryApi(site);
  const at = site.pathname.indexOf('/wp-json');
  if (at === -1) return null;
  const api = new URL(site.origin);
  api.pathname = `${site.pathname.slice(0, at)}/wp-json/`;
  return api;
}

async function linkedApi(site: URL, fetcher: Fetcher): Promise<URL | null> {
  try {
    const page = await fetcher.get(site.href, { accept: 'text/html' });
    if (page.kind !== 'document') return null;
    const found = inHeader(page.headers.get('link') ?? '') ?? inPage(page.text);
    if (found === null || !URL.canParse(found, page.url)) return null;
    const api = new URL(found, page.url);
    // Behind a proxy, WordPress often takes itself for an http site.
    if (api.host === site.host) api.protocol = site.protocol;
    return api;
  } catch (error) {
    // The page may be closed to programs where the API is open.
    if (error instanceof SourceError) return null;
    throw error;
  }
}

function inHeader(link: string): string | null {
  return /<([^<>]+)>\s*;[^,]*rel\s*=\s*"?https:\/\/api\.w\.org\/"?/i.exec(link)?.[1] ?? null;
}

function inPage(html: string): string | null {
  for (const [tag] of html.slice(0, 200_000).matchAll(/<link\b[^<>]*>/gi)) {
    if (!tag.includes(RELATION)) continue;
    const href = /\bhref\s*=\s*["']([^"']+)["']/i.exec(tag)?.[1];
    if (href !== undefined) return href.replaceAll('&#038;', '&').replaceAll('&amp;', '&');
  }
  return null;
}

function pathApi(site: URL): URL {
  const api = new URL(site.origin);
  api.pathname = `${site.pathname.replace(/\/+$/, '')}/wp-json/`;
  return api;
}

function queryApi(site: URL): URL {
  const api = new URL(site.origin);
  api.pathname = site.pathname;
  api.searchParams.set('rest_route', '/');
  return api;
}

/** An endpoint such as `wp/v2/posts` of the API that begins there. */
export function endpoint(api: URL, route: string, parameters: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(api);
  const root = url.searchParams.get('rest_route');
  if (root === null) url.pathname = `${url.pathname.replace(/\/+$/, '')}/${route}`;
  else url.searchParams.set('rest_route', `${root.replace(/\/+$/, '')}/${route}`);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
