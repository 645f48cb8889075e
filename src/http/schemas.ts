import { z } from 'zod';
import { Article, ArticleId, LanguageChoice, LanguageTag, optional } from '../article.js';

/** The parameters of every question for related articles. */
export const RelatedQuery = z.object({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, { error: 'a whole number from 1 to 50' })
    .transform(Number)
    .pipe(z.int().min(1).max(50))
    .default(4),
  language: LanguageChoice.optional().transform((tag) => tag ?? null),
});

export const ArticlePath = z.object({ id: ArticleId });

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/**
 * A text that is not indexed: at least a title or a body. Other fields of an article may be there. Its language
 * `any` is that of no article, and means as much as none.
 */
export const DraftBody = z
  .object({
    id: optional(ArticleId),
    title: text,
    body: text,
    summary: optional(z.string()),
    language: optional(LanguageTag).transform((tag) => (tag === 'any' ? null : tag)),
  })
  .refine((draft) => `${draft.title}${draft.body}`.trim() !== '', {
    error: 'a title or a body',
    path: ['title'],
  });

/** The article of a PUT; its id is that of the path, and may be repeated. */
export function articleBody(id: string, body: unknown) {
  const record = z.looseObject({ id: z.literal(id).default(id) });
  return record.pipe(Article).safeParse(body);
}
