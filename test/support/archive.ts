import type { ArticleFacts } from '../../src/catalog/catalog.js';
import { anyArticle, passes } from '../../src/catalog/eligibility.js';
import type { LexicalMatch } from '../../src/lexical/lexical-index.js';
import type { Archive } from '../../src/recommend/archive.js';
import type { CutoffTable } from '../../src/recommend/cutoff.js';
import { signatureOf } from '../../src/text/signature.js';

/** An article as the stages of `recommend` see it; what is not said is as plain as can be. */
export interface Entry extends Partial<Omit<ArticleFacts, 'key' | 'words'>> {
  readonly key: number;
  /** To whatever is asked about: of every signal that is not said below, so that it is the relatedness as well. */
  readonly similarity: number;
  readonly shared?: Partial<LexicalMatch>;
  /** `null`: without a vector. */
  readonly general?: number | null;
  /** As good as `null` where it is not said: no space of the archive's own. */
  readonly archive?: number;
  readonly hubness?: number;
  /** Length in words. */
  readonly length?: number;
  /** Articles of one aspect say the same, others have nothing in common. */
  readonly aspect?: string;
  /** Its text, where copies matter. */
  readonly text?: string;
  /** Stored, but known to the index only: as if deleted a moment ago. */
  readonly gone?: boolean;
}

export interface HandMadeArchive extends Archive {
  /** The numbers of neighbours that were asked for. */
  readonly asked: number[];
  /** How often all that pass a filter were asked for. */
  readonly scans: () => number;
}

/** Under this table everything passes that is related at all. */
const NO_CUTOFF: CutoffTable = { articles: 0, quantiles: [] };

/** An archive whose similarities were written down by hand; the vector asked with does not matter. */
export function handMadeArchive(
  entries: readonly Entry[],
  cutoffs: CutoffTable = { ...NO_CUTOFF, articles: entries.length },
): HandMadeArchive {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const generalOf = ({ general, similarity }: Entry) => (general === undefined ? similarity : general);
  const neighbours = entries
    .flatMap((entry) => {
      const general = generalOf(entry);
      return general === null ? [] : [{ key: entry.key, general }];
    })
    .sort((a, b) => b.general - a.general || a.key - b.key)
    .map(({ key }) => key);
  const sharedBy = (key: number): LexicalMatch => {
    const { similarity = 0, shared = {} } = byKey.get(key) ?? {};
    const plain = Math.min(1, Math.max(0, similarity));
    return { words: plain, names: plain, titles: plain, ...shared };
  };
  const byWords = entries
    .map(({ key }) => ({ key, words: sharedBy(key).words }))
    .filter(({ words }) => words > 0)
    .sort((a, b) => b.words - a.words || a.key - b.key)
    .map(({ key }) => key);
  const asked: number[] = [];
  let scans = 0;
  return {
    asked,
    scans: () => scans,
    count: entries.length,
    cutoffs,
    nearest(_vector, k) {
      asked.push(k);
      return neighbours.slice(0, k);
    },
    closeness: (_vector, keys) =>
      keys.map((key) => {
        const entry = byKey.get(key);
        const general = entry === undefined ? null : generalOf(entry);
        return entry === undefined || general === null ? null : { general, archive: entry.archive ?? null };
      }),
    measuring:
      () =>
      (key, into, least = Number.NEGATIVE_INFINITY) => {
        const entry = byKey.get(key);
        into[0] = (entry === undefined ? null : generalOf(entry)) ?? Number.NaN;
        const isLeftOut = Number.isNaN(into[0]) || into[0] < least;
        into[1] = (isLeftOut ? null : entry?.archive) ?? Number.NaN;
      },
    similarity(one, other) {
      const [a, b] = [byKey.get(one)?.aspect, byKey.get(other)?.aspect];
      return a !== undefined && a === b ? 1 : 0;
    },
    compare: () => ({
      of: sharedBy,
      sum(key, names, titles) {
        const shared = sharedBy(key);
        return shared.words + names * shared.names + titles * shared.titles;
      },
      top: (k) => byWords.slice(0, k),
    }),
    hubness: (key) => byKey.get(key)?.hubness ?? 1,
    facts: (keys) => keys.flatMap((key) => factsOf(byKey.get(key))),
    eligible(filter) {
      scans += 1;
      return entries
        .filter((entry) => factsOf(entry).some((facts) => passes(facts, filter)))
        .map(({ key }) => key);
    },
    signatures: (keys) =>
      new Map(
        keys.flatMap((key) => {
          const signature = signatureOf(byKey.get(key)?.text ?? '');
          return signature === null ? [] : [[key, signature]];
        }),
      ),
  };
}

/** Noon of the day on which the archive is asked. */
export const NOW = Date.parse('2026-05-01T12:00:00Z');
export const DAY = 86_400_000;
export const EVERYTHING = anyArticle(NOW);

function factsOf(entry: Entry | undefined): ArticleFacts[] {
  if (entry === undefined || entry.gone === true) return [];
  return [
    {
      key: entry.key,
      id: entry.id ?? `a${entry.key}`,
      language: entry.language ?? null,
      publishedAt: entry.publishedAt ?? null,
      noRecommend: entry.noRecommend ?? false,
      section: entry.section ?? null,
      tags: entry.tags ?? [],
      sponsored: entry.sponsored ?? false,
      paywalled: entry.paywalled ?? false,
      url: entry.url ?? null,
      address: entry.address ?? entry.url ?? null,
      words: entry.length ?? 100,
    },
  ];
}
