import { z } from 'zod';

const Signal = z
  .strictObject({
    value: z.number().nullable().meta({ description: 'A cosine; `null` where it could not be measured.' }),
    rank: z
      .int()
      .nullable()
      .meta({ description: 'Among the articles measured for this question, 1 for the highest.' }),
    weight: z.number().meta({ description: 'What it counts beside `words`, which counts 1.' }),
  })
  .meta({ id: 'ExplainedSignal', description: 'One way in which two articles can be alike.' });

const Signals = z
  .strictObject({
    words: Signal.meta({ description: 'The same words.' }),
    general: Signal.meta({ description: 'The same meaning, as the model has it.' }),
    archive: Signal.meta({ description: 'The same meaning, as this archive has it.' }),
    names: Signal.meta({ description: 'The same names.' }),
    titles: Signal.meta({ description: 'The same words in both titles.' }),
  })
  .meta({ id: 'ExplainedSignals' });

const Cutoff = z
  .strictObject({
    related: z.number().meta({ description: 'What stands out less is not shown.' }),
    story: z.number().meta({ description: 'What stands out at least so far counts as one story.' }),
  })
  .meta({ id: 'ExplainedCutoff' });

const Factors = z
  .strictObject({
    freshness: z.number().meta({ description: 'For nearness in time.' }),
    section: z.number().meta({ description: 'For standing in the same section.' }),
    depth: z.number().meta({ description: 'For length, in the mode `background`.' }),
  })
  .meta({ id: 'ExplainedFactors' });

/** What a score is made of. */
export const ExplainedAnswer = z
  .strictObject({
    signals: Signals,
    hubness: z
      .number()
      .meta({ description: 'How near everything is to this article, 1 for an average one.' }),
    relatedness: z
      .number()
      .meta({ description: 'The signals’ weighted mean, less what hubness takes: 0 to 1.' }),
    standing: z
      .number()
      .meta({ description: 'How far that stands out for this question: what is held against the cut-off.' }),
    cutoff: Cutoff,
    factors: Factors.meta({ description: 'What relatedness is multiplied by.' }),
    measured: z.int().meta({ description: 'Articles measured for this question.' }),
  })
  .meta({ id: 'Explained', description: 'What a score is made of.' });
