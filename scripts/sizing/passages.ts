import { z } from 'zod';
import { UsageError } from '../../src/errors.js';
import type { Random } from '../../src/evaluation/random.js';
import { openSource } from '../../src/sources/open-source.js';

/** A text of about `WORDS` words, as an article of an archive might have. */
export interface Passage {
  readonly title: string;
  readonly text: string;
}

/** Words of a passage: from a third less to a third more. */
const WORDS = 450;
/** What is left of a text is a passage from so many words on. */
const LEAST = 150;

const CorpusRow = z.object({ title: z.string(), text: z.string() });

const lengthOf = (random: Random) => Math.round((WORDS * 2) / 3) + random.below((WORDS * 2) / 3);

/**
 * The texts of a corpus, cut into passages, one after the other. Throws a `SourceError` where it cannot be read, a
 * `UsageError` where a row has no texts `title` and `text`.
 */
export async function* corpusPassages(file: string, random: Random): AsyncGenerator<Passage> {
  const source = await openSource(file);
  for await (const row of source.rows()) {
    const parsed = CorpusRow.safeParse('record' in row ? row.record : null);
    if (!parsed.success) {
      throw new UsageError(
        `--corpus: expected rows with the texts "title" and "text", received another at ${row.location}. Choose another file.`,
      );
    }
    yield* passagesOf(parsed.data, random);
  }
}

function* passagesOf({ title, text }: Passage, random: Random): Generator<Passage> {
  // The space after each word is kept, and with it the paragraphs.
  const words = text.split(/(?<=\s)(?=\S)/);
  for (let [at, part] = [0, 1]; words.length - at >= LEAST; part++) {
    const end = at + lengthOf(random);
    yield {
      title: part === 1 ? title : `${title}, part ${part}`,
      text: words.slice(at, end).join('').trim(),
    };
    at = end;
  }
}

/** A passage of three parts from three others, for an archive larger than its corpus. */
export function recombined(passages: readonly Passage[], random: Random): Passage {
  const pick = () => passages[random.below(passages.length)] ?? { title: '', text: '' };
  const [first, second, third] = [pick(), pick(), pick()];
  const parts = [first, second, third].map(({ text }, i) => {
    const words = text.split(/(?<=\s)(?=\S)/);
    return words.slice(Math.round((i * words.length) / 3), Math.round(((i + 1) * words.length) / 3)).join('');
  });
  return { title: `${first.title} and ${second.title}`, text: parts.join('\n').trim() };
}

const VOCABULARY = 30_000;
const SUBJECTS = 200;
/** Words that one subject has to itself. */
const OWN = 60;
/** So many words of ten are of the subject. */
const OWN_OF_TEN = 2;
const SENTENCE = 15;
const PARAGRAPH = 75;
const SYLLABLES = 'ka lor min te vas pru den sol gar bi net fo rim ul shan ost wey cle dra pim'.split(' ');

/** Texts without sense, whose words are as frequent as those of a language: the r-th by 1 / (r + 2.7). */
export function* madeUpPassages(random: Random): Generator<Passage> {
  const shares = Array.from({ length: VOCABULARY }, (_, rank) => 1 / (rank + 3.7));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  const upTo = shares.map((share) => {
    sum += share / total;
    return sum;
  });
  const common = () => word(firstAbove(upTo, random.bits() / 2 ** 32));
  for (;;) {
    const subject = random.below(SUBJECTS);
    const own = () => word(VOCABULARY + subject * OWN + random.below(OWN));
    const parts: string[] = [];
    const count = lengthOf(random);
    for (let i = 1; i <= count; i++) {
      const next = random.below(10) < OWN_OF_TEN ? own() : common();
      parts.push(next, i % PARAGRAPH === 0 ? '.\n\n' : i % SENTENCE === 0 ? '. ' : ' ');
    }
    yield { title: `${own()} ${common()} ${own()} ${common()}`, text: parts.join('').trim() };
  }
}

/** Each number is another word. */
function word(number: number): string {
  let text = '';
  for (let rest = number + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    text += SYLLABLES[rest % SYLLABLES.length];
  return text;
}

function firstAbove(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 1) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
