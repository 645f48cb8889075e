import { z } from 'zod';

/** An article as far as a link to it needs. */
export const link = {
  id: z.string().meta({ description: 'Its id.' }),
  title: z.string().meta({ description: 'Its headline, as text on one line.' }),
  url: z.string().nullable().meta({ description: 'Its address, where it has one.' }),
};

export const ArticleLinkAnswer = z.strictObject(link).meta({ id: 'ArticleLink' });

/** Which index answers. */
export const IndexInfoAnswer = z
  .strictObject({
    generation: z.string().meta({ description: 'The generation of the index, by the time of its building.' }),
    sequence: z.int().meta({ description: 'Rises with every change of the archive.' }),
    model: z.string().meta({ description: 'The model that the articles were embedded with.' }),
    articles: z.int().meta({ description: 'Articles of the archive.' }),
    publishedAt: z.string().meta({ description: 'When the generation was built, ISO 8601.' }),
  })
  .meta({ id: 'IndexInfo', description: 'Which index answers.' });
