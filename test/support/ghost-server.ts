import { type CmsAnswer, type CmsServer, openCmsServer } from './cms-server.js';

/** A post as Ghost keeps it; times in milliseconds since 1970. */
export interface StoredPost {
  /** 24 hexadecimal digits. */
  readonly id: string;
  title: string;
  html: string;
  custom_excerpt: string | null;
  status: 'published' | 'draft' | 'scheduled';
  visibility: 'public' | 'members' | 'paid';
  published: number;
  updated: number;
  tags: readonly string[];
  feature_image: string | null;
}

export const GHOST_KEY = '22444f78447824223cefc48062';

export const ghostId = (n: number): string => n.toString(16).padStart(24, '5ddc9141c35e7700383b0000');

export const storedPost = (n: number, post: Partial<StoredPost> = {}): StoredPost => {
  const published = Date.parse('2025-01-01T00:00:00Z') + n * 86_400_000;
  return {
    id: ghostId(n),
    title: `Post ${n}`,
    html: `<p>The text of post ${n}.</p>`,
    custom_excerpt: null,
    status: 'published',
    visibility: 'public',
    published,
    updated: published,
    tags: [],
    feature_image: null,
    ...post,
  };
};

export interface GhostServer extends CmsServer {
  readonly posts: Map<string, StoredPost>;
}

/** A server that answers as the Content API of Ghost 6 does. */
export async function openGhostServer(): Promise<GhostServer> {
  const server = await openCmsServer('/ghost/api/content/', (url) => {
    const key = url.searchParams.get('key');
    if (url.pathname !== '/ghost/api/content/posts/') {
      return refusal(404, 'Resource not found error, cannot read.', 'NotFoundError');
    }
    if (key !== GHOST_KEY) return refusal(401, 'Unknown Content API Key', 'UnauthorizedError');
    return browse(site, url.searchParams);
  });
  const site: GhostServer = Object.assign(server, { posts: new Map<string, StoredPost>() });
  return site;
}

const refusal = (status: number, message: string, type: string): CmsAnswer => ({
  status,
  body: { errors: [{ message, context: null, type, details: null, property: null, help: null, code: null }] },
});

function browse(site: GhostServer, query: URLSearchParams): CmsAnswer {
  const matches = filterOf(query.get('filter') ?? '');
  const found = [...site.posts.values()].filter((post) => post.status === 'published' && matches(post));
  const order = (query.get('order') ?? 'published_at desc').split(',').map((part) => part.trim().split(' '));
  found.sort((a, b) => {
    for (const [field = '', way = 'asc'] of order) {
      const [one, other] = [columnOf(a, field), columnOf(b, field)];
      if (one !== other) return (one < other ? -1 : 1) * (way.toLowerCase() === 'desc' ? -1 : 1);
    }
    return 0;
  });
  const limit = Math.min(100, Number(query.get('limit') ?? 15));
  const page = Number(query.get('page') ?? 1);
  const pages = Math.ceil(found.length / limit);
  const fields = query.get('fields')?.split(',');
  return {
    headers: { 'content-version': 'v6.0' },
    body: {
      posts: found.slice((page - 1) * limit, page * limit).map((post) => {
        const whole = contentPost(post, site.url);
        if (fields === undefined) return whole;
        return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name)));
      }),
      meta: {
        pagination: {
          page,
          limit,
          pages,
          total: found.length,
          next: page < pages ? page + 1 : null,
          prev: page > 1 ? page - 1 : null,
        },
      },
    },
  };
}

const sqlTime = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

function columnOf(post: StoredPost, field: string): string {
  switch (field) {
    case 'id':
      return post.id;
    case 'updated_at':
      return sqlTime(post.updated);
    case 'published_at':
      return sqlTime(post.published);
    default:
      throw new Error(`Ghost knows no field ${field}`);
  }
}

/** As much of NQL as is asked: comparisons of strings, lists, `+` for and. */
function filterOf(nql: string): (post: StoredPost) => boolean {
  const conditions = nql === '' ? [] : nql.split(/\+(?=[a-z_]+:)/);
  const tests = conditions.map((condition) => {
    const list = /^([a-z_]+):\[([^\]]*)\]$/.exec(condition);
    if (list !== null)
      return (post: StoredPost) => (list[2] ?? '').split(',').includes(columnOf(post, list[1] ?? ''));
    const [, field = '', operator = '', value = ''] = /^([a-z_]+):([<>])'([^']*)'$/.exec(condition) ?? [];
    if (field === '') throw new Error(`Ghost does not understand the filter ${condition}`);
    return (post: StoredPost) =>
      operator === '>' ? columnOf(post, field) > value : columnOf(post, field) < value;
  });
  return (post) => tests.every((test) => test(post));
}

const plain = (html: string) => html.replace(/<[^>]*>/g, '').slice(0, 500);

/** A post as the Content API gives it to a reader who is no member: cut at the paywall. */
export function contentPost(post: StoredPost, site: string) {
  const whole = adminPost(post, site);
  const open = post.visibility === 'public';
  const wall = post.html.indexOf('<!--members-only-->');
  const html = open ? post.html : post.html.slice(0, Math.max(0, wall));
  const host = new URL(site).hostname;
  const { status: _status, ...rest } = whole;
  return {
    ...rest,
    html: html.replace(/href="(https?:\/\/other\.example[^"]*)"/g, `href="$1?ref=${host}"`),
    excerpt: post.custom_excerpt ?? plain(html),
    access: open,
    comments: open,
  };
}

/** A post as a webhook tells it: whole, whoever may read it. */
export function adminPost(post: StoredPost, site: string) {
  const tags = post.tags.map((name, i) => ({
    id: ghostId(900 + i),
    name,
    slug: name.replace(/^#/, 'hash-').toLowerCase(),
    visibility: name.startsWith('#') ? 'internal' : 'public',
    url: `${site}/tag/${i}/`,
  }));
  const slug = String(post.title).toLowerCase().replace(/\W+/g, '-');
  return {
    id: post.id,
    uuid: 'a5aa9bd8-ea31-415c-b452-3040dae1e730',
    title: post.title,
    slug,
    html: post.html,
    comment_id: post.id,
    feature_image: post.feature_image,
    featured: false,
    status: post.status,
    visibility: post.visibility,
    created_at: new Date(post.published).toISOString().replace('Z', '+00:00'),
    updated_at: new Date(post.updated).toISOString().replace('Z', '+00:00'),
    published_at: new Date(post.published).toISOString().replace('Z', '+00:00'),
    custom_excerpt: post.custom_excerpt,
    canonical_url: null,
    codeinjection_head: '<script>1</script>',
    url: `${site}/${slug}/`,
    excerpt: post.custom_excerpt ?? plain(post.html),
    authors: [{ id: ghostId(800), name: 'Ann Author', slug: 'ann', url: `${site}/author/ann/` }],
    tags,
    primary_tag: tags[0]?.visibility === 'public' ? tags[0] : null,
    reading_time: 1,
  };
}

/** The body of a webhook delivery. */
export function delivery(event: string, post: StoredPost, site: string, previous: object = {}) {
  const current = event === 'post.deleted' ? {} : adminPost(post, site);
  const before = event === 'post.deleted' ? adminPost(post, site) : previous;
  return { event, post: { current, previous: before } };
}
