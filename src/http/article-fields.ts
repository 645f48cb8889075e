import { z } from 'zod';
import { Article } from '../article.js';
import { FLAG, type Form, ID, INSTANT, type Overridden, orNull, TEXT, written } from './written.js';

type Fields = (typeof Article)['in']['shape'];

const ADDRESS: Form = { type: 'string', format: 'uri' };
const NAMES: Form = { type: 'array', items: { type: 'string' }, default: [] };

/** What the fields of an article mean, and how they are written. */
const MEANING: Readonly<Record<keyof Fields, readonly [description: string, form: Form]>> = {
  id: ['Names the article for good: 1 to 512 characters, none of them a control character.', ID],
  title: ['Its headline.', { type: 'string', minLength: 1 }],
  body: ['Its text: plain, HTML or Markdown, which is told from the text itself.', TEXT],
  summary: ['One or two sentences, shown under a link.', orNull(TEXT)],
  url: ['Its absolute http or https address.', orNull(ADDRESS)],
  formerUrls: ['Addresses where it was before, or from which readers are sent on to it.', orNull(NAMES)],
  image: ['The address of its picture.', orNull(TEXT)],
  section: ['The section of the site that it stands in.', orNull(TEXT)],
  tags: ['Its tags.', orNull(NAMES)],
  authors: ['Who wrote it.', orNull(NAMES)],
  language: ['A language tag such as `en` or `pt-BR`.', orNull(TEXT)],
  publishedAt: [
    'ISO 8601; without an offset in UTC, without a time at midnight. In the future, it keeps the article from readers until then.',
    orNull(INSTANT),
  ],
  updatedAt: ['ISO 8601, when it was last changed.', orNull(INSTANT)],
  noRecommend: ['Never to be linked to.', orNull(FLAG)],
  sponsored: ['Paid for by somebody.', orNull(FLAG)],
  paywalled: ['Not for every reader.', orNull(FLAG)],
};

/** A field of a body, with the meaning that it has in an article. */
export function field<T extends z.ZodType>(name: keyof Fields, schema: T): T {
  return written(schema, ...MEANING[name]);
}

/** What a field of that name means in an answer. */
export const meaningOf = (name: keyof Fields): string => MEANING[name][0];

const described = Object.entries(Article.in.shape).map(([name, schema]) => [
  name,
  field(name as keyof Fields, schema),
]);

/** The article of a `PUT`, field by field as `Article` checks it. */
export const ArticleInput = z.looseObject(Object.fromEntries(described) as Fields).meta({
  id: 'ArticleInput',
  description:
    'An article to be stored. Fields of other names are kept, and given back under `extra`. Its `id` is that of the path, and may be left out.',
  override: ({ jsonSchema }: Overridden) => {
    jsonSchema.required = ['title', 'body'];
    jsonSchema.additionalProperties = true;
  },
});
