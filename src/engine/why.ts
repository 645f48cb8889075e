import type { Catalog, StoredArticle } from '../catalog/catalog.js';
import { readable, type TextParts } from '../indexing/prepare.js';
import { hashOf, KIND, ofKind } from '../lexical/hash.js';
import type { TermStatistics } from '../lexical/statistics.js';
import { stemsOf } from '../lexical/stem.js';
import { isClose } from '../recommend/candidates.js';
import type { Cutoff } from '../recommend/cutoff.js';
import { type Reason, reasonsFor } from '../recommend/reasons/reasons.js';
import { type TokenizedText, tokenize } from '../recommend/reasons/tokenized-text.js';
import type { Recommended } from '../recommend/recommend.js';
import { LatestTexts } from './latest-texts.js';

/** Texts kept ready for reasons: of a few lists. What lives longer costs the garbage collector more than it saves. */
const KEPT = 16;
/** Coverage of one story is not further apart. */
const STORY = 90 * 86_400_000;

/** A text that is asked about, as far as reasons need it. */
export interface Asked extends TextParts {
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly publishedAt: number | null;
}

/** Finds the reasons for links. */
export interface Why {
  /** A text made ready; an indexed article's is kept. */
  read(stored: StoredArticle): TokenizedText;
  readAsked(asked: Asked): TokenizedText;
  reasons(
    query: TokenizedText,
    target: StoredArticle,
    item: Recommended,
    cutoff: Cutoff,
    statistics: TermStatistics,
  ): Reason[];
}

export function createWhy(catalog: Pick<Catalog, 'boilerplate'>): Why {
  const kept = new LatestTexts(KEPT);
  let boilerplate = catalog.boilerplate();

  const read = (stored: StoredArticle): TokenizedText => {
    const current = catalog.boilerplate();
    if (current !== boilerplate) kept.clear();
    boilerplate = current;
    const known = kept.find(stored);
    if (known !== null) return known;
    const { article, bodyFormat } = stored;
    const at = article.publishedAt;
    const text = tokenize({
      ...readable(article, bodyFormat, current),
      section: article.section,
      tags: article.tags,
      publishedAt: at === null ? null : Date.parse(at),
    });
    kept.keep(stored, text);
    return text;
  };

  return {
    read,
    readAsked: ({ section, tags, publishedAt, ...parts }) =>
      tokenize({ ...readable(parts, 'auto', catalog.boilerplate()), section, tags, publishedAt }),
    reasons(query, target, item, cutoff, statistics) {
      const text = read(target);
      const apart =
        query.publishedAt === null || text.publishedAt === null
          ? Number.POSITIVE_INFINITY
          : Math.abs(query.publishedAt - text.publishedAt);
      return reasonsFor(query, text, {
        sameStory: item.standing >= cutoff.story && apart <= STORY,
        editorsOnly: item.pinned && !isClose(item, cutoff.related),
        articles: statistics.texts,
        documentShare: (word) => shareOf(word, statistics),
      });
    },
  };
}

/** Share of the archive's articles that hold the word, in one of its forms; the rarest of its stems decides. */
function shareOf(word: string, statistics: TermStatistics): number {
  const found = stemsOf(word).map((stem) => statistics.documentFrequency(ofKind(hashOf(stem), KIND.word)));
  return statistics.texts === 0 ? 0 : Math.min(...found) / statistics.texts;
}
