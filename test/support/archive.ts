import type { ArticleFacts } from '../../src/catalog/catalog.js';
import type { Archive } from '../../src/recommend/archive.js';
import { isEligible } from '../../src/recommend/candidates.js';
import { signatureOf } from '../../src/text/signature.js';
import { byCloseness } from '../../src/vectors/vector-index.js';

/** An article as the stages of `recommend` see it; what is not said is as plain as can be. */
export interface Entry extends Partial<Omit<ArticleFacts, 'key'>> {
  readonly key: number;
  /** To whatever is asked about: of meaning, and of words as well unless `words` says otherwise. */
  readonly similarity: number;
  readonly words?: number;
  /** Its text, where copies matter. */
  readonly text?: string;
  /** Stored, but known to the index only: as if deleted a moment ago. */
  readonly gone?: boolean;
}

export interface HandMadeArchive extends Archive {
  /** The numbers of neighbours that were asked for. */
  readonly asked: number[];
}

/** An archive whose similarities were written down by hand; the vector asked with does not matter. */
export function handMadeArchive(entries: readonly Entry[]): HandMadeArchive {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const neighbours = entries.map(({ key, similarity }) => ({ label: key, similarity })).sort(byCloseness);
  const facts = (key: number): ArticleFacts[] => {
    const entry = byKey.get(key);
    if (entry === undefined || entry.gone === true) return [];
    const { id = `a${key}`, language = null, publishedAt = null, noRecommend = false } = entry;
    return [{ key, id, language, publishedAt, noRecommend }];
  };
  const wordsOf = (key: number): number => {
    const entry = byKey.get(key);
    return Math.min(1, Math.max(0, entry?.words ?? entry?.similarity ?? 0));
  };
  const byWords = entries
    .map(({ key }) => key)
    .filter((key) => wordsOf(key) > 0)
    .sort((a, b) => wordsOf(b) - wordsOf(a) || a - b);
  const asked: number[] = [];
  return {
    asked,
    count: entries.length,
    search(_vector, k) {
      asked.push(k);
      return neighbours.slice(0, k);
    },
    score(_vector, keys) {
      const wanted = new Set(keys);
      return neighbours.filter(({ label }) => wanted.has(label));
    },
    compare: () => ({ of: wordsOf, top: (k) => byWords.slice(0, k) }),
    facts: (keys) => keys.flatMap(facts),
    eligible: (filter) =>
      entries.map(({ key }) => key).filter((key) => facts(key).some((fact) => isEligible(fact, filter))),
    signatures: (keys) =>
      new Map(
        keys.flatMap((key) => {
          const signature = signatureOf(byKey.get(key)?.text ?? '');
          return signature === null ? [] : [[key, signature]];
        }),
      ),
  };
}
