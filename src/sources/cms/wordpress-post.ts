import { z } from 'zod';
import { LanguageTag } from '../../article.js';
import { anything, type CmsRecord, htmlLine, listOf } from './post-row.js';

const Rendered = z.object({ rendered: anything, protected: z.boolean().catch(false) }).catch({
  rendered: undefined,
  protected: false,
});

const Term = z.object({ taxonomy: z.string(), name: z.string(), slug: z.string().catch('') });

/** What the REST API says of a post (`/wp/v2/posts`), as far as it is read. */
export const WordPressPost = z.object({
  id: z.int().positive(),
  status: z.string().catch('publish'),
  date_gmt: anything,
  modified_gmt: anything,
  link: anything,
  title: Rendered,
  content: Rendered,
  excerpt: Rendered,
  /** Polylang's. */
  lang: LanguageTag.nullable().catch(null),
  _embedded: z
    .object({
      // What may not be seen is embedded as an error.
      author: listOf(z.object({ name: z.string() })),
      'wp:featuredmedia': listOf(z.object({ source_url: z.string() })),
      'wp:term': listOf(listOf(Term)).transform((terms) => terms.flat()),
    })
    .catch({ author: [], 'wp:featuredmedia': [], 'wp:term': [] }),
});
export type WordPressPost = z.output<typeof WordPressPost>;

/** The fields that are asked for: others (such as those of SEO plugins) are costly to make. */
export const WORDPRESS_FIELDS =
  'id,status,date_gmt,modified_gmt,link,title,content,excerpt,lang,_links,_embedded';
export const WORDPRESS_EMBEDDED = 'author,wp:term,wp:featuredmedia';

/** `null` for a post with a password of its own. */
export function wordPressRecord(post: WordPressPost, idPrefix: string): CmsRecord | null {
  if (post.content.protected || post.excerpt.protected) return null;
  const { author, 'wp:term': terms, 'wp:featuredmedia': media } = post._embedded;
  const named = (taxonomy: string) => terms.filter((term) => term.taxonomy === taxonomy);
  // What WordPress files under when nobody did; its name is translated.
  const categories = named('category').filter(({ slug }) => slug !== 'uncategorized');
  return {
    id: `${idPrefix}${post.id}`,
    title: htmlLine(post.title.rendered),
    body: post.content.rendered,
    summary: excerptOf(post.excerpt.rendered),
    url: post.link,
    image: media[0]?.source_url,
    section: htmlLine(categories[0]?.name),
    tags: named('post_tag').map(({ name }) => htmlLine(name)),
    authors: author.map(({ name }) => htmlLine(name)),
    language: post.lang,
    publishedAt: post.date_gmt,
    updatedAt: post.modified_gmt,
  };
}

/** Themes end an excerpt with a link to the post itself; WordPress marks that it was cut short. */
function excerptOf(html: unknown): unknown {
  if (typeof html !== 'string') return html;
  const text = htmlLine(html.replace(/<a\b[^<>]*\bmore-link\b.*$/s, ''));
  return typeof text === 'string' ? text.replace(/\s*\[(?:…|\.{3})\]$/, '…') : text;
}
