import { primaryLanguage } from '../article.js';
import type { EligibilityFilter } from '../catalog/catalog.js';
import type { RecommendOptions } from '../recommend/archive.js';
import type { CutoffChoice } from '../recommend/cutoff.js';
import { type EditorsRules, NO_RULES } from '../recommend/editors-rules.js';
import type { ModeName } from '../recommend/modes.js';

export { MODE_NAMES } from '../recommend/modes.js';

/** What a question for related articles may say; what is left away asks for nothing. */
export interface RelatedOptions {
  /** 1–50. */
  readonly limit: number;
  /** `any`, a language tag, or `null` for the language of the article itself. */
  readonly language: string | null;
  readonly mode?: ModeName;
  /** Days after which an article's score has halved, `Infinity` for never; `null` for that of the mode. */
  readonly halfLife?: number | null;
  readonly sections?: readonly string[];
  readonly tags?: readonly string[];
  /** Milliseconds since 1970, inclusive. */
  readonly publishedAfter?: number | null;
  /** Milliseconds since 1970, exclusive. */
  readonly publishedBefore?: number | null;
  readonly sponsored?: boolean | null;
  readonly paywalled?: boolean | null;
  /** Ids that are on the page already. */
  readonly exclude?: readonly string[];
  /** Leave out what the body links to. */
  readonly excludeLinked?: boolean;
  /** Every signal's value and rank beside each link. */
  readonly explain?: boolean;
  /** `false`: without reasons, for whoever asks for many lists and wants their links alone. */
  readonly reasons?: boolean;
}

/** The question as the stages take it. `linked` are the canonical addresses in the body. */
export function recommendOptions(
  options: RelatedOptions,
  own: { readonly language: string | null; readonly linked: readonly string[] },
  now: number,
  cutoff: CutoffChoice,
  rules: EditorsRules = NO_RULES,
): RecommendOptions {
  const filter: EligibilityFilter = {
    now,
    language: options.language === 'any' ? null : primaryLanguage(options.language ?? own.language),
    sections: options.sections ?? [],
    tags: options.tags ?? [],
    publishedAfter: options.publishedAfter ?? null,
    publishedBefore: options.publishedBefore ?? null,
    sponsored: options.sponsored ?? null,
    paywalled: options.paywalled ?? null,
    excludeIds: options.exclude ?? [],
    excludeAddresses: options.excludeLinked === true ? own.linked : [],
  };
  return {
    limit: options.limit,
    filter,
    ownLanguage: options.language === null,
    mode: options.mode ?? 'related',
    halfLife: options.halfLife ?? null,
    cutoff,
    rules,
  };
}
