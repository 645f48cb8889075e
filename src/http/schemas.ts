import { z } from 'zod';
import { Article, ArticleId } from '../article.js';

const LanguageChoice = z
  .string()
  .regex(/^(any|[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*)$/, { error: '"any" or a language tag such as "en"' })
  .transform((tag) => tag.replaceAll('_', '-'));

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

const known = (schema: z.ZodType<string>) => schema.nullish().transform((value) => value ?? null);

/** A text that is not indexed: at least a title or a body. Other fields of an article may be there. */
export const DraftBody = z
  .object({
    id: known(ArticleId),
    title: z.string().default(''),
    body: z.string().default(''),
    summary: known(z.string()),
    language: known(LanguageChoice),
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
