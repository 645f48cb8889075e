/** What JSON-LD says of the article of a page; a field is `null`, or empty, where it says nothing. */
export interface LinkedData {
  /** Whether it names the page an article, a blog post or a report. */
  readonly isArticle: boolean;
  /** Whether it names the page a list of others, a search, a profile or the like. */
  readonly isOther: boolean;
  readonly headline: string | null;
  readonly description: string | null;
  /** The whole text, where it is given. */
  readonly body: string | null;
  readonly published: string | null;
  readonly modified: string | null;
  readonly authors: readonly string[];
  readonly section: string | null;
  readonly keywords: readonly string[];
  readonly image: string | null;
  readonly language: string | null;
  /** `null` where not said. */
  readonly isFree: boolean | null;
  readonly isAdvertisement: boolean;
}

type Thing = Readonly<Record<string, unknown>>;

const ARTICLE = /(?:Article|BlogPosting|^Report)$/;
const OTHER =
  /^(?:CollectionPage|SearchResultsPage|ProfilePage|AboutPage|ContactPage|CheckoutPage|FAQPage|Product|MediaGallery)$/;
/** Deeper graphs, and more things, are not looked through. */
const DEEPEST = 8;
const MOST_THINGS = 2_000;

/** Reads the scripts of one page. Broken ones say nothing. */
export function readJsonLd(scripts: readonly string[]): LinkedData {
  const things: Thing[] = [];
  for (const script of scripts) collect(parse(script), 0, things);
  const byId = new Map(
    things.flatMap((thing) => (typeof thing['@id'] === 'string' ? [[thing['@id'], thing]] : [])),
  );
  // A reference to a thing that stands elsewhere is that thing.
  const settle = (value: unknown): unknown => {
    if (!isThing(value) || typeof value['@id'] !== 'string' || Object.keys(value).length > 2) return value;
    return byId.get(value['@id']) ?? value;
  };
  const article = things.find((thing) => typesOf(thing).some((type) => ARTICLE.test(type)));
  const types = article === undefined ? [] : typesOf(article);
  const of = (name: string): unknown => article?.[name];
  const sections = stringsOf(of('articleSection'));
  return {
    isArticle: article !== undefined,
    isOther: article === undefined && things.some((thing) => typesOf(thing).some((type) => OTHER.test(type))),
    headline: stringsOf(of('headline'))[0] ?? stringsOf(of('name'))[0] ?? null,
    description: stringsOf(of('description'))[0] ?? null,
    body: stringsOf(of('articleBody'))[0] ?? null,
    published: stringsOf(of('datePublished'))[0] ?? stringsOf(of('dateCreated'))[0] ?? null,
    modified: stringsOf(of('dateModified'))[0] ?? null,
    authors: listOf(of('author')).flatMap((author) => namesOf(settle(author))),
    section: sections[0] ?? null,
    keywords: [
      ...listOf(of('keywords')).flatMap((keyword) => namesOf(keyword).flatMap((name) => name.split(/[,;]/))),
      ...sections.slice(1),
    ],
    image:
      listOf(of('image') ?? of('thumbnailUrl'))
        .map((image) => addressOf(settle(image)))
        .find((url) => url !== null) ?? null,
    language: stringsOf(of('inLanguage'))[0] ?? null,
    isFree: freedom(of('isAccessibleForFree')),
    isAdvertisement: types.some((type) => type === 'AdvertiserContentArticle'),
  };
}

function parse(script: string): unknown {
  const text = script.trim();
  const begin =
    /^(?:<!--|\/\*\s?<!\[CDATA\[\s?\*\/|\/\/\s?<!\[CDATA\[|<!\[CDATA\[)/.exec(text)?.[0].length ?? 0;
  const tail =
    /(?:-->|\/\*\s?\]\]>\s?\*\/|\/\/\s?\]\]>|\]\]>)?\s{0,5};?$/.exec(text.slice(-30))?.[0].length ?? 0;
  const bare = text.slice(begin, text.length - tail);
  try {
    return JSON.parse(bare);
  } catch {
    // Line breaks inside strings are the usual fault.
    try {
      return JSON.parse(bare.replace(/\p{Cc}+/gu, ' '));
    } catch {
      return null;
    }
  }
}

function collect(value: unknown, depth: number, things: Thing[]): void {
  if (depth > DEEPEST || things.length >= MOST_THINGS) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, depth + 1, things);
    return;
  }
  if (!isThing(value)) return;
  things.push(value);
  for (const name of ['@graph', 'mainEntity', 'mainEntityOfPage', 'author', 'image', 'publisher']) {
    if (typeof value[name] === 'object') collect(value[name], depth + 1, things);
  }
}

function typesOf(thing: Thing): string[] {
  return stringsOf(thing['@type']).map((type) => type.replace(/^(?:https?:\/\/schema\.org\/|schema:)/i, ''));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.slice(0, 100) : [value];
}

function stringsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => {
    const said = isThing(item) ? (item['@value'] ?? item.name) : item;
    return typeof said === 'string' && said.trim() !== '' ? [said.trim()] : [];
  });
}

function namesOf(value: unknown): string[] {
  // An author given by the address of a profile has no name there.
  return stringsOf(value).filter((name) => !/^https?:\/\//i.test(name));
}

function addressOf(value: unknown): string | null {
  const said = isThing(value) ? (value.url ?? value.contentUrl ?? value['@id']) : value;
  return typeof said === 'string' ? said : null;
}

function freedom(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word =
    typeof value === 'string' ? /(true|false)$/i.exec(value.trim())?.[1]?.toLowerCase() : undefined;
  return word === undefined ? null : word === 'true';
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
