import { canonicalAddress } from '../../text/address.js';
import { cleanLine } from '../../text/clean.js';
import { htmlToText } from '../../text/html.js';
import { resolved } from './addresses.js';
import { readDate } from './dates.js';
import { feedImage } from './feed-image.js';
import type { AnyFeed, AtomFeed, JsonFeed, RdfFeed, RssFeed } from './feed-parser.js';
import { excerptOf, languageTag } from './words-of.js';

/** What a feed says of one article. */
export interface FeedEntry {
  /** The canonical address of its page, else what the feed names it by. */
  readonly id: string;
  /** On one line; empty where the feed gives none. */
  readonly title: string;
  /** The whole text as HTML or plain text; `null` where the feed has only a summary. */
  readonly content: string | null;
  /** On one line; empty where there is none. */
  readonly summary: string;
  readonly url: string | null;
  readonly image: string | null;
  readonly tags: readonly string[];
  readonly authors: readonly string[];
  readonly language: string | null;
  readonly publishedAt: string | null;
  readonly updatedAt: string | null;
}

export interface FeedFacts {
  /** A `string` says what is wrong with an entry that cannot be used. */
  readonly entries: readonly (FeedEntry | string)[];
  readonly next: string | null;
}

/** A description of at least so many characters of text is no summary, but the article. */
const WHOLE_TEXT = 1_500;

/** What a feed of any format says, its addresses resolved against `address`, where it was found. */
export function readFeed({ format, feed }: AnyFeed, address: string): FeedFacts {
  switch (format) {
    case 'rss':
    case 'rdf':
      return readRss(feed, address);
    case 'atom':
      return readAtom(feed, address);
    case 'json':
      return readJson(feed, address);
  }
}

/** As any format gives it. */
interface Given {
  readonly guid: string | undefined;
  readonly link: string | undefined;
  /** What the links of this entry are relative to. */
  readonly base: string;
  readonly title: string | undefined;
  readonly content: string | undefined;
  readonly summary: string | undefined;
  readonly image: string | undefined;
  readonly tags: readonly (string | undefined)[];
  readonly authors: readonly (string | undefined)[];
  readonly languages: readonly (string | undefined)[];
  readonly published: string | undefined;
  readonly updated: string | undefined;
}

function entryOf(given: Given): FeedEntry | string {
  const { guid, link, base } = given;
  const url = resolved(link, base) ?? (/^https?:\/\//i.test(guid ?? '') ? resolved(guid, base) : null);
  const canonical = url === null ? null : canonicalAddress(url);
  // A podcast's items may all lead to its front page, which is the address of none of them.
  const isFront = canonical !== null && new URL(canonical).pathname === '/' && !canonical.includes('?');
  const id = (isFront ? undefined : canonical) ?? guid?.trim();
  if (id === undefined || id === '') {
    return `an entry with neither a link nor an id: ${JSON.stringify(given.title ?? given.summary?.slice(0, 60) ?? '')}`;
  }
  const described = given.content === undefined ? htmlToText(given.summary ?? '') : '';
  const isWhole = described.length >= WHOLE_TEXT;
  const content = given.content ?? (isWhole ? given.summary : undefined);
  return {
    id,
    title: cleanLine(given.title ?? ''),
    content: content === undefined || htmlToText(content) === '' ? null : content,
    summary: isWhole
      ? ''
      : excerptOf(given.content === undefined ? described : htmlToText(given.summary ?? '')),
    url,
    image: resolved(given.image, base),
    tags: distinct(given.tags),
    authors: distinct(given.authors),
    language: given.languages.map(languageTag).find((tag) => tag !== null) ?? null,
    publishedAt: readDate(given.published),
    updatedAt: readDate(given.updated),
  };
}

function readRss(feed: RssFeed.Feed<string> | RdfFeed.Feed<string>, address: string): FeedFacts {
  const base = resolved(feed.xml?.base, address) ?? address;
  const languages = ['language' in feed ? feed.language : undefined, feed.dc?.languages?.[0], feed.xml?.lang];
  const entries = (feed.items ?? []).map((item) => {
    const rss: RssFeed.Item<string> = item;
    const names = rss.authors?.map(({ name }) => name) ?? [];
    return entryOf({
      guid: rss.guid?.value ?? ('rdf' in item ? item.rdf?.about : undefined),
      link: rss.link ?? alternate(item.atom?.links),
      base: resolved(item.xml?.base, base) ?? base,
      title: rss.title,
      content: item.content?.encoded,
      summary: rss.description ?? item.atom?.summary?.value ?? item.dc?.descriptions?.[0],
      image: feedImage(item.media, rss.enclosures, rss.itunes?.image),
      tags: [...(rss.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])],
      authors: [...(item.dc?.creators ?? []), ...names, rss.itunes?.author],
      languages: [item.xml?.lang, item.dc?.languages?.[0], ...languages],
      published: rss.pubDate ?? item.dcterms?.issued?.[0] ?? item.dc?.dates?.[0] ?? item.atom?.published,
      updated: item.dcterms?.modified?.[0] ?? item.atom?.updated,
    });
  });
  return { entries, next: resolved(linkOf(feed.atom?.links, 'next'), base) };
}

function readAtom(feed: AtomFeed.Feed<string>, address: string): FeedFacts {
  const base = resolved(feed.xml?.base, address) ?? address;
  const entries = (feed.entries ?? []).map((entry) => {
    const own = resolved(entry.xml?.base, base) ?? base;
    const authors = entry.authors ?? entry.source?.authors ?? feed.authors ?? [];
    const { content } = entry;
    // What is no text (`image/png`) and what lies elsewhere (`src`) is no content.
    const isText =
      content?.src === undefined &&
      /^(|text|html|xhtml|text\/.*|application\/xhtml\+xml)$/i.test(content?.type ?? '');
    return entryOf({
      guid: entry.id,
      link: alternate(entry.links),
      base: own,
      title: entry.title?.value,
      content: isText ? content?.value : undefined,
      summary: entry.summary?.value,
      image: feedImage(entry.media, enclosuresOf(entry.links), entry.itunes?.image),
      tags: (entry.categories ?? []).map(({ label, term }) => label ?? term),
      authors: authors.map(({ name }) => name),
      languages: [entry.xml?.lang, feed.xml?.lang],
      published: entry.published ?? entry.dc?.dates?.[0] ?? entry.updated,
      updated: entry.updated,
    });
  });
  return { entries, next: resolved(linkOf(feed.links, 'next'), base) };
}

function readJson(feed: JsonFeed.Feed<string>, address: string): FeedFacts {
  const entries = (feed.items ?? []).map((item) =>
    entryOf({
      guid: item.id,
      link: item.url,
      base: address,
      title: item.title,
      content: item.content_html ?? item.content_text,
      summary: item.summary,
      image:
        item.image ??
        item.banner_image ??
        feedImage(
          undefined,
          item.attachments?.map(({ url, mime_type }) => ({
            ...(url ? { url } : {}),
            ...(mime_type ? { type: mime_type } : {}),
          })),
        ),
      tags: item.tags ?? [],
      authors: (item.authors ?? feed.authors ?? []).map(({ name }) => name),
      languages: [item.language, feed.language],
      published: item.date_published,
      updated: item.date_modified,
    }),
  );
  return { entries, next: resolved(feed.next_url, address) };
}

type Link = AtomFeed.Link<string>;

function linkOf(links: readonly Link[] | undefined, rel: string): string | undefined {
  return links?.find((link) => link.rel?.toLowerCase() === rel)?.href;
}

/** The page of an entry; what says that it is HTML first. */
function alternate(links: readonly Link[] = []): string | undefined {
  const pages = links.filter(({ rel }) => rel === undefined || rel.toLowerCase() === 'alternate');
  return (pages.find(({ type }) => /html/i.test(type ?? '')) ?? pages[0])?.href;
}

function enclosuresOf(links: readonly Link[] = []): Link[] {
  return links.filter(({ rel }) => rel?.toLowerCase() === 'enclosure');
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.map((name) => cleanLine(name ?? '')).filter((name) => name !== ''))];
}
