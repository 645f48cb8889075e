import { describe, expect, it } from 'vitest';
import {
  describeReason,
  type Reason,
  type ReasonEvidence,
  reasonsFor,
} from '../../../src/recommend/reasons/reasons.js';
import { type ReasonText, tokenize } from '../../../src/recommend/reasons/tokenized-text.js';

const HOUR = 3_600_000;
const NOON = Date.parse('2025-10-29T12:00:00Z');

const SHARES: Readonly<Record<string, number>> = { japan: 0.04, bank: 0.1, yen: 0.04, intervention: 0.1 };
const EVIDENCE: ReasonEvidence = {
  sameStory: false,
  editorsOnly: false,
  documentShare: (word) => SHARES[word] ?? 0.02,
  articles: 500,
};

function text(given: Partial<ReasonText> & { readonly body?: string } = {}) {
  const { title = '', body = '', ...rest } = given;
  const read = { title, text: `${title}\n\n${body}`, section: null, tags: [], publishedAt: null, ...rest };
  return tokenize(read);
}

const YEN = text({
  title: 'Yen leaps as traders bet Tokyo has lost patience',
  body: 'The Bank of Japan was silent, but traders expected a yen intervention before the week was out.',
  section: 'Markets',
  publishedAt: NOON,
});
const RATES = text({
  title: 'Rates stay where they are, for now',
  body: 'In the end the Bank of Japan did nothing. A yen intervention would be the next step.',
  section: 'markets',
  publishedAt: NOON - 21 * HOUR,
});
const FOOTBALL = text({
  title: 'Hawks outlast the Tigers',
  body: 'Eleven innings were needed.',
  section: 'Markets',
  publishedAt: NOON,
});

const types = (reasons: readonly Reason[]) => reasons.map(({ type }) => type);

describe('the reasons of a link', () => {
  it('name what both texts share', () => {
    expect(reasonsFor(YEN, RATES, EVIDENCE)[0]).toEqual({
      type: 'terms',
      terms: ['Bank of Japan', 'yen intervention'],
    });
  });

  it('come from the strongest: terms, the story, the section', () => {
    expect(types(reasonsFor(YEN, RATES, { ...EVIDENCE, sameStory: true }))).toEqual([
      'terms',
      'story',
      'section',
    ]);
  });

  it('say whether the same story was told earlier, later, or within 20 hours', () => {
    const when = (difference: number) =>
      reasonsFor(YEN, { ...RATES, publishedAt: NOON + difference }, { ...EVIDENCE, sameStory: true })[1];
    expect(when(-20 * HOUR - 1)).toEqual({ type: 'story', when: 'earlier' });
    expect(when(-20 * HOUR)).toEqual({ type: 'story', when: 'same-day' });
    expect(when(20 * HOUR)).toEqual({ type: 'story', when: 'same-day' });
    expect(when(20 * HOUR + 1)).toEqual({ type: 'story', when: 'later' });
  });

  it('say nothing of a story whose dates are not known', () => {
    const undated = { ...RATES, publishedAt: null };
    expect(types(reasonsFor(YEN, undated, { ...EVIDENCE, sameStory: true }))).toEqual(['terms', 'section']);
    expect(types(reasonsFor(undated, YEN, { ...EVIDENCE, sameStory: true }))).toEqual(['terms', 'section']);
  });

  it('name the section, as the target writes it, only beside a stronger one', () => {
    expect(reasonsFor(YEN, RATES, EVIDENCE).at(-1)).toEqual({ type: 'section', section: 'markets' });
    expect(reasonsFor(YEN, FOOTBALL, EVIDENCE)).toEqual([{ type: 'meaning' }]);
    expect(types(reasonsFor(YEN, FOOTBALL, { ...EVIDENCE, sameStory: true }))).toEqual(['story', 'section']);
    expect(types(reasonsFor(YEN, { ...RATES, section: 'Politics' }, EVIDENCE))).toEqual(['terms']);
    const nowhere = text({ title: 'Tokyo waits', body: 'Traders in Tokyo wait, Tokyo says.' });
    expect(types(reasonsFor(nowhere, nowhere, EVIDENCE))).toEqual(['terms']);
  });

  it('are never none, also for empty texts', () => {
    const empty = tokenize({ title: '', text: '', section: '', tags: [], publishedAt: null });
    expect(reasonsFor(empty, empty, EVIDENCE)).toEqual([{ type: 'meaning' }]);
    expect(reasonsFor(empty, YEN, EVIDENCE)).toEqual([{ type: 'meaning' }]);
    expect(reasonsFor(YEN, YEN, { ...EVIDENCE, articles: 0, documentShare: () => 0 })).not.toEqual([]);
  });

  it('can be printed', () => {
    expect(
      (
        [
          { type: 'terms', terms: ['Bank of Japan', 'yen intervention'] },
          { type: 'story', when: 'earlier' },
          { type: 'story', when: 'later' },
          { type: 'story', when: 'same-day' },
          { type: 'section', section: 'Markets' },
          { type: 'meaning' },
        ] as const
      ).map(describeReason),
    ).toEqual([
      'Bank of Japan · yen intervention',
      'earlier coverage of the same story',
      'later coverage of the same story',
      'same-day coverage of the same story',
      'same section: Markets',
      'close in meaning',
    ]);
  });
});
