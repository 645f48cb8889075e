import type { Article, BodyFormat } from '../article.js';
import { canonicalAddress } from '../text/address.js';
import { hrefsOf, withoutLinks } from '../text/links.js';

export interface LinkJudgmentOptions {
  readonly bodyFormat: BodyFormat;
  /** Only from the article that links to the one that is linked; otherwise both are an answer to each other. */
  readonly oneWay: boolean;
  /** Further addresses of articles, such as those before a site moved: canonical address → id. */
  readonly alsoKnownAs?: ReadonlyMap<string, string>;
}

/** The links of an archive, each target counted once per article that links it. */
export interface LinkCounts {
  readonly found: number;
  /** To another article of the archive. */
  readonly toArticles: number;
  readonly toSelf: number;
  /** To what is no article of the archive. */
  readonly elsewhere: number;
  /** To an address or a name that several articles have: none of them is taken. */
  readonly ambiguous: number;
  /** From or to an article whose id has a space, which a line of qrels cannot hold. */
  readonly unwritable: number;
}

export interface LinkJudgments {
  /** In the order given, without the links that became judgments; all else unchanged. */
  readonly articles: readonly Article[];
  /** TREC qrels, grade 1, sorted by query and document; ends with a line feed unless empty. */
  readonly qrels: string;
  readonly links: LinkCounts;
  readonly judgments: number;
  readonly queries: number;
}

/**
 * Takes the links that editors made between articles for judgments: who is linked, is relevant. The links and their
 * words go from the bodies, since they often are the other's title.
 *
 * An article is found by its `url`. One without is found by its name, `slug` or else the last part of its id, in
 * relative links alone (`../a-year-on.md`, `/news/a-year-on/`), and only where no other article without `url` has that
 * name: a link with a host of its own says nothing about a site whose address is not known.
 *
 * Ids are unique among `articles`.
 */
export function judgmentsFromLinks(
  articles: readonly Article[],
  { bodyFormat, oneWay, alsoKnownAs = new Map() }: LinkJudgmentOptions,
): LinkJudgments {
  const find = finder(articles, alsoKnownAs);
  const counts = { found: 0, toArticles: 0, toSelf: 0, elsewhere: 0, ambiguous: 0, unwritable: 0 };
  const relevant = new Map<string, Set<string>>();
  const judge = (query: string, document: string) => {
    const documents = relevant.get(query) ?? new Set();
    relevant.set(query, documents.add(document));
  };
  const stripped = articles.map((article) => {
    const judged = new Set<string>();
    for (const [target, kind] of targetsOf(article, bodyFormat, find)) {
      counts.found += 1;
      counts[kind] += 1;
      if (kind === 'toArticles') judged.add(target);
    }
    if (judged.size === 0) return article;
    for (const target of judged) {
      judge(article.id, target);
      if (!oneWay) judge(target, article.id);
    }
    const isJudged = (href: string) => {
      const place = find(article, href);
      return place?.kind === 'article' && judged.has(place.target);
    };
    return { ...article, body: withoutLinks(article.body, bodyFormat, isJudged) };
  });
  const lines = [...relevant]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([query, documents]) =>
      [...documents].sort(order).map((document) => `${query} 0 ${document} 1\n`),
    );
  return {
    articles: stripped,
    qrels: lines.join(''),
    links: counts,
    judgments: lines.length,
    queries: relevant.size,
  };
}

type Kind = Exclude<keyof LinkCounts, 'found'>;

interface Place {
  readonly kind: 'article' | 'elsewhere' | 'ambiguous';
  /** The id of the article; otherwise what tells two such places apart. */
  readonly target: string;
}

/** `null` for what leads to no page, such as `mailto:`. */
type Finder = (from: Article, href: string) => Place | null;

/** Where an article's links lead, each place once. */
function targetsOf(article: Article, format: BodyFormat, find: Finder): Map<string, Kind> {
  const targets = new Map<string, Kind>();
  for (const href of hrefsOf(article.body, format)) {
    const place = find(article, href);
    if (place === null) continue;
    const { kind, target } = place;
    if (kind !== 'article') targets.set(target, kind);
    else if (target === article.id) targets.set(target, 'toSelf');
    else targets.set(target, target.includes(' ') || article.id.includes(' ') ? 'unwritable' : 'toArticles');
  }
  return targets;
}

function finder(articles: readonly Article[], alsoKnownAs: ReadonlyMap<string, string>): Finder {
  const addresses = new Map<string, string | null>();
  const names = new Map<string, string | null>();
  // `null` where two articles share it.
  const note = (map: Map<string, string | null>, key: string, id: string) => {
    map.set(key, map.has(key) && map.get(key) !== id ? null : id);
  };
  for (const article of articles) {
    const address = article.url === null ? null : canonicalAddress(article.url);
    if (address !== null) note(addresses, address, article.id);
    else note(names, nameOf(article), article.id);
  }
  // An address that an article has now is not one that another had before.
  for (const [address, id] of alsoKnownAs) if (!addresses.has(address)) addresses.set(address, id);
  return (from, href) => {
    const address = canonicalAddress(href, from.url);
    if (address === null && !RELATIVE.test(href)) return null;
    const byAddress = address === null ? undefined : addresses.get(address);
    const byName = RELATIVE.test(href) ? names.get(lastPart(href)) : undefined;
    const id = byAddress === undefined ? byName : byAddress;
    if (id === null) return { kind: 'ambiguous', target: `shared: ${address ?? href}` };
    if (id === undefined) return { kind: 'elsewhere', target: `elsewhere: ${address ?? href}` };
    return { kind: 'article', target: id };
  };
}

const RELATIVE = /^(?!\/\/)(?![A-Za-z][A-Za-z0-9+.-]*:)/;

function nameOf({ id, extra }: Article): string {
  return lastPart(typeof extra.slug === 'string' && extra.slug.trim() !== '' ? extra.slug.trim() : id);
}

/** `a-year-on` of `../news/a-year-on.md#notes`, decoded. */
function lastPart(path: string): string {
  const [before = ''] = path.split(/[?#]/);
  const parts = before.split('/').filter((part) => part !== '' && !/^(?:_?index)\.\w+$/i.test(part));
  const last = (parts.at(-1) ?? '').replace(/\.(?:md|markdown|html?)$/i, '');
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** An article as a record that reads back as the same article; fields that say nothing are left out. */
export function recordOf({ extra, ...fields }: Article): Record<string, unknown> {
  const telling = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(telling), ...(Object.keys(extra).length === 0 ? {} : { extra }) };
}
