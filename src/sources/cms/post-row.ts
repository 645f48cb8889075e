import { z } from 'zod';
import { ArticleId, shown } from '../../article.js';
import { SourceError } from '../../errors.js';
import { cleanLine } from '../../text/clean.js';
import type { RecordRow } from '../source.js';

/**
 * What a post of another system says, in the fields of an article: `null` where not every reader may read it. Its
 * values are as they came, for validation to refuse under the article's id what is none.
 */
export type CmsRecord = Readonly<Record<string, unknown>> & { readonly id: string };

/** Any value: a field that is missing or of another kind must not cost the post its id. */
export const anything = z.unknown().optional();

/** Of a list, what is as expected. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((one) => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** Elements within a line: their tags stand for no space. */
const INLINE = /<\/?(?:a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>/gi;

/** A title or excerpt that is written as HTML, on one line; what is no text stays what it is. */
export function htmlLine(html: unknown): unknown {
  return typeof html === 'string' ? cleanLine(html.replace(INLINE, '')) : html;
}

/** The row of what has no id that an article could have. */
export function namelessRow(post: unknown, location: string): RecordRow {
  const id = (post as { readonly id?: unknown } | null)?.id;
  return { location, unreadable: { expected: 'a post with an id', received: `id ${shown(id)}` } };
}

/** The id of a post in a list of all. Throws a `SourceError` where it has none: what is not listed is pruned. */
export function listedId(
  named: z.ZodType<{ readonly id: string | number }>,
  post: unknown,
  location: string,
): string {
  const parsed = named.safeParse(post);
  if (parsed.success) return `${parsed.data.id}`;
  const id = (post as { readonly id?: unknown } | null)?.id;
  throw new SourceError(
    `The list of all posts of ${location} cannot be read. Expected posts with an id, received id ${shown(id)}. Nothing of it is taken for gone; see what changes the answers of the site, such as a plugin.`,
  );
}

/** The `SourceError` for a list of all posts that does not hold what it says. */
export function breaksOff(location: string, received: string): SourceError {
  return new SourceError(
    `The list of all posts of ${location} breaks off. Expected every post, received ${received}. Nothing of it is taken for gone; try again.`,
  );
}

/** The article's id of a post. */
export function articleId(idPrefix: string, own: string): string | null {
  const id = ArticleId.safeParse(idPrefix + own);
  return id.success ? id.data : null;
}
