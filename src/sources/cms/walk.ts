import type { Clock, CmsPost, Collection, PostPage, Span } from './collection.js';

const SECOND = 1_000;
/** What a site's local time may differ by around the hour that its clock is put back by, and then some. Milliseconds. */
const LEEWAY = 2 * 3_600_000;

/**
 * Pages through a collection in the order of time, each page beginning where the last one ended: pages by number
 * shift when a post changes meanwhile, and one is left out. A page begins with the second that the last one ended in,
 * so that posts come twice; a second that fills a whole page is read by id, and by number.
 */
export async function* walk(
  collection: Collection,
  by: Clock,
  from: number | null,
): AsyncGenerator<PostPage & { readonly inOrder: boolean }> {
  let span: Span = { by, after: from, before: null, page: 1 };
  let numbered = false;
  while (true) {
    const found = await collection.list(span);
    const inOrder = span.before === null;
    yield { ...found, inOrder };
    // A server too old to know the bounds gives everything, whatever is asked for: only its pages are left.
    numbered ||= found.posts.some((post) => isOutside(timeOf(post, by), span));
    if (found.more && (numbered || !inOrder)) span = { ...span, page: span.page + 1 };
    else if (found.more) span = following(span, lastTime(found.posts, by));
    else if (numbered || inOrder) return;
    else span = { by, after: (span.before ?? 0) - SECOND, before: null, page: 1 };
  }
}

function isOutside(time: number | null, { after, before }: Span): boolean {
  if (time === null) return false;
  return (after !== null && time < after - LEEWAY) || (before !== null && time > before + LEEWAY);
}

function following(span: Span, last: number | null): Span {
  const { after } = span;
  if (last !== null && (after === null || last > after + SECOND)) {
    return { ...span, after: last - SECOND, page: 1 };
  }
  if (last !== null && after !== null && last === after + SECOND) {
    return { ...span, before: last + SECOND, page: 1 };
  }
  // Backwards: the hour that a clock is put back by.
  return { ...span, page: span.page + 1 };
}

function lastTime(posts: readonly CmsPost[], by: Clock): number | null {
  return posts.reduce<number | null>((last, post) => timeOf(post, by) ?? last, null);
}

/** When a post was changed, or published; milliseconds since 1970. */
export function timeOf(post: CmsPost, by: Clock): number | null {
  return by === 'changed' ? post.changedAt : post.publishedAt;
}
