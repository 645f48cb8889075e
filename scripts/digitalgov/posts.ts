import { list, type ReadEntry } from 'tar';
import { type Article, parseArticle, shown } from '../../src/article.js';
import { SourceError } from '../../src/errors.js';
import { unreadableFile } from '../../src/sources/failures.js';
import { readFrontMatter } from '../../src/sources/front-matter.js';
import { isDraft } from '../../src/sources/markdown-record.js';
import { canonicalAddress } from '../../src/text/address.js';

export interface PostFile {
  /** Inside the repository: `content/news/2019/03/2019-03-26-a-year-in-life-a-pif.md`. */
  readonly path: string;
  readonly text: string;
}

export interface Posts {
  /** Sorted by id. */
  readonly articles: readonly Article[];
  /** Former and other addresses of posts: canonical address → id. */
  readonly alsoKnownAs: ReadonlyMap<string, string>;
  /** Files that are no article, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const SITE = 'https://digital.gov';
/** Where the site lived until 2017, under the same paths. */
const FORMER_SITE = 'https://www.digitalgov.gov';

const POST = /^content\/(?:news|posts)\/(?:.*\/)?(?!_)[^/]+\.md$/;

/**
 * Reads the posts out of the archive of the repository (tar.gz with one folder at its root, as GitHub packs it).
 * Throws a `SourceError` where it is damaged, or is not of that commit.
 */
export async function readPostFiles(archive: string, root: string): Promise<PostFile[]> {
  const files: PostFile[] = [];
  let other: string | null = null;
  const onReadEntry = (entry: ReadEntry) => {
    const [folder = '', ...rest] = entry.path.split('/');
    const path = rest.join('/');
    if (!folder.startsWith(root)) other ??= folder;
    else if (entry.type === 'File' && POST.test(path)) {
      const parts: Buffer[] = [];
      entry.on('data', (part: Buffer) => parts.push(part));
      entry.on('end', () => files.push({ path, text: Buffer.concat(parts).toString('utf8') }));
    }
  };
  const refuse = (received: string, cause?: unknown) =>
    new SourceError(
      `${archive} cannot be read. Expected a whole tar.gz archive with posts in ${root}…/content/news, received ${received}. Download it again.`,
      { cause },
    );
  try {
    await list({ file: archive, strict: true, onReadEntry });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw unreadableFile(archive, error);
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
  if (other !== null) throw refuse(`the folder ${shown(other)}`);
  if (files.length === 0) throw refuse('none');
  return files;
}

/** Makes articles of posts, with every link between them an address of the site. */
export function postsOf(files: readonly PostFile[]): Posts {
  const found = new Map<string, Found>();
  const skipped: { path: string; reason: string }[] = [];
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const id = idOf(path);
    const post = readFrontMatter(text);
    if (!post.ok) skipped.push({ path, reason: `line ${post.line}: ${post.received}` });
    else if (isDraft(post.data)) skipped.push({ path, reason: 'a draft' });
    else if (found.has(id)) skipped.push({ path, reason: 'another post has its name' });
    else found.set(id, { id, path, data: post.data, body: post.body, url: urlOf(id, post.data) });
  }
  const urls = new Map([...found.values()].map(({ id, url }) => [id, url]));
  const articles: Article[] = [];
  for (const { id, path, data, body, url } of found.values()) {
    const parsed = parseArticle({
      id,
      title: data.title,
      summary: data.summary ?? data.deck,
      body: withAddresses(body, urls).trim(),
      url,
      publishedAt: dayOf(id, data),
    });
    if (parsed.ok) articles.push(parsed.article);
    else {
      const [problem] = parsed.problems;
      skipped.push({
        path,
        reason: `${problem?.field}: expected ${problem?.expected}, received ${problem?.received}`,
      });
    }
  }
  articles.sort((a, b) => (a.id < b.id ? -1 : 1));
  const known = new Set(articles.map(({ id }) => id));
  return {
    articles,
    alsoKnownAs: otherAddresses([...found.values()].filter(({ id }) => known.has(id))),
    skipped,
  };
}

interface Found {
  readonly id: string;
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly url: string;
}

/** The name of the file, or of the folder that it is the index of. */
function idOf(path: string): string {
  const parts = path.replace(/\.md$/, '').split('/');
  return (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? path;
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/;

/** The day as it was written, in whatever time zone; that of the file's name where none was. */
function dayOf(id: string, data: Readonly<Record<string, unknown>>): string | undefined {
  const [, year, month, day] = DATE.exec(String(data.date ?? '')) ?? DATE.exec(id) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `/:year/:month/:day/:slug/`, as the site's configuration has it for news. */
function urlOf(id: string, data: Readonly<Record<string, unknown>>): string {
  if (typeof data.url === 'string' && data.url !== '') return new URL(data.url, SITE).href;
  return pathUrl(dayOf(id, data), slugOf(id, data));
}

function slugOf(id: string, data: Readonly<Record<string, unknown>>): string {
  return typeof data.slug === 'string' && data.slug !== ''
    ? data.slug
    : id.replace(/^\d{4}-\d{2}-\d{2}-/, '');
}

function pathUrl(day: string | undefined, slug: string): string {
  return `${SITE}/${day === undefined ? 'news' : day.replaceAll('-', '/')}/${encodeURIComponent(slug)}/`;
}

/** Aliases, the day in the file's name where it is another, and all of it on the former site. */
function otherAddresses(posts: readonly Found[]): Map<string, string> {
  const owners = new Map<string, Set<string>>();
  for (const { id, data, url } of posts) {
    const aliases = Array.isArray(data.aliases) ? data.aliases : [data.aliases];
    const named = pathUrl(dayOf(id, {}), slugOf(id, data));
    for (const address of [
      url,
      named,
      ...aliases.filter((alias) => typeof alias === 'string' && alias !== ''),
    ]) {
      for (const site of [SITE, FORMER_SITE]) {
        const moved = canonicalAddress(String(address).replace(SITE, ''), `${site}/`);
        if (moved !== null) owners.set(moved, (owners.get(moved) ?? new Set()).add(id));
      }
    }
  }
  return new Map(
    [...owners].flatMap(([address, [id, ...more]]) =>
      id === undefined || more.length > 0 ? [] : [[address, id]],
    ),
  );
}

const REFERENCE =
  /\{\{[<%]\s*(?:ref|relref|link)\s+(?:\w+=)?["'`“”]?([^"'`“”{}\s]{1,500})["'`“”]?\s*[>%]\}\}/g;

/** Hugo's `{{< ref "2012-11-05-a-post.md" >}}` and the site's own `{{< link … >}}` as the address that they become. */
function withAddresses(body: string, urls: ReadonlyMap<string, string>): string {
  return body.replace(REFERENCE, (_, target: string) => {
    if (/^https?:/i.test(target)) return target;
    const [path = '', fragment] = target.split('#');
    const url = urls.get(idOf(path)) ?? `${SITE}/${path.replace(/^\/+/, '').replace(/\.md$/, '/')}`;
    return fragment === undefined ? url : `${url}#${fragment}`;
  });
}
