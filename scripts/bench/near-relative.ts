import type { Random } from '../../src/evaluation/random.js';
import type { ArchiveRow } from './archive.js';

/** Of so much of its text an article is made anew: enough for the same subject, too little for a copy. */
const SHARED = 0.4;

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
 * An article on the subject of another, a day younger: sentences of it, two fifths of its text at most, in another
 * order, mixed with as much of a third. Not a copy, which would not be shown beside it.
 */
export function nearRelative(of: ArchiveRow, stranger: ArchiveRow, id: string, random: Random): PutArticle {
  const own = shuffled(sentencesOf(of.body), random);
  const room = lengthOf(own) * SHARED;
  const kept = upTo(room, own);
  const others = upTo(room, shuffled(sentencesOf(stranger.body), random));
  return {
    title: `More on ${of.title}`,
    body: shuffled([...kept, ...others], random).join(' '),
    section: of.section,
    language: 'en',
    publishedAt: new Date(Date.parse(of.publishedAt) + 86_400_000).toISOString(),
    url: `https://archive.example/${id}`,
  };
}

/** Sentences of so many characters together, the longer ones left out where they do not fit. */
function upTo(room: number, sentences: readonly string[]): string[] {
  let left = room;
  return sentences.filter((sentence) => {
    if (sentence.length > left) return false;
    left -= sentence.length;
    return true;
  });
}

const lengthOf = (sentences: readonly string[]) => sentences.reduce((sum, { length }) => sum + length, 0);

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== '');
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(random.below(left.length), 1));
  return mixed;
}
