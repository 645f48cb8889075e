import { readFileSync } from 'node:fs';
import type { RelatedArticle } from '../../src/engine/answers.js';
import type { DeskArticleAnswer, FoundArticle } from '../../src/http/desk/answers.js';

type DeskArticle = DeskArticleAnswer['article'];

interface Row {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly summary: string | null;
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly publishedAt: string | null;
  readonly language: string | null;
}

const ROWS = readFileSync(new URL('../../data/articles.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** Titles that are hard to lay out, and an article that has nothing but a title. */
const ODD: readonly Row[] = [
  {
    id: 'long',
    title:
      'What the chip makers of Korea, Taiwan and Japan told their shareholders about memory prices, artificial intelligence, the yen and everything else that moved in a week in which hardly anything stood still, in one Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    url: null,
    summary: null,
    section: null,
    tags: [],
    publishedAt: null,
    language: null,
  },
  {
    id: 'rtl',
    title: 'اليابان تقر ميزانية قياسية لدعم الذكاء الاصطناعي والرقائق',
    url: 'https://example.com/ar/budget',
    summary: 'ميزانية قياسية مع تركيز على الذكاء الاصطناعي.',
    section: 'العالم',
    tags: ['اليابان'],
    publishedAt: '2025-10-28T08:00:00Z',
    language: 'ar',
  },
];

/** The sample, as the desk knows its articles, and two that are odd. */
export const ARTICLES: readonly DeskArticle[] = [...ROWS, ...ODD].map(
  ({ id, title, url, section, publishedAt, summary, language, tags }, i) => ({
    id,
    title,
    url,
    section,
    publishedAt,
    summary,
    language,
    tags: tags ?? [],
    sponsored: i % 11 === 10,
    paywalled: i % 7 === 6,
    noRecommend: i % 40 === 39,
  }),
);

export const articleOf = (id: string): DeskArticle | undefined => ARTICLES.find((one) => one.id === id);

export function toFound({ id, title, url, section, publishedAt }: DeskArticle): FoundArticle {
  return { id, title, url, section, publishedAt };
}

/** By the beginnings of words in the title, or the id; the newest first. */
export function find(q: string, limit: number): readonly FoundArticle[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ARTICLES.filter(({ id, title }) => {
    const text = ` ${title.toLowerCase()}`;
    return id === q || words.every((word) => text.includes(` ${word}`));
  })
    .toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))
    .slice(0, limit)
    .map(toFound);
}

const wordsOf = ({ title, summary, tags }: DeskArticle) =>
  new Set(`${title} ${summary ?? ''} ${tags.join(' ')}`.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
const WORDS = new Map(ARTICLES.map((article) => [article.id, wordsOf(article)]));

/** What shares most words with the article, best first; as long as there are any. */
export function ranked(article: DeskArticle, asked: URLSearchParams): RelatedArticle[] {
  const mine = WORDS.get(article.id) ?? new Set();
  const mode = asked.get('mode');
  const at = article.publishedAt ?? '';
  const sections = asked.getAll('section');
  return ARTICLES.filter(
    (other) =>
      other.id !== article.id &&
      !other.noRecommend &&
      (sections.length === 0 || sections.includes(other.section ?? '')) &&
      (asked.get('sponsored') === null || String(other.sponsored) === asked.get('sponsored')) &&
      (mode !== 'background' || (other.publishedAt ?? '9') < at) &&
      (mode !== 'followup' || (other.publishedAt ?? '') > at),
  )
    .map((other) => ({ other, shared: [...(WORDS.get(other.id) ?? [])].filter((word) => mine.has(word)) }))
    .filter(({ shared }) => shared.length > 0)
    .toSorted((a, b) => b.shared.length - a.shared.length || a.other.id.localeCompare(b.other.id))
    .map(({ other, shared }, i) => toRelated(other, shared, i));
}

function toRelated(other: DeskArticle, shared: readonly string[], rank: number): RelatedArticle {
  const words = Math.min(0.9, shared.length / 12);
  const signal = (value: number | null, place: number, weight: number) => ({
    value,
    rank: value === null ? null : place,
    weight,
  });
  return {
    ...toFound(other),
    summary: other.summary,
    image: null,
    sponsored: other.sponsored,
    paywalled: other.paywalled,
    score: Math.round(words * 1000) / 1000,
    pinned: false,
    reasons: [{ type: 'terms', terms: shared.slice(0, 3), text: shared.slice(0, 3).join(' · ') }],
    alsoCoveredBy: [],
    explain: {
      signals: {
        words: signal(words, rank + 1, 1),
        general: signal(0.62 - rank * 0.02, rank + 3, 0.41),
        archive: signal(null, rank, 0.08),
        names: signal(rank % 2 === 0 ? 0.4 : 0, rank + 2, 0.1),
        titles: signal(0.1, rank + 20, 0.05),
      },
      hubness: 1.08,
      relatedness: words * 0.8,
      standing: 1.9 - rank * 0.1,
      cutoff: { related: 0.95, story: 1.6 },
      factors: { freshness: 0.92, section: 1.1, depth: 1 },
      measured: 214,
    },
  };
}
