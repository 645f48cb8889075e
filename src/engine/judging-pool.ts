import type { Catalog, StoredArticle } from '../catalog/catalog.js';
import { passes } from '../catalog/eligibility.js';
import { isWritable } from '../evaluation/judgments.js';
import { lengthOf, unpackTerms } from '../lexical/terms.js';
import { isAboutTheSame } from '../recommend/about-the-same.js';
import { AT_LEAST } from '../recommend/candidates.js';
import { cutoffFrom, reachOf, standing } from '../recommend/cutoff.js';
import { relatedness, weightsFor } from '../recommend/relatedness.js';
import { measureSignals, type Signals } from '../recommend/signals.js';
import { COPY_RESEMBLANCE, resemblance } from '../text/signature.js';
import { cutoffChoice } from './cutoff-choice.js';
import { archiveOf, type LiveIndex } from './live-index.js';
import { recommendOptions } from './question.js';

/** So many of the first by words, by meaning and by both are worth judging under an article. */
const DEPTH = 10;
/** Softens the difference between the first places: from 1st to 2nd is not half of the way. */
const SOFTENED = 5;
/** This near to the cut-off, as a factor either way, a judgment says whether it is where it should be. */
const NEAR = 1.25;
const NEAR_COUNTS = 1.5;

const NAMES = ['words', 'general', 'archive', 'names', 'titles'] as const satisfies (keyof Signals)[];

/** Rank under an article by each signal, from 1; `null` where it cannot be measured, or they have nothing in common. */
export type SignalRanks = Readonly<Record<(typeof NAMES)[number], number | null>>;

/** An article that may be judged under another. */
export interface PooledDocument {
  readonly key: number;
  readonly ranks: SignalRanks;
  /** How much a judgment tells; above 0, no unit. */
  readonly telling: number;
}

/**
 * What is worth judging under an article, what tells most first: of the articles that could stand in its list, the
 * first ten by words, by meaning, and by both together (pooling: Spärck Jones and van Rijsbergen, "Report on the need
 * for and provision of an 'ideal' information retrieval test collection", 1975). Copies of the article are none, nor
 * is what qrels cannot name.
 *
 * A judgment tells the more, the higher one of the two signals puts the article, since only that can bring it before
 * readers, and the less the other one agrees: either it is right, or the other (query by committee: Seung, Opper and
 * Sompolinsky, COLT 1992). What both put first comes in between: no measure can do without it, but it tells nobody
 * apart. Near the cut-off it tells half as much again.
 */
export function poolUnder(
  { key, article }: StoredArticle,
  index: LiveIndex,
  catalog: Catalog,
  now: number,
): PooledDocument[] {
  const terms = unpackTerms(catalog.terms(key));
  const vector = index.vector(key);
  if (vector === null && terms.hashes.length === 0) return [];
  const archive = archiveOf(index, catalog);
  const shared = archive.compare(terms);
  const near = vector === null ? [] : archive.nearest(vector, AT_LEAST);
  const keys = [...new Set([...near, ...shared.top(AT_LEAST)])].filter((other) => other !== key);
  const weights = weightsFor(lengthOf(terms));
  const measured = measureSignals({ vector }, shared, keys, archive).map((one) => ({
    ...one,
    relatedness: relatedness(one.signals, weights),
  }));
  const choice = cutoffChoice(catalog);
  const cutoff = cutoffFrom(archive.cutoffs, choice).related;
  const reach = reachOf(
    measured.map((one) => one.relatedness),
    archive.cutoffs.articles,
  );
  const asked = { limit: DEPTH, language: null };
  const { filter } = recommendOptions(asked, { language: article.language, linked: [] }, now, choice);
  const allowed = new Set(
    catalog
      .facts(keys)
      .filter((facts) => passes(facts, filter) && isWritable(facts.id))
      .map((facts) => facts.key),
  );
  const possible = measured.filter((one) => allowed.has(one.key));
  const ranks = ranksBy(NAMES, possible, (one, name) => inCommon(one.signals, name));
  const fused = ranksBy(['relatedness'], possible, (one) => one.relatedness);
  const pooled = possible.flatMap((one, i): PooledDocument[] => {
    const { words, general, archive: own, names, titles } = ranks[i] ?? NO_RANKS;
    const best = Math.min(...[words, general, fused[i]?.relatedness ?? null].flatMap((rank) => rank ?? []));
    if (best > DEPTH || !(one.relatedness > 0)) return [];
    const stands = standing(one.relatedness, reach);
    const isNear = isAboutTheSame(one.signals) && stands < cutoff * NEAR && stands * NEAR > cutoff;
    return [
      {
        key: one.key,
        ranks: { words, general, archive: own, names, titles },
        telling: tellingOf(words, general) * (isNear ? NEAR_COUNTS : 1),
      },
    ];
  });
  return withoutCopies(pooled, key, catalog).sort((a, b) => b.telling - a.telling || a.key - b.key);
}

/** The higher of two places, and how far apart they are. What shares no word is at the end; without a vector, meaning abstains. */
function tellingOf(words: number | null, general: number | null): number {
  const byWords = words === null ? 0 : 1 / (words + SOFTENED);
  const byMeaning = general === null ? byWords : 1 / (general + SOFTENED);
  return Math.max(byWords, byMeaning) + Math.abs(byWords - byMeaning);
}

/** Nothing in common is no place among those that have. */
function inCommon(signals: Signals, name: (typeof NAMES)[number]): number | null {
  const value = signals[name];
  return name === 'general' || name === 'archive' || value !== 0 ? value : null;
}

const NO_RANKS = { words: null, general: null, archive: null, names: null, titles: null };

/** Ranks from 1 by each name, the highest value first, equal ones alike; `null` without a value. */
function ranksBy<T, Name extends string>(
  names: readonly Name[],
  items: readonly T[],
  measure: (item: T, name: Name) => number | null,
): Record<Name, number | null>[] {
  const ranks = items.map(() => ({}) as Record<Name, number | null>);
  for (const name of names) {
    const values = items.map((item) => measure(item, name));
    const sorted = values.filter((value) => value !== null).sort((a, b) => b - a);
    const first = new Map<number, number>();
    sorted.forEach((value, i) => {
      if (!first.has(value)) first.set(value, i + 1);
    });
    ranks.forEach((rank, i) => {
      const value = values[i] ?? null;
      rank[name] = value === null ? null : (first.get(value) ?? null);
    });
  }
  return ranks;
}

function withoutCopies(
  pooled: readonly PooledDocument[],
  key: number,
  catalog: Pick<Catalog, 'signatures'>,
): PooledDocument[] {
  const signatures = catalog.signatures([key, ...pooled.map((one) => one.key)]);
  const own = signatures.get(key);
  return pooled.filter((one) => {
    const other = signatures.get(one.key);
    return own === undefined || other === undefined || resemblance(own, other) < COPY_RESEMBLANCE;
  });
}
