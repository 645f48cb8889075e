import { z } from 'zod';

const rate = {
  impressions: z.int().min(0).meta({ description: 'How often a link was seen.' }),
  clicks: z.int().min(0).meta({ description: 'How often it was clicked.' }),
  rate: z.number().nullable().meta({ description: 'Clicks per impression; `null` where nothing was seen.' }),
  interval: z.tuple([z.number(), z.number()]).nullable().meta({
    description: 'Wilson’s 95% interval of the rate: what so few observations can say.',
  }),
};

const Named = z
  .strictObject({
    id: z.string().meta({ description: 'Its id.' }),
    title: z.string().nullable().meta({ description: 'Its headline; `null` of what was deleted since.' }),
  })
  .meta({ id: 'NamedArticle' });

const Row = z
  .strictObject({
    article: Named.nullable().meta({ description: 'Under which it stood; `null` where all are summed up.' }),
    link: Named.nullable().meta({ description: 'That it led to; `null` where all are summed up.' }),
    position: z
      .int()
      .nullable()
      .meta({ description: 'Its place in the list, from 1; `null` where all are summed up.' }),
    ...rate,
  })
  .meta({ id: 'ClickRow' });

/** What readers saw and clicked. */
export const ClickReportAnswer = z
  .strictObject({
    by: z.enum(['pair', 'article', 'link', 'position']).meta({ description: 'What a row sums up.' }),
    from: z.string().meta({ description: 'The first day, UTC, such as `2026-01-31`.' }),
    to: z.string().meta({ description: 'The last day, UTC.' }),
    ...rate,
    rows: z.array(Row).meta({ description: 'The most seen first; positions in their order.' }),
  })
  .meta({ id: 'ClickReport', description: 'What readers saw and clicked, altogether and in rows.' });
