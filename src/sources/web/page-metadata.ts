import { canonicalAddress } from '../../text/address.js';
import { cleanLine } from '../../text/clean.js';
import { resolved, sameSite } from './addresses.js';
import { readDate } from './dates.js';
import { type LinkedData, readJsonLd } from './json-ld.js';
import type { PageFacts } from './page-facts.js';
import { excerptOf, languageTag } from './words-of.js';

/** What a page says of its article: in JSON-LD, else in Open Graph, else in other `<meta>`, else in its markup. */
export interface PageMetadata {
  /** On one line; empty where there is none. */
  readonly title: string;
  readonly summary: string | null;
  /** Its address by its own word, where that is on the same site. */
  readonly url: string;
  readonly image: string | null;
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly authors: readonly string[];
  readonly language: string | null;
  readonly publishedAt: string | null;
  readonly updatedAt: string | null;
  readonly paywalled: boolean;
  readonly sponsored: boolean;
  /** The whole text, where JSON-LD gives it. */
  readonly body: string | null;
  /** Whether it calls itself an article (`true`), something else (`false`), or neither (`null`). */
  readonly isArticle: boolean | null;
  /** Whether it asks to be left out of indexes. */
  readonly noIndex: boolean;
}

const PUBLISHED =
  `article:published_time datepublished date dc.date.issued dcterms.issued dc.date dcterms.created
  pubdate publishdate publish-date parsely-pub-date sailthru.date citation_publication_date`.split(/\s+/);
const UPDATED = 'article:modified_time datemodified dcterms.modified dc.date.modified og:updated_time'.split(
  ' ',
);
const AUTHORS = 'author article:author dc.creator dcterms.creator parsely-author citation_author'.split(' ');
const IMAGES = 'og:image:secure_url og:image og:image:url twitter:image twitter:image:src'.split(' ');
/** A page that lists more is one of keywords for search engines. */
const MOST_TAGS = 30;

/** @param url where the page was found; @param headers of its answer */
export function readMetadata(
  facts: PageFacts,
  url: string,
  headers: ReadonlyMap<string, string>,
): PageMetadata {
  const data = readJsonLd(facts.jsonLd);
  const all = (names: readonly string[]) => names.flatMap((name) => facts.metas.get(name) ?? []);
  const first = (names: readonly string[]) => all(names)[0] ?? null;
  const type = first(['og:type'])?.toLowerCase() ?? '';
  return {
    title: titleOf(facts, data, first(['og:title', 'twitter:title']), first(['og:site_name'])),
    summary: summaryOf(data.description ?? first(['og:description', 'description', 'twitter:description'])),
    url: ownAddress(facts, url),
    image: resolved(data.image ?? first(IMAGES), facts.base),
    section: lineOf(data.section ?? first(['article:section', 'parsely-section', 'section'])),
    tags: tagsOf(data, all(['article:tag', 'news_keywords', 'parsely-tags']), all(['keywords'])),
    authors: distinct(
      data.authors.length > 0 ? data.authors : all(AUTHORS).filter((name) => !/^https?:/i.test(name)),
    ),
    language:
      [data.language, facts.language, first(['og:locale']), headers.get('content-language')]
        .map(languageTag)
        .find((tag) => tag !== null) ?? null,
    publishedAt:
      [data.published, ...all(PUBLISHED), ...facts.times.slice(0, 1)]
        .map(readDate)
        .find((date) => date !== null) ?? null,
    updatedAt: [data.modified, ...all(UPDATED)].map(readDate).find((date) => date !== null) ?? null,
    paywalled: data.isFree === false || /^(?:locked|metered)$/i.test(first(['article:content_tier']) ?? ''),
    sponsored: data.isAdvertisement,
    body: data.body,
    isArticle:
      data.isArticle || type === 'article'
        ? true
        : data.isOther || type === 'profile' || type === 'product'
          ? false
          : null,
    noIndex: isNoIndex([...all(['robots']), headers.get('x-robots-tag') ?? '']),
  };
}

function titleOf(facts: PageFacts, data: LinkedData, shared: string | null, site: string | null): string {
  const named = [data.headline, shared, facts.heading].map((title) => cleanLine(title ?? ''));
  const found = named.find((title) => title !== '');
  if (found !== undefined) return found;
  // "Title | Site", by any of the usual marks.
  const title = cleanLine(facts.title);
  const cut = title.slice(0, -(site?.length ?? 0)).trim();
  const isEnd = site !== null && site !== '' && title.endsWith(site) && /[|·•–—:-]$/.test(cut);
  return isEnd ? cut.slice(0, -1).trim() : title;
}

/**
 * `<link rel=canonical>`, where it is on the same site; a site whose every page names its front page there is not
 * believed.
 */
function ownAddress(facts: PageFacts, url: string): string {
  const named = facts.links.find(({ rel }) => rel.includes(' canonical '))?.href ?? null;
  if (named === null || !sameSite(named, url)) return url;
  return isFront(named) && !isFront(url) ? url : named;
}

/** Whether an address is that of a site's front page. */
export function isFront(url: string): boolean {
  const canonical = canonicalAddress(url);
  return canonical !== null && new URL(canonical).pathname === '/' && !canonical.includes('?');
}

function summaryOf(description: string | null): string | null {
  return lineOf(description === null ? null : excerptOf(cleanLine(description)));
}

function tagsOf(data: LinkedData, tags: readonly string[], keywords: readonly string[]): string[] {
  const given = data.keywords.length > 0 ? data.keywords : tags.length > 0 ? tags : keywords;
  return distinct(given.flatMap((part) => part.split(/[,;]/))).slice(0, MOST_TAGS);
}

/** Rules for one crawler alone (`googlebot: noindex`) are not ours. */
function isNoIndex(rules: readonly string[]): boolean {
  return rules.some((rule) => /(?:^|,)\s*(?:noindex|none)\s*(?:,|$)/i.test(rule));
}

function lineOf(text: string | null): string | null {
  const line = cleanLine(text ?? '');
  return line === '' ? null : line;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names.map(cleanLine).filter((name) => name !== ''))];
}
