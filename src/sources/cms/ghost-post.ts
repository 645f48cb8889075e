import { z } from 'zod';
import { anything, type CmsRecord, listOf } from './post-row.js';

const Tag = z.object({ name: z.string(), visibility: z.string().catch('public') });

/** What Ghost says of a post, in its Content API and in its webhooks, as far as it is read. */
export const GhostPost = z.object({
  id: z.string().min(1),
  status: z.string().optional(),
  title: anything,
  html: anything,
  url: anything,
  canonical_url: z.string().nullable().catch(null),
  custom_excerpt: z.string().nullable().catch(null),
  excerpt: anything,
  feature_image: anything,
  visibility: z.string().catch('public'),
  /** Said by the Content API alone: `false` where what is not for everybody has been left out already. */
  access: z.boolean().optional().catch(undefined),
  tags: listOf(Tag),
  authors: listOf(z.object({ name: z.string() })),
  published_at: anything,
  updated_at: anything,
});
export type GhostPost = z.output<typeof GhostPost>;

/** Where what only members may read begins. */
const PAYWALL = '<!--members-only-->';
/** A part for some readers, such as `nonMember:true memberSegment:"status:free"`. */
const GATED = { begin: '<!--kg-gated-block:begin ', end: '<!--kg-gated-block:end-->' } as const;

/**
 * A webhook tells all of a post, the Content API only what everybody may read: of both, that is what is kept, so that
 * nothing paid for is shown as a reason, and what the one gives does not differ from the other.
 */
export function ghostRecord(post: GhostPost, idPrefix: string): CmsRecord {
  const open = post.visibility === 'public';
  // Ghost's own rule (an internal tag begins with #), also where the visibility is not told.
  const tags = post.tags.filter(({ name, visibility }) => visibility === 'public' && !name.startsWith('#'));
  const first = post.tags[0];
  const url = typeof post.url === 'string' ? post.url : null;
  const body = typeof post.html === 'string' ? freeOf(post.html, open || post.access === false, url) : '';
  const summary = post.custom_excerpt ?? (open ? post.excerpt : null);
  return {
    id: idPrefix + post.id,
    title: post.title,
    body: body === '' ? (summary ?? '') : body,
    summary,
    url: post.url,
    formerUrls: post.canonical_url === null || post.canonical_url === url ? [] : [post.canonical_url],
    image: post.feature_image,
    // Ghost's primary tag is the first, if it is public.
    section: first !== undefined && tags.includes(first) ? first.name : null,
    tags: tags.map(({ name }) => name),
    authors: post.authors.map(({ name }) => name),
    paywalled: !open,
    publishedAt: post.published_at,
    updatedAt: post.updated_at,
  };
}

function freeOf(html: string, whole: boolean, url: string | null): string {
  const wall = html.indexOf(PAYWALL);
  const shown = whole ? html : html.slice(0, Math.max(0, wall));
  return withoutReferral(withoutGated(shown), url);
}

/** By hand: an expression would look for the end anew from every beginning. */
function withoutGated(html: string): string {
  const free: string[] = [];
  let from = 0;
  for (;;) {
    const begin = html.indexOf(GATED.begin, from);
    const told = begin === -1 ? -1 : html.indexOf('-->', begin);
    const end = told === -1 ? -1 : html.indexOf(GATED.end, told);
    if (end === -1) return free.join('') + html.slice(from);
    free.push(html.slice(from, begin));
    const parameters = html.slice(begin + GATED.begin.length, told);
    if (/\bnonMember:["']?true\b/.test(parameters)) free.push(html.slice(told + '-->'.length, end));
    from = end + GATED.end.length;
  }
}

/** The Content API marks links to other sites as coming from this one; a webhook does not. */
function withoutReferral(html: string, url: string | null): string {
  if (url === null || !URL.canParse(url)) return html;
  const host = new URL(url).hostname.replace(/^www\./, '').replace(/[^\w-]/g, '\\$&');
  return html.replace(new RegExp(`(?:\\?|&amp;|&)ref=${host}(?=["'#])`, 'g'), '');
}
