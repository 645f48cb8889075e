import { formatInstant, parseInstant } from '../../article.js';
import { SourceError } from '../../errors.js';
import { shown, webAddress } from '../../web/address.js';
import type { Fetcher } from '../../web/fetcher.js';
import type { Source } from '../source.js';
import { type Answer, askJson } from './answer.js';
import { type CmsOptions, cmsSource } from './cms-source.js';
import { type CmsPost, type Collection, PAGE, type Span } from './collection.js';
import { articleId, breaksOff, listedId, namelessRow } from './post-row.js';
import { endpoint, findApi } from './wordpress-api.js';
import { WORDPRESS_EMBEDDED, WORDPRESS_FIELDS, WordPressPost, wordPressRecord } from './wordpress-post.js';

export interface WordPressOptions extends CmsOptions {
  /** `user:application password`, where posts are not public. */
  readonly key?: string;
  /** What is read: the `rest_base` of post types, such as `posts` and `pages`. */
  readonly types?: readonly string[];
}

/**
 * Posts are compared and sorted by the site's local time: in the hour that its clock is put back by, what is written
 * later counts as earlier. Milliseconds.
 */
const CHANGED_OVERLAP = 65 * 60_000;

/**
 * A scheduled post appears at its date, or whenever somebody next visits the site, and does not count as changed then.
 * Milliseconds.
 */
const PUBLISHED_OVERLAP = 24 * 3_600_000;

/** How often all ids are listed until none was removed meanwhile: numbered pages shift then. */
const LISTINGS = 3;

/** The published posts of a WordPress site (4.7 or later), from its REST API. Throws a `SourceError` for a wrong address. */
export function openWordPress(options: WordPressOptions): Source {
  const site = webAddress(options.address);
  return cmsSource(options.name ?? nameOf(site), ({ warn }) => open(site, options, warn));
}

/** The same however the API was found. */
function nameOf(site: URL): string {
  return `${site.origin}${site.pathname.replace(/\/wp-json(?:\/.*)?$/, '').replace(/\/+$/, '')}/wp-json`;
}

async function open(
  site: URL,
  { types = ['posts'], ...options }: WordPressOptions,
  warn: (message: string) => void,
): Promise<Collection[]> {
  const { fetcher, key } = options;
  const headers: Record<string, string> =
    key === undefined ? {} : { authorization: `Basic ${Buffer.from(key).toString('base64')}` };
  const api = await findApi(site, fetcher, headers).catch(explain);
  if (key !== undefined && api.origin !== site.origin) {
    throw new SourceError(
      `The REST API of ${shown(site)} is elsewhere. Expected it at ${site.origin}, received ${shown(api)}: the application password is not sent there. Name that address itself if it is meant.`,
    );
  }
  return types.map((type) =>
    postsOf({ api, type, headers, fetcher, idPrefix: options.idPrefix ?? '', warn }),
  );
}

interface PostType {
  readonly api: URL;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetcher: Fetcher;
  readonly idPrefix: string;
  readonly warn: (message: string) => void;
}

function postsOf({ api, type, headers, fetcher, idPrefix, warn }: PostType): Collection {
  const route = `wp/v2/${encodeURIComponent(type)}`;
  const location = shown(endpoint(api, route));

  const ask = async (parameters: Readonly<Record<string, string>>): Promise<Listed> => {
    const url = endpoint(api, route, { per_page: `${PAGE}`, ...parameters });
    try {
      const answer = await askJson({
        fetcher,
        url,
        headers,
        label: shown(url),
        expected: 'a list of posts from the REST API of WordPress',
        remedy: `Check the address and the post type ${JSON.stringify(type)}, and that the REST API is switched on`,
        warn,
      });
      return { posts: listIn(answer, location), headers: answer.headers, beyond: false };
    } catch (error) {
      if (error instanceof SourceError && error.message.includes(BEYOND)) {
        return { posts: [], headers: new Map(), beyond: true };
      }
      return explain(error);
    }
  };
  const full = { _embed: WORDPRESS_EMBEDDED, _fields: WORDPRESS_FIELDS };
  const read = (post: unknown, i: number) => toPost(post, i, api, route, idPrefix);

  return {
    name: type,
    location,
    idPrefix,
    overlaps: { changed: CHANGED_OVERLAP, published: PUBLISHED_OVERLAP },
    async list(span) {
      const { posts, headers: said } = await ask({ ...full, ...parametersOf(span) });
      const now = Date.parse(said.get('date') ?? '');
      return {
        posts: posts.map(read),
        more: span.page < pagesIn(said, posts.length, span.page),
        total: numberIn(said, 'x-wp-total'),
        now: Number.isNaN(now) ? Date.now() : now,
      };
    },
    async *ids() {
      for (let listing = 1; listing <= LISTINGS; listing += 1) {
        let total: number | null = null;
        let shifted = false;
        for (let page = 1, pages = 1; page <= pages; page += 1) {
          const wanted = { _fields: 'id', orderby: 'id', order: 'asc', page: `${page}` };
          const { posts, headers: said, beyond } = await ask(wanted);
          yield posts.map((post) => listedId(Named, post, location));
          const now = numberIn(said, 'x-wp-total');
          shifted ||= beyond || (total !== null && now !== null && now < total);
          total = now;
          pages = pagesIn(said, posts.length, page);
          if (posts.length === 0 && page < pages)
            throw breaksOff(location, `none on page ${page} of ${pages}`);
        }
        if (!shifted) return;
      }
      throw new SourceError(
        `${location} loses posts while they are listed. Expected the same number on every page, received fewer ${LISTINGS} times. Try again when nobody deletes posts.`,
      );
    },
    async byIds(ids) {
      if (ids.length === 0) return [];
      return (await ask({ ...full, include: ids.join(',') })).posts.map(read);
    },
  };
}

const PARAMETERS = {
  changed: { orderby: 'modified', after: 'modified_after', before: 'modified_before' },
  published: { orderby: 'date', after: 'after', before: 'before' },
} as const;

/** Times are told in UTC: without an offset WordPress takes them for the site's own. */
function parametersOf({ by, after, before, page }: Span): Record<string, string> {
  const names = PARAMETERS[by];
  return {
    orderby: before === null ? names.orderby : 'id',
    order: 'asc',
    page: `${page}`,
    ...(after === null ? {} : { [names.after]: formatInstant(after) }),
    ...(before === null ? {} : { [names.before]: formatInstant(before) }),
  };
}

interface Listed {
  readonly posts: readonly unknown[];
  readonly headers: Answer['headers'];
  /** There is no such page any more. */
  readonly beyond: boolean;
}

const Named = WordPressPost.pick({ id: true });

/** Said of a page after the last. */
const BEYOND = 'rest_post_invalid_page_number';

/** Pages in all; where a proxy has taken the header away, a full page has a further one. */
function pagesIn(headers: Answer['headers'], posts: number, page: number): number {
  return numberIn(headers, 'x-wp-totalpages') ?? (posts >= PAGE ? page + 1 : page);
}

function numberIn(headers: Answer['headers'], name: string): number | null {
  const value = headers.get(name) ?? '';
  return /^\d+$/.test(value) ? Number(value) : null;
}

function listIn({ json }: Answer, location: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new SourceError(
    `${location} answers with something else. Expected a list of posts, received ${typeof json === 'object' ? 'an object' : typeof json}. Check that the address is that of a WordPress site.`,
  );
}

function toPost(given: unknown, i: number, api: URL, route: string, idPrefix: string): CmsPost {
  const parsed = WordPressPost.safeParse(given);
  const id = parsed.success ? articleId(idPrefix, `${parsed.data.id}`) : null;
  if (!parsed.success || id === null) {
    const place = `${shown(endpoint(api, route))}#${i}`;
    return { id: null, changedAt: null, publishedAt: null, location: place, row: namelessRow(given, place) };
  }
  const location = shown(endpoint(api, `${route}/${parsed.data.id}`));
  const record = wordPressRecord(parsed.data, idPrefix);
  return {
    id,
    changedAt: time(parsed.data.modified_gmt),
    publishedAt: time(parsed.data.date_gmt),
    location,
    row: record === null ? null : { location, record },
  };
}

function time(value: unknown): number | null {
  return typeof value === 'string' ? parseInstant(value) : null;
}

/** What WordPress says of a refusal, by its own code. */
const REMEDIES: readonly (readonly [code: string, remedy: string])[] = [
  ['rest_not_logged_in', 'The REST API is closed to visitors: give an application password (user:password)'],
  ['rest_forbidden', 'The REST API is closed to visitors: give an application password (user:password)'],
  ['rest_cannot_access', 'The REST API is switched off by a plugin: allow it for posts'],
  ['rest_disabled', 'The REST API is switched off by a plugin: allow it for posts'],
  ['incorrect_password', 'The application password is wrong: make a new one in the profile of the user'],
  ['invalid_username', 'The user is not known there: write user:application password'],
  ['rest_no_route', 'There is no such post type, or it is not shown in the REST API'],
];

function explain(error: unknown): never {
  if (!(error instanceof SourceError)) throw error;
  const remedy = REMEDIES.find(([code]) => error.message.includes(code))?.[1];
  throw remedy === undefined ? error : new SourceError(`${error.message} ${remedy}.`, { cause: error });
}
