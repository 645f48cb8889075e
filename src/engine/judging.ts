import type { Catalog, StoredArticle } from '../catalog/catalog.js';
import { ArticleNotFoundError, DecisionConflictError } from '../errors.js';
import { isWritable, writeQrels } from '../evaluation/judgments.js';
import { createRandom } from '../evaluation/random.js';
import { withoutBoilerplate } from '../text/boilerplate.js';
import { cleanBody, cleanLine } from '../text/clean.js';
import { type ArticleLink, type RelatedAnswer, toLink } from './answers.js';
import { drawnArticles } from './drawn-articles.js';
import { type PooledDocument, poolUnder, type SignalRanks } from './judging-pool.js';
import type { LiveIndex } from './live-index.js';
import type { RelatedOptions } from './question.js';
import { refuseIfReplaced } from './replaced.js';

/** Articles begun and not finished: measures need several judgments under one article. */
const OPEN = 5;
/** Judgments after which another article is begun. */
const ENOUGH = 10;
/** Articles looked at for the pair that tells most, and at most where nothing is left under these. */
const DRAWN = 5;
const MOST = 100;
/** What readers see of a list, where a site does not ask for another length. */
const READERS_LIST = 4;
/** Characters of a text that are shown. */
const BEGINNING = 600;

/** One side of a pair, as far as a person needs it to judge. */
export interface JudgedText extends ArticleLink {
  readonly summary: string | null;
  /** The beginning of the text, at most 600 characters, whole words. */
  readonly beginning: string;
  readonly section: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
}

/** A pair to be judged: how relevant is `document` to a reader of `query`? */
export interface PairToJudge {
  readonly query: JudgedText;
  readonly document: JudgedText;
  /** Rank of the document under the query by each signal, from 1: where they disagree, a judgment tells most. */
  readonly ranks: SignalRanks;
  /** Whether it is in the list that readers see. */
  readonly shown: boolean;
}

export interface JudgingCounts {
  readonly judgments: number;
  readonly queries: number;
}

/** Judgments by people, drawn where they tell most. */
export interface Judging {
  /**
   * A pair that nobody has judged; `null` where none is left (of more than 100 articles: where none was found under as
   * many). `seed` draws another one; the same one, as long as nothing changes. `avoid`: `query document` ids that were
   * skipped.
   *
   * Up to five articles are begun, each with the pair that tells most of five articles drawn by chance; then one of
   * these is drawn, until it has ten judgments or nothing more to be judged.
   */
  next(seed: number, avoid: readonly (readonly [query: string, document: string])[]): PairToJudge | null;
  /** `grade` 0–3, `null` takes it back. Throws `ArticleNotFoundError`; `DecisionConflictError` for an article under itself. */
  grade(query: string, document: string, grade: number | null, by: string): JudgingCounts;
  counts(): JudgingCounts;
  /** TREC qrels, by query. Ids with white space, which the format cannot hold, are left out. */
  qrels(): string;
}

export interface JudgingParts {
  readonly catalog: Catalog;
  /** Throws `IndexMissingError`. */
  readonly live: () => LiveIndex;
  readonly related: (id: string, options: RelatedOptions) => RelatedAnswer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

interface Pair {
  readonly query: StoredArticle;
  readonly document: PooledDocument;
}

export function createJudging({ catalog, live, related, clock }: JudgingParts): Judging {
  const counts = (): JudgingCounts => catalog.judgments.count();

  const published = (id: string): StoredArticle | null => {
    const stored = catalog.find(id);
    const at = stored?.article.publishedAt ?? null;
    return at !== null && Date.parse(at) > clock() ? null : stored;
  };

  const keyOf = (id: string): number => {
    const stored = published(id);
    if (stored === null) throw new ArticleNotFoundError(id);
    return stored.key;
  };

  /** What tells most of what is left under an article. */
  const bestUnder = (query: StoredArticle, avoided: ReadonlySet<string>): Pair | null => {
    const done = new Set(catalog.judgments.judged(query.key));
    const left = poolUnder(query, live(), catalog, clock()).filter(({ key }) => !done.has(key));
    if (left.length === 0) return null;
    const skipped = new Set(
      catalog
        .facts(left.map(({ key }) => key))
        .flatMap(({ key, id }) => (avoided.has(pairOf(query.article.id, id)) ? [key] : [])),
    );
    const document = left.find(({ key }) => !skipped.has(key));
    return document === undefined ? null : { query, document };
  };

  /** Ids of the articles begun and not finished, the latest first. */
  const begun = (): string[] => {
    const open = new Map<string, { count: number; at: number }>();
    for (const { query, at } of catalog.judgments.all()) {
      const before = open.get(query) ?? { count: 0, at: 0 };
      open.set(query, { count: before.count + 1, at: Math.max(before.at, at) });
    }
    return [...open]
      .filter(([, { count }]) => count < ENOUGH)
      .sort(([a, one], [b, other]) => other.at - one.at || (a < b ? -1 : 1))
      .slice(0, OPEN)
      .map(([id]) => id);
  };

  /** Under one of these, drawn by chance, and the others after it where nothing is left. */
  const further = (seed: number, ids: readonly string[], avoided: ReadonlySet<string>): Pair | null => {
    const from = createRandom(seed).below(ids.length);
    for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
      const query = published(id);
      const pair = query === null ? null : bestUnder(query, avoided);
      if (pair !== null) return pair;
    }
    return null;
  };

  /** Under the article of a few where it tells most. */
  const fresh = (seed: number, avoided: ReadonlySet<string>): Pair | null => {
    let best: Pair | null = null;
    let looked = 0;
    for (const { key, id } of drawnArticles(catalog, seed, clock(), { drawn: DRAWN, most: MOST })) {
      if (looked >= DRAWN && best !== null) break;
      looked += 1;
      const [query] = isWritable(id) ? catalog.load([key]) : [];
      if (query === undefined || catalog.judgments.judged(key).length >= ENOUGH) continue;
      const found = bestUnder(query, avoided);
      if (found !== null && found.document.telling > (best?.document.telling ?? 0)) best = found;
    }
    return best;
  };

  const toText = ({ article, bodyFormat }: StoredArticle): JudgedText => ({
    ...toLink(article),
    summary: article.summary === null ? null : cleanLine(article.summary) || null,
    beginning: beginningOf(withoutBoilerplate(cleanBody(article.body, bodyFormat), catalog.boilerplate())),
    section: article.section,
    publishedAt: article.publishedAt,
  });

  return {
    next(seed, avoid) {
      const avoided = new Set(avoid.map(([query, document]) => pairOf(query, document)));
      const open = begun();
      const pair =
        open.length < OPEN
          ? (fresh(seed, avoided) ?? further(seed, open, avoided))
          : (further(seed, open, avoided) ?? fresh(seed, avoided));
      if (pair === null) return null;
      const [document] = catalog.load([pair.document.key]);
      if (document === undefined) return null;
      const shown = related(pair.query.article.id, { limit: READERS_LIST, language: null });
      return {
        query: toText(pair.query),
        document: toText(document),
        ranks: pair.document.ranks,
        shown: shown.related.some(({ id }) => id === document.article.id),
      };
    },
    grade(query, document, grade, by) {
      refuseIfReplaced(catalog);
      if (query === document) {
        throw new DecisionConflictError(
          `An article is not judged under itself: expected two ids, received ${JSON.stringify(query)} twice.`,
        );
      }
      catalog.judgments.grade(keyOf(query), keyOf(document), grade, by, clock());
      return counts();
    },
    counts,
    qrels: () => writeQrels(catalog.judgments.all()).qrels,
  };
}

const pairOf = (query: string, document: string): string => JSON.stringify([query, document]);

/** Whole words of the beginning, with an ellipsis where something follows. */
function beginningOf(text: string): string {
  if (text.length <= BEGINNING) return text;
  const cut = text.slice(0, BEGINNING - 1);
  const end = cut.search(/\s\S*$/);
  return `${(end > 0 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd()}…`;
}
