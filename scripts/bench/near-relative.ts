import type { Random } from '../../src/evaluation/random.js';
import type { ArchiveRow } from './archive.js';

/** Of so many of its sentences an article is made anew: enough for the same subject, too little for a copy. */
const SHARED = 0.5;

/** What is `PUT`: an article as the server takes it. */
export interface PutArticle {
  readonly title: string;
  readonly body: string;
  readonly section: string;
  readonly language: string;
  readonly publishedAt: string;
  readonly url: string;
}

/**
 * An article on the subject of another, a day younger: half of its sentences in another order, mixed with sentences of
 * a third. Not a copy, which would not be shown beside it.
 */
export function nearRelative(of: ArchiveRow, stranger: ArchiveRow, id: string, random: Random): PutArticle {
  const own = shuffled(sentencesOf(of.body), random);
  const kept = own.slice(0, Math.max(1, Math.round(own.length * SHARED)));
  const others = sentencesOf(stranger.body).slice(0, Math.round(kept.length / 3));
  return {
    title: `More on ${of.title}`,
    body: shuffled([...kept, ...others], random).join(' '),
    section: of.section,
    language: 'en',
    publishedAt: new Date(Date.parse(of.publishedAt) + 86_400_000).toISOString(),
    url: `https://archive.example/${id}`,
  };
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== '');
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(random.below(left.length), 1));
  return mixed;
}
