import { SourceError } from '../../errors.js';
import type { FetchedDocument } from '../../web/fetcher.js';
import { FIRST_READING, type Reading, type Source, WEB_FORMATS, type WebFormat } from '../source.js';
import { resolved, sameSite, told } from './addresses.js';
import { FEED_ACCEPT, notThere, PAGE_ACCEPT, readNote, SITEMAP_ACCEPT, textOf } from './fetch-text.js';
import { openAs } from './open-as.js';
import { type ReadPage, readPage } from './page-reading.js';
import { readSitemap } from './sitemap-file.js';
import type { WebOptions } from './web-options.js';
import { rootOf } from './xml-elements.js';

/** Noted once a source was read to its end: what it is, and where. */
const FOUND = 'found';

/** What an address turned out to lead to. */
interface Found {
  readonly format: WebFormat;
  readonly address: string;
  /** What lies there, where it was fetched already. */
  readonly opened?: FetchedDocument;
}

/**
 * Reads whatever an address leads to: a feed, a sitemap, an article; of another page the interface of WordPress, of
 * Ghost (with a key), or the feed that it names, else the sitemap of its site. Says what was chosen, and notes it for
 * the runs to come.
 */
export function discover(address: string, web: WebOptions): Source {
  let inner: Source | null = null;
  return {
    name: told(address),
    get partial() {
      return inner?.partial === true;
    },
    async *rows(reading = FIRST_READING) {
      const noted = notedFind(reading.recall(FOUND));
      const { format, address: found, opened } = noted ?? (await find(address, web, reading));
      inner = openAs(format, found, web, opened);
      yield* inner.rows(reading);
      if (noted === null) {
        const value = JSON.stringify({ format, address: found });
        yield { location: told(address), notes: [{ name: FOUND, value }] };
      }
    },
    progress: () => inner?.progress() ?? { read: 0, total: null },
  };
}

const MEANINGS = { wordpress: 'WordPress interface', ghost: 'Ghost interface', feed: 'feed' } as const;
const HINT =
  'A feed gives only the newest articles. For the whole archive name the sitemap of the site, or, of a Ghost site, give a --key.';

type Named = Found & { readonly format: keyof typeof MEANINGS };

async function find(address: string, web: WebOptions, { warn }: Reading): Promise<Found> {
  const opened = await web.fetcher.get(address, { accept: `${PAGE_ACCEPT}, ${FEED_ACCEPT}` });
  if (opened.kind === 'gone') throw notThere(address, 'document', `status ${opened.status}`);
  if (opened.kind === 'not_modified') throw notThere(address, 'document', 'status 304');
  const format = formatOf(opened);
  if (format !== null) return { format, address, opened };
  const page = readPage(opened, address);
  if (page === null) throw unknown(address, opened);
  // A page that calls itself an article names the feed of its site, too: it was the article that was asked for.
  if (page.isArticle && page.declared) return { format: 'page', address, opened };
  const better = wordPressOf(page, address, web) ?? ghostOf(page, opened, web) ?? feedOf(page);
  if (better !== null) {
    warn(
      `${told(address)} is a page: reads the ${MEANINGS[better.format]} at ${told(better.address)}, which it names.`,
    );
    if (better.format === 'feed') warn(HINT);
    return better;
  }
  if (page.isArticle) return { format: 'page', address, opened };
  const sitemap = await sitemapOf(opened.url, web);
  if (sitemap === null) throw unknown(address, opened);
  warn(
    `${told(address)} is a page, and names no feed: reads the sitemap ${told(sitemap.address)} of its site.`,
  );
  return sitemap;
}

/** By the content: servers say `text/html` of feeds, and `application/xml` of anything. */
function formatOf({ text, contentType }: FetchedDocument): WebFormat | null {
  switch (rootOf(text)) {
    case 'rss':
    case 'rdf':
    case 'feed':
      return 'feed';
    case 'urlset':
    case 'sitemapindex':
      return 'sitemap';
    case '{':
      return 'feed';
    case '':
      return contentType === 'text/plain' && /^\s*https?:\/\//i.test(text) ? 'sitemap' : null;
    default:
      return null;
  }
}

/** Throws a `SourceError` where a key would go to another site than the one that was named. */
function wordPressOf({ scan }: ReadPage, address: string, { key }: WebOptions): Named | null {
  const link = scan.links.find(({ rel }) => rel.includes(' https://api.w.org/ '));
  if (link === undefined) return null;
  const [api, site] = [new URL(link.href), new URL(address)];
  // Behind a proxy, WordPress often takes itself for an http site.
  if (api.host === site.host) api.protocol = site.protocol;
  if (key !== undefined && api.origin !== site.origin) {
    throw new SourceError(
      `${told(address)} names the WordPress interface of another site. Expected it at ${site.origin}, received ${told(api.href)}: the key is not sent there. Name that address itself, with --format wordpress, if it is meant.`,
    );
  }
  return { format: 'wordpress', address: api.href };
}

/** Ghost answers nobody without a key. */
function ghostOf({ scan }: ReadPage, { url }: FetchedDocument, { key }: WebOptions): Named | null {
  const isGhost = scan.metas.get('generator')?.some((name) => /^ghost\b/i.test(name)) === true;
  return isGhost && key !== undefined ? { format: 'ghost', address: new URL('/', url).href } : null;
}

/** The first that it names, other than of comments. */
function feedOf({ scan }: ReadPage): Named | null {
  const link = scan.links.find(
    ({ rel, type, href }) =>
      rel.includes(' alternate ') &&
      /^application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)/.test(type) &&
      !/\/comments?\b/i.test(new URL(href).pathname),
  );
  return link === undefined ? null : { format: 'feed', address: link.href };
}

/** The first sitemap that robots.txt names, or that lies where sitemaps usually lie. */
async function sitemapOf(url: string, web: WebOptions): Promise<Found | null> {
  const robots = await tried(new URL('/robots.txt', url).href, 'text/plain', web);
  const named = [...(robots?.text ?? '').matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)]
    .map(([, address = '']) => resolved(address, url))
    .filter((address) => address !== null)
    .filter((address) => sameSite(address, url));
  const usual = ['/sitemap.xml', '/sitemap_index.xml'].map((path) => new URL(path, url).href);
  for (const address of new Set([...named.slice(0, 3), ...usual])) {
    const opened = await tried(address, SITEMAP_ACCEPT, web);
    if (opened !== null && isSitemap(opened)) return { format: 'sitemap', address, opened };
  }
  return null;
}

function isSitemap({ text, url }: FetchedDocument): boolean {
  try {
    return readSitemap(text, url).entries.length > 0;
  } catch {
    return false;
  }
}

/** `null` where it is not there, or cannot be had. */
async function tried(
  address: string,
  accept: string,
  { fetcher }: WebOptions,
): Promise<FetchedDocument | null> {
  try {
    const fetched = await fetcher.get(address, { accept });
    return fetched.kind === 'document' ? fetched : null;
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

function notedFind(note: string | null): Found | null {
  const noted = readNote(note);
  const format = WEB_FORMATS.find((name) => name === noted?.format);
  const address = textOf(noted?.address);
  return format === undefined || address === null ? null : { format, address };
}

function unknown(address: string, { contentType }: FetchedDocument): SourceError {
  return new SourceError(
    `${told(address)} leads to no articles. Expected a feed, a sitemap, an article, or a page that names one of them, received ${contentType === '' ? 'something else' : contentType} without any. Name the feed or sitemap itself, or what it is: --format ${WEB_FORMATS.join('|')}.`,
  );
}
