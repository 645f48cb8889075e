import { sharedTerms } from './terms.js';
import type { TokenizedText } from './tokenized-text.js';
import type { WordEvidence } from './word-facts.js';

/** Why a link is shown. */
export type Reason =
  /** Up to three shared names and telling phrases. Each stands in both texts. */
  | { readonly type: 'terms'; readonly terms: readonly string[] }
  /** Coverage of the same story: whether the target is more than 20 hours older or newer. */
  | { readonly type: 'story'; readonly when: 'earlier' | 'later' | 'same-day' }
  /** The same section of the site. Only beside a stronger reason. */
  | { readonly type: 'section'; readonly section: string }
  /** Close in meaning only: nothing that both share can be named. */
  | { readonly type: 'meaning' }
  /** Chosen by the editors: nothing that both share can be named, and they are not close in meaning. */
  | { readonly type: 'editors' };

export interface ReasonEvidence extends WordEvidence {
  /** Whether both texts are held to tell one story. */
  readonly sameStory: boolean;
  /** Whether it is shown for the editors' sake alone: it is not related closely enough. */
  readonly editorsOnly: boolean;
}

const SAME_DAY = 20 * 60 * 60 * 1000;

/** Why the target is shown under the query, from the strongest: never empty. */
export function reasonsFor(query: TokenizedText, target: TokenizedText, evidence: ReasonEvidence): Reason[] {
  const reasons: Reason[] = [];
  const terms = sharedTerms(query, target, evidence);
  if (terms.length > 0) reasons.push({ type: 'terms', terms });
  if (evidence.sameStory && query.publishedAt !== null && target.publishedAt !== null) {
    reasons.push({ type: 'story', when: whenOf(target.publishedAt - query.publishedAt) });
  }
  if (reasons.length === 0) return [{ type: evidence.editorsOnly ? 'editors' : 'meaning' }];
  if (target.section !== null && query.section?.toLowerCase() === target.section.toLowerCase()) {
    reasons.push({ type: 'section', section: target.section });
  }
  return reasons;
}

function whenOf(difference: number): 'earlier' | 'later' | 'same-day' {
  if (Math.abs(difference) <= SAME_DAY) return 'same-day';
  return difference < 0 ? 'earlier' : 'later';
}

/** One reason in words, to be printed under a link. */
export function describeReason(reason: Reason): string {
  switch (reason.type) {
    case 'terms':
      return reason.terms.join(' · ');
    case 'story':
      return reason.when === 'same-day'
        ? 'same-day coverage of the same story'
        : `${reason.when} coverage of the same story`;
    case 'section':
      return `same section: ${reason.section}`;
    case 'meaning':
      return 'close in meaning';
    case 'editors':
      return 'chosen by the editors';
  }
}
