import type { JudgedText, PairToJudge } from '../../src/engine/judging.js';
import { ARTICLES, articleOf, ranked, toFound } from './desk-archive.js';
import type { Canned } from './desk-server.js';

const TEXT =
  'The cabinet agreed on Friday, after a night of talks, on what ministers called the largest change in a decade. ' +
  'Traders in Tokyo and Seoul had waited for it all week; the yen moved little. '.repeat(5);

function textOf(id: string): JudgedText {
  const article = articleOf(id);
  if (article === undefined) throw new Error(`No article ${id}.`);
  const { summary } = article;
  return { ...toFound(article), summary, beginning: `${TEXT.slice(0, 540).trimEnd()}…` };
}

/** Every article with the first two of its list: those first in which the article is the first, and so on. */
export const PAIRS: readonly PairToJudge[] = ARTICLES.flatMap((article) =>
  ranked(article, new URLSearchParams())
    .slice(0, 2)
    .map(({ id }, i) => ({
      query: textOf(article.id),
      document: textOf(id),
      ranks: { words: 3 + i, general: 41, archive: null, names: 12, titles: 2 },
      shown: i === 0,
    })),
);

/** Gives pairs in their order, whatever the seed, and keeps what is said of them. */
export class FakeJudging {
  readonly grades = new Map<string, number>();
  /** Questions for a pair so far. */
  asked = 0;

  constructor(private readonly pairs: readonly PairToJudge[] = PAIRS) {}

  /** `undefined` for what is not about judging. */
  readonly answer: Canned = ({ path, query, body }) => {
    if (path === 'judging/next') {
      this.asked += 1;
      const left = this.pairs.find(
        (pair) => !this.grades.has(keyOf(pair)) && !query.getAll('avoid').includes(keyOf(pair)),
      );
      return { pair: left ?? null, counts: this.counts() };
    }
    if (path !== 'judging') return undefined;
    const {
      query: read,
      document,
      grade,
    } = body as { query: string; document: string; grade: number | null };
    if (grade === null) this.grades.delete(`${read} ${document}`);
    else this.grades.set(`${read} ${document}`, grade);
    return this.counts();
  };

  private counts() {
    const queries = new Set([...this.grades.keys()].map((key) => key.split(' ')[0]));
    return { judgments: this.grades.size, queries: queries.size };
  }
}

const keyOf = ({ query, document }: PairToJudge): string => `${query.id} ${document.id}`;
