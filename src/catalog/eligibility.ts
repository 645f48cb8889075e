import type { ArticleFacts, EligibilityFilter } from './catalog.js';

/** Sections and tags are compared in this form, so that "Économie" and "économie" are one. */
export function foldName(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** Nothing excluded but what is not published yet. */
export function anyArticle(now: number): EligibilityFilter {
  return {
    now,
    language: null,
    sections: [],
    tags: [],
    publishedAfter: null,
    publishedBefore: null,
    sponsored: null,
    paywalled: null,
    excludeIds: [],
    excludeAddresses: [],
  };
}

/** Whether an article with these facts may be shown: what `Catalog.eligible` says of every article at once. */
export function passes(facts: ArticleFacts, filter: EligibilityFilter): boolean {
  const { publishedAt } = facts;
  if (facts.noRecommend) return false;
  if (publishedAt !== null && publishedAt > filter.now) return false;
  if (filter.publishedAfter !== null && (publishedAt === null || publishedAt < filter.publishedAfter))
    return false;
  if (filter.publishedBefore !== null && (publishedAt === null || publishedAt >= filter.publishedBefore))
    return false;
  if (filter.language !== null && facts.language !== null && facts.language !== filter.language) return false;
  if (filter.sponsored !== null && facts.sponsored !== filter.sponsored) return false;
  if (filter.paywalled !== null && facts.paywalled !== filter.paywalled) return false;
  if (filter.sections.length > 0 && !holdsAny(filter.sections, facts.section === null ? [] : [facts.section]))
    return false;
  if (filter.tags.length > 0 && !holdsAny(filter.tags, facts.tags)) return false;
  if (filter.excludeIds.includes(facts.id)) return false;
  return facts.address === null || !filter.excludeAddresses.includes(facts.address);
}

function holdsAny(wanted: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => wanted.some((other) => other === name || foldName(other) === foldName(name)));
}
