import { z } from 'zod';

const text = z.string().meta({ description: 'The reason in words, to be printed under the link.' });

const Terms = z
  .strictObject({
    type: z.literal('terms'),
    terms: z
      .array(z.string())
      .meta({ description: 'Up to three names and phrases that stand in both texts.' }),
    text,
  })
  .meta({ id: 'TermsReason', description: 'Both texts say the same.' });

const Story = z
  .strictObject({
    type: z.literal('story'),
    when: z
      .enum(['earlier', 'later', 'same-day'])
      .meta({ description: 'Whether the link is more than 20 hours older or newer.' }),
    text,
  })
  .meta({ id: 'StoryReason', description: 'Both tell of one story.' });

const Section = z
  .strictObject({ type: z.literal('section'), section: z.string(), text })
  .meta({ id: 'SectionReason', description: 'Both stand in one section. Only beside a stronger reason.' });

const Meaning = z.strictObject({ type: z.literal('meaning'), text }).meta({
  id: 'MeaningReason',
  description: 'Both are close in meaning, and nothing that they share can be named.',
});

const Editors = z.strictObject({ type: z.literal('editors'), text }).meta({
  id: 'EditorsReason',
  description: 'Editors chose it: nothing that both share can be named.',
});

/** Why a link is shown. */
export const ReasonAnswer = z
  .discriminatedUnion('type', [Terms, Story, Section, Meaning, Editors])
  .meta({ id: 'Reason', description: 'Why a link is shown, told apart by `type`.' });
