import type { LexicalScores } from '../lexical/lexical-index.js';
import type { Archive, RecommendQuery } from './archive.js';

/** What speaks for a link, each measured exactly. Cosines: 0–1 of words, names and titles, −1 to 1 of vectors. */
export interface Signals {
  /** Words and pairs of neighbouring words. */
  readonly words: number;
  /** The model's vectors; `null` where the query or the article has none. */
  readonly general: number | null;
  /** The space fitted to the archive; `null` where there is none. */
  readonly archive: number | null;
  readonly names: number;
  readonly titles: number;
  /** How near everything is to the article, 1 for an average one. */
  readonly hubness: number;
}

export interface Measured {
  readonly key: number;
  readonly signals: Signals;
}

/** The signals between the query and each of these articles, in their order. */
export function measureSignals(
  query: Pick<RecommendQuery, 'vector'>,
  shared: LexicalScores,
  keys: readonly number[],
  archive: Pick<Archive, 'closeness' | 'hubness'>,
): Measured[] {
  const dense = query.vector === null ? [] : archive.closeness(query.vector, keys);
  return keys.map((key, i) => {
    const { words, names, titles } = shared.of(key);
    const { general = null, archive: own = null } = dense[i] ?? {};
    return { key, signals: { words, general, archive: own, names, titles, hubness: archive.hubness(key) } };
  });
}
