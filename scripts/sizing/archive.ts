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
}

/** Of a corpus that is too small, so many passages are kept to be recombined. */
const KEPT = 20_000;
const SEED = 1;
const FIRST_DAY = Date.parse('2016-01-01T00:00:00Z');
const TEN_YEARS = 3_652;
const SECTIONS = ['Politics', 'Economy', 'World', 'Culture', 'Science', 'Sport', 'Opinion', 'Local'];

/** What the article of that number, from 0, is called. */
export const articleId = (number: number): string => `article-${number + 1}`;

/** Writes the same archive for the same request. Throws what `corpusPassages` throws, a `UsageError` where no passage is in it. */
export async function writeArchive({ file, articles, corpus }: ArchiveRequest): Promise<void> {
  const random = createRandom(SEED);
  const passages = corpus === null ? madeUpPassages(random) : endless(corpusPassages(corpus, random), random);
  await pipeline(Readable.from(lines(passages, articles, random)), createWriteStream(file));
}

async function* lines(
  passages: AsyncGenerator<Passage> | Generator<Passage>,
  articles: number,
  random: Random,
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
