import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../src/errors.js';
import { createRandom, type Random } from '../../src/evaluation/random.js';
import { corpusPassages, madeUpPassages, type Passage, recombined } from './passages.js';

export interface ArchiveRequest {
  /** Where it is written, as JSON lines. */
  readonly file: string;
  readonly articles: number;
  /** JSON lines with `title` and `text`, also gzipped; made-up words where `null`. */
  readonly corpus: string | null;
  readonly seed?: number;
}

/** Tags that are given by chance, each to about this share of the articles: for filters of known selectivity. */
export const TAG_SHARES = [
  ['half', 0.5],
  ['tenth', 0.1],
  ['hundredth', 0.01],
  ['thousandth', 0.001],
] as const;

/** Of a corpus that is too small, so many passages are kept to be recombined. */
const KEPT = 20_000;
const SEED = 1;
const FIRST_DAY = Date.parse('2016-01-01T00:00:00Z');
const TEN_YEARS = 3_652;
const SECTIONS = ['Politics', 'Economy', 'World', 'Culture', 'Science', 'Sport', 'Opinion', 'Local'];

/** What the article of that number, from 0, is called. */
export const articleId = (number: number): string => `article-${number + 1}`;

/** Different numbers below `total`, drawn by a seed; all of them where there are no more. */
export function someOf(total: number, count: number, seed: number): number[] {
  const random = createRandom(seed);
  const drawn = new Set<number>();
  while (drawn.size < Math.min(count, total)) drawn.add(random.below(total));
  return [...drawn];
}

/** Writes the same archive for the same request. Throws what `corpusPassages` throws, a `UsageError` where no passage is in it. */
export async function writeArchive({ file, articles, corpus, seed = SEED }: ArchiveRequest): Promise<void> {
  const random = createRandom(seed);
  const passages = corpus === null ? madeUpPassages(random) : endless(corpusPassages(corpus, random), random);
  await pipeline(
    Readable.from(lines(passages, articles, random, createRandom(seed + 1))),
    createWriteStream(file),
  );
}

async function* lines(
  passages: AsyncGenerator<Passage> | Generator<Passage>,
  articles: number,
  random: Random,
  ofTags: Random,
): AsyncGenerator<string> {
  let number = 0;
  for await (const { title, text } of passages) {
    const id = articleId(number);
    const published = FIRST_DAY + random.below(TEN_YEARS) * 86_400_000 + random.below(86_400_000);
    const article = {
      id,
      title,
      body: text,
      url: `https://archive.example/${id}`,
      section: SECTIONS[random.below(SECTIONS.length)],
      tags: TAG_SHARES.flatMap(([tag, share]) => (ofTags.below(1e6) < share * 1e6 ? [tag] : [])),
      language: 'en',
      publishedAt: new Date(published).toISOString(),
    };
    yield `${JSON.stringify(article)}\n`;
    number += 1;
    if (number === articles) return;
  }
}

async function* endless(passages: AsyncGenerator<Passage>, random: Random): AsyncGenerator<Passage> {
  const kept: Passage[] = [];
  for await (const passage of passages) {
    if (kept.length < KEPT) kept.push(passage);
    yield passage;
  }
  if (kept.length === 0)
    throw new UsageError(
      '--corpus: expected texts of 150 words and more, received none. Choose another file.',
    );
  for (;;) yield recombined(kept, random);
}
