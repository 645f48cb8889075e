import { XMLParser } from 'fast-xml-parser';
import { SourceError } from '../../errors.js';
import { cleanLine } from '../../text/clean.js';
import { decodeEntities } from '../../text/entities.js';
import { resolved, told } from './addresses.js';
import { readDate } from './dates.js';
import { languageTag } from './words-of.js';
import { hasEnd, rootOf, takeApart } from './xml-elements.js';

/** One address of a sitemap. */
export interface SitemapEntry {
  /** Absolute. */
  readonly loc: string;
  /** When it last changed, in ISO 8601; `null` where that is not said. */
  readonly lastmod: string | null;
  readonly news: SitemapNews | null;
  readonly image: string | null;
}

/** What a news sitemap says of an article. */
export interface SitemapNews {
  readonly title: string;
  readonly publishedAt: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
}

export interface SitemapFile {
  /** `index` names further sitemaps, `pages` the pages of a site. */
  readonly kind: 'index' | 'pages';
  readonly entries: readonly SitemapEntry[];
  /** Whether its end is missing. */
  readonly cut: boolean;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Decoded here: what a document defines itself is not expanded.
  processEntities: false,
  isArray: (name) => ['url', 'sitemap', 'image', 'news'].includes(name),
});

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a sitemap (sitemaps.org), an index of them, a news or image sitemap, or one of plain text. Of XML that is
 * broken, every entry that is whole in itself is read. Throws a `SourceError` for what is none of these.
 */
export function readSitemap(text: string, address: string): SitemapFile {
  const root = rootOf(text);
  if (root === '') return readLines(text, address);
  if (root !== 'urlset' && root !== 'sitemapindex') throw notSitemap(address, root);
  const name = root === 'urlset' ? 'url' : 'sitemap';
  const kind = root === 'urlset' ? 'pages' : 'index';
  const { elements, whole } = takeApart(text, [name]);
  const parsed = entriesOf(text, root, name, address);
  // The parser does not mind a missing end tag, and takes all that follows for a part of that one entry.
  const single = parsed.length < elements.length ? elements.flatMap(entryAlone(name, address)) : [];
  return {
    kind,
    entries: single.length > parsed.length ? single : parsed,
    cut: !whole || !hasEnd(text, [root]),
  };
}

function entriesOf(text: string, root: string, name: string, address: string): SitemapEntry[] {
  try {
    const entries = listOf(fieldsOf(fieldsOf(parser.parse(text))?.[root])?.[name]);
    return entries.flatMap((entry) => entryOf(entry, address));
  } catch {
    return [];
  }
}

function entryAlone(name: string, address: string): (element: string) => SitemapEntry[] {
  return (element) => {
    try {
      return entryOf(listOf(fieldsOf(parser.parse(element))?.[name])[0], address);
    } catch {
      return [];
    }
  };
}

/** An address a line, and nothing else. */
function readLines(text: string, address: string): SitemapFile {
  const lines = text.split(/\r?\n|\r/).map((line) => line.replace(/^\uFEFF/, '').trim());
  const locs = lines.filter((line) => line !== '');
  if (locs.length === 0 || !locs.every((line) => /^https?:\/\/\S+$/i.test(line))) {
    throw notSitemap(address, text.trim() === '' ? '' : 'text');
  }
  const entries = locs.flatMap((loc) => entryOf({ loc }, address));
  return { kind: 'pages', entries, cut: false };
}

function entryOf(value: unknown, address: string): SitemapEntry[] {
  const fields = fieldsOf(value);
  const loc = resolved(textOf(fields?.loc), address);
  if (fields === null || loc === null) return [];
  const news = fieldsOf(listOf(fields.news)[0]);
  const image = fieldsOf(listOf(fields.image)[0]);
  return [
    {
      loc,
      lastmod: readDate(textOf(fields.lastmod)),
      news: news === null ? null : newsOf(news),
      image: resolved(textOf(image?.loc), address),
    },
  ];
}

function newsOf(news: Fields): SitemapNews {
  return {
    title: cleanLine(textOf(news.title)),
    publishedAt: readDate(textOf(news.publication_date)),
    language: languageTag(textOf(fieldsOf(news.publication)?.language)),
    tags: textOf(news.keywords)
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? decodeEntities(value).trim() : '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function notSitemap(address: string, root: string): SourceError {
  const isFeed = ['rss', 'rdf', 'feed', '{'].includes(root);
  const received = { html: 'a page in HTML', '': 'nothing at all', text: 'other text' }[root] ?? `<${root}>`;
  return new SourceError(
    `${told(address)} is not a sitemap. Expected <urlset>, <sitemapindex> or an address a line, received ${isFeed ? 'a feed' : received}. ${isFeed ? 'Read it with --format feed' : 'Check the address; robots.txt of the site may name its sitemaps'}.`,
  );
}
