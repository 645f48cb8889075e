import { z } from 'zod';
import { ArticleLinkAnswer, IndexInfoAnswer, link } from './link.js';

const counted = (description: string) => z.int().min(0).meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const moment = (description: string) => z.string().meta({ description: `${description}, ISO 8601.` });

const DatedLink = z
  .strictObject({ ...link, publishedAt: moment('When it was published') })
  .meta({ id: 'DatedLink' });

const Run = z
  .strictObject({
    run: z.int().meta({ description: 'Its number.' }),
    startedAt: moment('When it began'),
    finishedAt: moment('When it ended'),
    outcome: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What came of it, as `seealso index --json` said.' }),
  })
  .meta({ id: 'Run', description: 'A finished run of indexing.' });

const Survey = z
  .strictObject({
    measuredAt: moment('When it was made'),
    generation: z.string().meta({ description: 'Whose lists they are.' }),
    sampled: counted('Lists that were looked at.'),
    articles: counted('How many there are: what is said of all is an estimate where these differ.'),
    meanLinks: z.number().min(0).meta({ description: 'Links per list.' }),
    noList: z
      .strictObject({
        count: counted('Of all articles.'),
        share: share('The same as a share.'),
        examples: z.array(
          z.strictObject({
            ...link,
            reason: z.string().meta({ description: 'As in `empty` of the list.' }),
          }),
        ),
      })
      .meta({ description: 'Articles without a list.' }),
    orphans: z
      .strictObject({
        count: counted('Of all articles.'),
        share: share('The same as a share.'),
        examples: z.array(ArticleLinkAnswer),
      })
      .meta({
        description:
          'Articles that nothing links to, though they may be recommended. An estimate is rather too high.',
      }),
    hubs: z
      .array(
        z.strictObject({
          article: ArticleLinkAnswer,
          lists: counted('So many of the lists that were looked at name it.'),
          share: share('The same as a share.'),
        }),
      )
      .meta({ description: 'The articles in most lists, the most first.' }),
  })
  .meta({ id: 'Survey', description: 'What the lists look like from above.' });

export const StatusBody = z
  .strictObject({
    index: z.strictObject({
      ...IndexInfoAnswer.shape,
      changesSince: counted(
        'Changes of articles since the generation was built, which answers know all the same.',
      ),
      vectors: counted('Articles that the generation places by meaning.'),
    }),
    newest: z.strictObject({
      published: DatedLink.nullable().meta({
        description: 'The newest article that is published; `null` where none has a date.',
      }),
      indexed: DatedLink.nullable().meta({ description: 'The newest that lists can name now.' }),
    }),
    waiting: counted('Published articles that no list can name yet.'),
    lag: z.number().min(0).meta({
      description:
        'Seconds for which the first of those has been waiting at most: since its date or, if later, since the generation was built. 0 where none waits.',
    }),
    silence: z.number().min(0).nullable().meta({
      description: 'Seconds since the newest article was published; `null` where none has a date.',
    }),
    survey: Survey.nullable().meta({
      description:
        'The last one; `null` until one is made. Asking for the status begins one, every ten minutes at most.',
    }),
    runs: z.array(Run).meta({ description: 'The last ten, the latest first.' }),
  })
  .meta({ id: 'Status', description: 'How the index does.' });
