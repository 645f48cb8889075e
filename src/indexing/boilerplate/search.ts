import type { BoilerplatePassage } from '../../catalog/catalog.js';
import { type Segment, segmentOf, sentencesOf } from '../../text/segments.js';
import { COPY_RESEMBLANCE, resemblance } from '../../text/signature.js';
import { words } from '../../text/words.js';
import { createComparison } from './in-common.js';
import { Lowest } from './lowest.js';
import { type ArticleText, createRemainders, type Remainder, type Remainders } from './remainder.js';

/** An archive, as far as what recurs in it is looked for. */
export interface SearchedArchive {
  /** Every article; read more than once. Hashes of its segments ascending, each once. */
  articles(): Iterable<{
    readonly key: number;
    /** Its language, or `null` where unknown. */
    readonly language: string | null;
    readonly segments: Uint32Array;
  }>;
  /** An article's text in full, boilerplate and all; `null` where it is gone. */
  text(key: number): ArticleText | null;
}

/** Fewer articles than this are a coincidence, or a series. */
const MIN_ARTICLES = 5;
/** Share of the archive that a passage must stand in, by its length in words: headings and stock phrases recur more. */
const SHARES: readonly (readonly [words: number, share: number])[] = [
  [8, 0.001],
  [4, 0.005],
  [0, 0.02],
];
/** Most frequent passages that are looked at. */
const MAX_CANDIDATES = 1_000;
/** Articles of a passage that are compared with one another, and those tried for them: copies take no place. */
const COMPARED = 12;
const TRIED = 48;
/** Articles of one language that stand for all of it. */
const SAMPLE = 200;
/**
 * In fewer articles than this, articles that are alike with all they have are copies. In more, the passage itself may
 * be most of each: a sign-up box under a hundred pictures. Then what is left beside it decides.
 */
const MANY = 20;
/** An article with fewer distinct words than this beside what recurs says nothing about what it has in common. */
const MIN_REST = 5;
/**
 * So many times as close to one another as random articles of the archive may those be that share a passage of
 * boilerplate. Measured: articles drawn at random 0.3–2.4; those with the same disclaimer or sign-up 0.8–2, of one
 * section up to 2.6, of one column or author up to 3; articles of one running story 4.4 and more (95% of those of 93
 * stories), typically 10.
 */
const MAX_CLOSENESS = 3;
/**
 * So many words may nearly all of them share that hardly any other article has: the name of a column, its author's.
 * Measured: up to 2. More are what a story is about, in an archive whose articles are all rather close.
 */
const MAX_TELLING = 2;

/**
 * Finds the boilerplate of an archive from the archive alone: passages of several articles that have nothing in common
 * beyond them. Copies of one text count once. A sentence of background that a running story repeats is none, since its
 * articles are alike in their other words as well. Depends on the articles' texts and on nothing else, so that it is
 * no matter what was left out before.
 */
export function findBoilerplate(archive: SearchedArchive): BoilerplatePassage[] {
  const { candidates, total } = count(archive);
  if (candidates.size === 0) return [];
  const { holders, samples } = place(archive, candidates);
  const texts = createRemainders(archive.text, (hash) => candidates.has(hash));
  const inCommon = createComparison(texts, samples);
  const found: BoilerplatePassage[] = [];
  for (const [hash, articles] of candidates) {
    const sample = differentHolders(hash, holders.get(hash)?.keys() ?? [], texts, articles < MANY);
    if (sample === null || sample.different.length < MIN_ARTICLES) continue;
    const { passage, different, tried } = sample;
    if ((articles * different.length) / tried < neededFor(passage.normal, total)) continue;
    const { closeness, telling } = inCommon(different);
    if (closeness > MAX_CLOSENESS || telling > MAX_TELLING) continue;
    found.push({ hash, normal: passage.normal, example: passage.text, articles });
  }
  return withoutRedundant(found);
}

/** Passages of enough articles, by hash, the most frequent first. */
function count(archive: SearchedArchive) {
  let hashes = new Uint32Array(1 << 16);
  let length = 0;
  let total = 0;
  for (const { segments } of archive.articles()) {
    total += 1;
    if (length + segments.length > hashes.length) {
      const larger = new Uint32Array(Math.max(hashes.length * 2, length + segments.length));
      larger.set(hashes);
      hashes = larger;
    }
    hashes.set(segments, length);
    length += segments.length;
  }
  const sorted = hashes.subarray(0, length).sort();
  const needed = Math.max(MIN_ARTICLES, (SHARES[0]?.[1] ?? 0) * total);
  const recurring: [number, number][] = [];
  for (let start = 0; start < length; ) {
    const hash = sorted[start] ?? 0;
    let end = start + 1;
    while (end < length && sorted[end] === hash) end += 1;
    if (end - start >= needed) recurring.push([hash, end - start]);
    start = end;
  }
  recurring.sort(([a, m], [b, n]) => n - m || a - b);
  return { candidates: new Map(recurring.slice(0, MAX_CANDIDATES)), total };
}

/** Some articles of each candidate, and some of each language, drawn alike in every search. */
function place(archive: SearchedArchive, candidates: ReadonlyMap<number, number>) {
  const holders = new Map<number, Lowest>();
  const samples = new Map<string | null, Lowest>();
  const of = <K>(map: Map<K, Lowest>, name: K, limit: number): Lowest => {
    const known = map.get(name);
    if (known !== undefined) return known;
    const made = new Lowest(limit);
    map.set(name, made);
    return made;
  };
  for (const { key, language, segments } of archive.articles()) {
    of(samples, language, SAMPLE).add(key);
    for (const hash of segments) if (candidates.has(hash)) of(holders, hash, TRIED).add(key);
  }
  return { holders, samples: new Map([...samples].map(([language, lowest]) => [language, lowest.keys()])) };
}

/** In how many of the archive's articles a passage has to stand. */
function neededFor(normal: string, total: number): number {
  const { length } = words(normal);
  const share = SHARES.find(([least]) => length >= least)?.[1] ?? 1;
  return Math.max(MIN_ARTICLES, share * total);
}

/**
 * How a passage is written, and articles that have it, of which none is a copy of another and each says something of
 * its own. Of passages that share a hash, the one of the first article is meant. `null` where it has no letter.
 */
function differentHolders(hash: number, keys: readonly number[], texts: Remainders, whole: boolean) {
  let passage: Segment | null = null;
  const different: Remainder[] = [];
  let tried = 0;
  for (const key of keys) {
    if (different.length === COMPARED) break;
    const text = texts.of(key);
    const recurring = text?.recurring.get(hash);
    if (text === null || recurring === undefined) continue;
    tried += 1;
    passage ??= recurring;
    if (recurring.normal !== passage.normal || text.counts.size < MIN_REST) continue;
    if (!different.some((other) => isCopy(other, text, whole))) different.push(text);
  }
  return passage === null || !/\p{L}/u.test(passage.normal) ? null : { passage, different, tried };
}

function isCopy(a: Remainder, b: Remainder, whole: boolean): boolean {
  const [one, other] = whole ? [a.whole(), b.whole()] : [a.rest(), b.rest()];
  return one !== null && other !== null && resemblance(one, other) >= COPY_RESEMBLANCE;
}

/** A line goes with its sentences: where all of them are found, it need not be named. */
function withoutRedundant(found: readonly BoilerplatePassage[]): BoilerplatePassage[] {
  const hashes = new Set(found.map(({ hash }) => hash));
  return found.filter(({ example }) => {
    const sentences = sentencesOf(example).map(segmentOf);
    return sentences.length < 2 || sentences.some((one) => one !== null && !hashes.has(one.hash));
  });
}
