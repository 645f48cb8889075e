import { z } from 'zod';
import { parseInstant } from '../../article.js';
import { SourceError } from '../../errors.js';
import { webAddress } from '../../web/address.js';
import type { Source } from '../source.js';
import { askJson } from './answer.js';
import { type CmsOptions, cmsSource } from './cms-source.js';
import { type CmsPost, type Collection, PAGE, type Span } from './collection.js';
import { GhostPost, ghostRecord } from './ghost-post.js';
import { articleId, breaksOff, listedId, namelessRow } from './post-row.js';

export interface GhostOptions extends CmsOptions {
  /** The Content API key of a custom integration: Ghost answers nobody without one. */
  readonly key?: string;
}

const Answer = z.object({
  posts: z.array(z.unknown()),
  meta: z.object({ pagination: z.object({ pages: z.int(), total: z.int() }) }),
});
const Named = z.object({ id: z.string() });

/** What is committed shows a moment after the time it was given. Milliseconds. */
const OVERLAP = 5 * 60_000;

/**
 * The published posts of a Ghost site, from its Content API. Throws a `SourceError` where there is no key, or one of
 * another API. Ghost's own client is not used: it brings axios for what is one GET, past the guards of our fetcher.
 */
export function openGhost(options: GhostOptions): Source {
  const { root, key } = readOptions(options);
  return cmsSource(options.name ?? root.href.replace(/\/$/, ''), async ({ warn }) => [
    posts(root, key, options, warn),
  ]);
}

function posts(root: URL, key: string, options: GhostOptions, warn: (message: string) => void): Collection {
  const idPrefix = options.idPrefix ?? '';
  const location = new URL('posts/', root).href;

  const ask = async (parameters: Readonly<Record<string, string>>) => {
    const url = new URL(location);
    for (const [name, value] of Object.entries({ ...parameters, key })) url.searchParams.set(name, value);
    try {
      const { json, headers } = await askJson({
        fetcher: options.fetcher,
        url,
        headers: { 'accept-version': 'v5.0' },
        label: location,
        expected: "the posts of Ghost's Content API",
        remedy: 'Check that the address is that of a Ghost site (version 5 or later), as its admin shows it',
        warn,
      });
      return { ...readAnswer(json, location), headers };
    } catch (error) {
      throw explained(error, key);
    }
  };
  const full = { include: 'authors,tags', formats: 'html' };
  const read = (post: unknown, i: number) => toPost(post, `${location}#${i}`, location, idPrefix);

  return {
    name: 'posts',
    location,
    idPrefix,
    overlaps: { changed: OVERLAP, published: null },
    async list(span) {
      const { posts, pagination, headers } = await ask({ ...full, ...parametersOf(span) });
      const now = Date.parse(headers.get('date') ?? '');
      return {
        posts: posts.map(read),
        more: span.page < pagination.pages,
        total: pagination.total,
        now: Number.isNaN(now) ? Date.now() : now,
      };
    },
    async *ids() {
      let last = '';
      while (true) {
        const filter = last === '' ? {} : { filter: `id:>'${last}'` };
        const { posts, pagination } = await ask({
          fields: 'id',
          order: 'id asc',
          limit: `${PAGE}`,
          ...filter,
        });
        const ids = posts.map((post) => listedId(Named, post, location));
        yield ids;
        const next = ids.at(-1) ?? '';
        if (pagination.pages <= 1) return;
        if (next <= last) throw breaksOff(location, `none after ${JSON.stringify(last)}`);
        last = next;
      }
    },
    async byIds(ids) {
      if (ids.length === 0) return [];
      const { posts } = await ask({ ...full, limit: `${PAGE}`, filter: `id:[${ids.join(',')}]` });
      return posts.map(read);
    },
  };
}

/** NQL; the space between date and time is what SQLite compares by, and MySQL takes. */
function parametersOf({ after, before, page }: Span): Record<string, string> {
  const filter = [
    ...(after === null ? [] : [`updated_at:>'${sqlTime(after)}'`]),
    ...(before === null ? [] : [`updated_at:<'${sqlTime(before)}'`]),
  ].join('+');
  return {
    // Ghost 6 gives no more than 100 at once, whatever is asked for.
    limit: `${PAGE}`,
    page: `${page}`,
    order: before === null ? 'updated_at asc,id asc' : 'id asc',
    ...(filter === '' ? {} : { filter }),
  };
}

function sqlTime(millis: number): string {
  return new Date(millis).toISOString().slice(0, 19).replace('T', ' ');
}

function toPost(given: unknown, place: string, location: string, idPrefix: string): CmsPost {
  const parsed = GhostPost.safeParse(given);
  const id = parsed.success ? articleId(idPrefix, parsed.data.id) : null;
  if (!parsed.success || id === null) {
    return { id: null, changedAt: null, publishedAt: null, location: place, row: namelessRow(given, place) };
  }
  const at = `${location}${parsed.data.id}/`;
  return {
    id,
    changedAt: time(parsed.data.updated_at),
    publishedAt: time(parsed.data.published_at),
    location: at,
    row: { location: at, record: ghostRecord(parsed.data, idPrefix) },
  };
}

function time(value: unknown): number | null {
  const millis = typeof value === 'string' ? parseInstant(value) : null;
  return millis === null ? null : Math.floor(millis / 1_000) * 1_000;
}

function readAnswer(json: unknown, location: string) {
  const parsed = Answer.safeParse(json);
  if (parsed.success) return { posts: parsed.data.posts, pagination: parsed.data.meta.pagination };
  throw new SourceError(
    `${location} answers with something else. Expected { posts, meta: { pagination } }, received JSON without. Check that the address is that of a Ghost site (version 5 or later).`,
  );
}

/** The API's root, and the key that may stand in the address instead of the options. */
function readOptions({ address, key: given }: GhostOptions): { readonly root: URL; readonly key: string } {
  const url = webAddress(address);
  const key = given ?? url.searchParams.get('key') ?? '';
  const root = new URL(url.origin);
  root.pathname = `${url.pathname.replace(/\/ghost(?:\/.*)?$/, '').replace(/\/+$/, '')}/ghost/api/content/`;
  if (/^[0-9a-f]+$/i.test(key)) return { root, key };
  const received = key === '' ? 'none' : key.includes(':') ? 'one of the Admin API' : 'something else';
  throw new SourceError(
    `${root.href} cannot be read. Expected a Content API key (hexadecimal digits), received ${received}. Add a custom integration in Ghost (Settings, Integrations) and pass its Content API key.`,
  );
}

/** Messages name addresses: whoever wrote them, the key is not told. */
function explained(error: unknown, key: string): unknown {
  if (!(error instanceof SourceError)) return error;
  const refused = /Unknown Content API Key|UnauthorizedError/.test(error.message);
  const remedy = refused
    ? ' Copy the Content API key of a custom integration (Settings, Integrations) that still exists.'
    : '';
  if (remedy === '' && !error.message.includes(key)) return error;
  return new SourceError(`${error.message.replaceAll(key, '...')}${remedy}`);
}
