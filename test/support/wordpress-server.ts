import { type CmsAnswer, type CmsServer, openCmsServer } from './cms-server.js';

/** A post as WordPress keeps it; times in milliseconds since 1970. */
export interface StoredPost {
  readonly id: number;
  title: string;
  content: string;
  excerpt: string;
  date: number;
  modified: number;
  status: 'publish' | 'draft' | 'future' | 'trash';
  password: string;
  categories: readonly string[];
  tags: readonly string[];
  author: string;
  image: string | null;
}

export const storedPost = (post: Partial<StoredPost> & { readonly id: number }): StoredPost => ({
  title: `Post ${post.id}`,
  content: `<p>The text of post ${post.id}.</p>`,
  excerpt: '',
  date: Date.parse('2025-01-01T00:00:00Z') + post.id * 86_400_000,
  modified: post.date ?? Date.parse('2025-01-01T00:00:00Z') + post.id * 86_400_000,
  status: 'publish',
  password: '',
  categories: ['Uncategorized'],
  tags: [],
  author: 'Ann Author',
  image: null,
  ...post,
});

export interface WordPressServer extends CmsServer {
  readonly posts: Map<number, StoredPost>;
  /** The site's clock against UTC at a time (milliseconds since 1970), in minutes. */
  offset: (at: number) => number;
  /** As before version 5.7, which did not know `modified_after`. */
  old: boolean;
  /** With `?rest_route=` alone, and a `Link` header that says so. */
  plain: boolean;
  /** What a plugin answers visitors without an application password with. */
  closed: CmsAnswer | null;
  password: string;
}

const slug = (name: string) => name.toLowerCase().replace(/\W+/g, '-');
const escaped = (text: string) => text.replaceAll('&', '&#038;').replaceAll('’', '&#8217;');
const error = (status: number, code: string, message: string): CmsAnswer => ({
  status,
  body: { code, message, data: { status } },
});

/** A server that answers as the REST API of WordPress 6 does (`WP_REST_Posts_Controller`). */
export async function openWordPressServer(): Promise<WordPressServer> {
  const server = await openCmsServer('wp/v2/', (url, headers) => {
    const route =
      (url.pathname === '/' ? url.searchParams.get('rest_route') : null) ??
      /^\/wp-json(\/.*)?$/.exec(url.pathname)?.[1] ??
      null;
    const link = `<${site.url}${site.plain ? '/?rest_route=/' : '/wp-json/'}>; rel="https://api.w.org/"`;
    if (route === null || (site.plain && url.pathname !== '/')) {
      const there = url.pathname === '/';
      return {
        status: there ? 200 : 404,
        headers: { 'content-type': 'text/html', link },
        body: '<p>A site</p>',
      };
    }
    const authorised = headers.authorization === `Basic ${Buffer.from(site.password).toString('base64')}`;
    if (site.closed !== null && !authorised) return site.closed;
    if (route === '/') return { body: { name: 'A site', namespaces: ['oembed/1.0', 'wp/v2'], routes: {} } };
    if (route === '/wp/v2/posts') return collection(site, url.searchParams);
    return error(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  });
  const site: WordPressServer = Object.assign(server, {
    posts: new Map<number, StoredPost>(),
    offset: () => 0,
    old: false,
    plain: false,
    closed: null,
    password: 'editor:abcd efgh ijkl mnop',
  });
  return site;
}

function collection(site: WordPressServer, query: URLSearchParams): CmsAnswer {
  const local = (at: number) => new Date(at + site.offset(at) * 60_000).toISOString().slice(0, 19);
  const time = (name: string) => {
    const given = query.get(name);
    // Without an offset it is the site's own time.
    return given === null ? null : /Z|[+-]\d\d:\d\d$/.test(given) ? local(Date.parse(given)) : given;
  };
  const [after, before] = [time('after'), time('before')];
  const [modifiedAfter, modifiedBefore] = site.old
    ? [null, null]
    : [time('modified_after'), time('modified_before')];
  const include = query.get('include')?.split(',').map(Number);
  const found = [...site.posts.values()].filter(
    (post) =>
      post.status === 'publish' &&
      (include?.includes(post.id) ?? true) &&
      (after === null || local(post.date) > after) &&
      (before === null || local(post.date) < before) &&
      (modifiedAfter === null || local(post.modified) > modifiedAfter) &&
      (modifiedBefore === null || local(post.modified) < modifiedBefore),
  );
  const key = (post: StoredPost) => {
    switch (query.get('orderby') ?? 'date') {
      case 'id':
        return String(post.id).padStart(9, '0');
      case 'modified':
        return local(post.modified);
      default:
        return local(post.date);
    }
  };
  found.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  if ((query.get('order') ?? 'desc') === 'desc') found.reverse();
  const size = Number(query.get('per_page') ?? 10);
  const page = Number(query.get('page') ?? 1);
  const pages = Math.ceil(found.length / size);
  if (page > pages && found.length > 0) {
    return error(
      400,
      'rest_post_invalid_page_number',
      'The page number requested is larger than the number of pages available.',
    );
  }
  const fields = query.get('_fields')?.split(',');
  return {
    headers: {
      'x-wp-total': `${found.length}`,
      'x-wp-totalpages': `${pages}`,
      'access-control-expose-headers': 'X-WP-Total, X-WP-TotalPages, Link',
    },
    body: found.slice((page - 1) * size, page * size).map((post) => {
      const whole = restPost(post, site);
      if (fields === undefined) return whole;
      return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name)));
    }),
  };
}

/** A post in the shape of the REST API, as `_embed=author,wp:term,wp:featuredmedia` gives it. */
export function restPost(post: StoredPost, site: Pick<WordPressServer, 'url' | 'offset'>) {
  const gmt = (at: number) => new Date(at).toISOString().slice(0, 19);
  const local = (at: number) => gmt(at + site.offset(at) * 60_000);
  const hidden = post.password !== '';
  const term = (taxonomy: string) => (name: string, i: number) => ({
    id: i + 1,
    link: `${site.url}/${slug(name)}/`,
    name: escaped(name),
    slug: slug(name),
    taxonomy,
    _links: {},
  });
  return {
    id: post.id,
    date: local(post.date),
    date_gmt: gmt(post.date),
    guid: { rendered: `${site.url}/?p=${post.id}` },
    modified: local(post.modified),
    modified_gmt: gmt(post.modified),
    slug: slug(post.title),
    status: post.status,
    type: 'post',
    link: `${site.url}/${slug(post.title)}/`,
    title: { rendered: `${hidden ? 'Protected: ' : ''}${escaped(post.title)}` },
    content: { rendered: hidden ? '' : post.content, protected: hidden },
    excerpt: { rendered: hidden ? '' : post.excerpt, protected: hidden },
    author: 1,
    featured_media: post.image === null ? 0 : 7,
    sticky: false,
    template: '',
    format: 'standard',
    meta: { footnotes: '' },
    categories: post.categories.map((_, i) => i + 1),
    tags: post.tags.map((_, i) => i + 1),
    yoast_head: '<!-- … -->',
    _links: { self: [{ href: `${site.url}/wp-json/wp/v2/posts/${post.id}` }] },
    _embedded: {
      author: [
        { id: 1, name: post.author, url: '', description: '', link: `${site.url}/author/ann/`, slug: 'ann' },
      ],
      ...(post.image === null
        ? {}
        : { 'wp:featuredmedia': [{ id: 7, media_type: 'image', source_url: post.image, alt_text: '' }] }),
      'wp:term': [post.categories.map(term('category')), post.tags.map(term('post_tag'))],
    },
  };
}
