import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KIND, kindOf } from '../../src/lexical/hash.js';
import { buildPostings, textsIn } from '../../src/lexical/postings.js';
import { PostingsBuilder } from '../../src/lexical/postings-builder.js';
import { parsePostings, postingsParts, serializePostings } from '../../src/lexical/postings-file.js';
import { ascendingOrder } from '../../src/lexical/radix.js';
import { type Terms, termsOf } from '../../src/lexical/terms.js';
import { plantedTexts } from '../adaptation/planted.js';
import { seededRandom } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Texts of many terms each: the hashes are drawn, and some are those of others. */
function manyTerms(count: number, each: number): Map<number, Terms> {
  const random = seededRandom(3);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const hashes = new Set(Array.from({ length: each }, () => Math.floor(random() * 2 ** 20) * 4093));
      const sorted = Uint32Array.from(hashes).sort();
      return [
        i * 3 + 1,
        { hashes: sorted, counts: Uint8Array.from(sorted, (hash) => 1 + (hash % 5)) },
      ] as const;
    }),
  );
}

/** By definition: the texts of each term. */
function byHand(texts: ReadonlyMap<number, Terms>): Map<number, [label: number, count: number][]> {
  const found = new Map<number, [number, number][]>();
  for (const [label, { hashes, counts }] of texts) {
    hashes.forEach((hash, i) => {
      found.set(hash, [...(found.get(hash) ?? []), [label, counts[i] ?? 0]]);
    });
  }
  for (const [hash, list] of found) if (list.length === 1 && kindOf(hash) === KIND.pair) found.delete(hash);
  return found;
}

it('postings name the texts of each term; a pair of words that one text alone has is left out', () => {
  const texts = manyTerms(40, 50);
  const { labels, terms, starts, rows, counts } = buildPostings(texts);
  const found = new Map(
    Array.from(terms, (hash, place) => {
      const list = Array.from(rows.subarray(starts[place], starts[place + 1]), (row, i) => [
        labels[row],
        counts[(starts[place] ?? 0) + i],
      ]);
      return [hash, list];
    }),
  );
  expect(found).toEqual(byHand(texts));
  expect([...terms]).toEqual([...terms].sort((a, b) => a - b));
});

it('postings of texts that waited in a file are those of texts in memory, and the file is gone', () => {
  const path = join(temporaryFolder(), 'terms.spool');
  const builder = new PostingsBuilder(path);
  // So many terms that every part of the file is written at least once.
  const texts = manyTerms(900, 900);
  const others = [...texts.values()].reverse();
  let i = 0;
  for (const label of texts.keys()) {
    if (i % 10 === 0) builder.set(label, others[i] ?? termsOf(''));
    i += 1;
  }
  builder.set(999_999, termsOf('taken back'));
  for (const [label, terms] of texts) builder.set(label, terms);
  builder.delete(999_999);
  expect(existsSync(path)).toBe(true);
  const order = builder.labels;
  expect(new Set(order)).toEqual(new Set(texts.keys()));
  const expected = buildPostings(new Map(order.map((label) => [label, texts.get(label) ?? termsOf('')])));
  expect(builder.count).toBe(900);
  expect(Buffer.compare(serializePostings(builder.build()), serializePostings(expected))).toBe(0);
  expect(existsSync(path)).toBe(false);
});

it('a few texts never get to the disk', () => {
  const path = join(temporaryFolder(), 'terms.spool');
  const builder = new PostingsBuilder(path);
  builder.set(1, termsOf('rain flood'));
  expect(existsSync(path)).toBe(false);
  expect([...builder.build().labels]).toEqual([1]);
});

it('what texts share with others is found in the postings again', () => {
  const texts = new Map(plantedTexts(20).map(({ text }, i) => [i + 1, termsOf(text)] as const));
  const postings = buildPostings(texts);
  const known = new Set(postings.terms);
  const found = textsIn(postings, new Set([3, 17, 99]));
  expect([...found.keys()].sort((a, b) => a - b)).toEqual([3, 17]);
  for (const [label, { hashes, counts }] of found) {
    const { hashes: all, counts: times } = texts.get(label) ?? termsOf('');
    const kept = [...all.entries()].filter(([, hash]) => known.has(hash));
    expect([...hashes]).toEqual(kept.map(([, hash]) => hash));
    expect([...counts]).toEqual(kept.map(([i]) => times[i]));
  }
});

it('the parts of the file, one after another, are the file', () => {
  const postings = buildPostings(manyTerms(10, 20));
  const bytes = Buffer.concat(postingsParts(postings));
  expect(Buffer.compare(bytes, serializePostings(postings))).toBe(0);
  expect(parsePostings(new Uint8Array(bytes).buffer)).toEqual(postings);
});

it('the order of numbers is ascending over all 32 bits, and equal ones stay as they came', () => {
  const random = seededRandom(8);
  const drawn = Array.from({ length: 3000 }, () => Math.floor(random() * 2 ** 32));
  const many = Uint32Array.from([...drawn, 0, 2 ** 32 - 1, ...drawn, 0xffff, 0x10000]);
  const few = Uint32Array.from([...many.slice(-40), 2 ** 32 - 1, 0, ...many.slice(-40)]);
  for (const numbers of [many, few]) {
    const expected = [...numbers.keys()].sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b);
    expect([...ascendingOrder(numbers)]).toEqual(expected);
  }
  expect(ascendingOrder(new Uint32Array())).toHaveLength(0);
});
