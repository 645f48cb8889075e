import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { refuseDamaged } from '../../src/catalog/integrity.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { article } from '../support/articles.js';
import { seededRandom } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const SPACE = { model: 'model-a', strategy: 'text/1' };
const COUNT = 60;
const PAGE = 4096;
/** `npm run test:faults` tries more. */
const ROUNDS = 20;

let whole: string;

beforeAll(() => {
  whole = join(temporaryFolder(), 'catalog.sqlite');
  const catalog = openSqliteCatalog(whole);
  const entries = Array.from({ length: COUNT }, (_, i) => ({
    article: article(`a-${i}`, { body: `number ${i} `.repeat(100), tags: ['one', 'two'] }),
    bodyFormat: 'auto' as const,
    derived: null,
  }));
  catalog.write(entries, { kind: 'request' }, SPACE);
  catalog.close();
});

function copy(): string {
  const file = join(temporaryFolder(), 'catalog.sqlite');
  copyFileSync(whole, file);
  return file;
}

/** That it is the catalogue, which one, and what to do. */
const named = (file: string) =>
  expect.objectContaining({
    code: 'catalog_unusable',
    message: expect.stringMatching(new RegExp(`${file}.*(restore|move it away)`, 's')) as string,
  }) as unknown;

/** Reads everything that answers are made from. */
function readAll(file: string): number {
  const catalog = openSqliteCatalog(file);
  try {
    let read = 0;
    for (let i = 0; i < COUNT; i += 1) {
      const found = catalog.find(`a-${i}`);
      if (found === null) continue;
      expect(found.article.id).toBe(`a-${i}`);
      catalog.facts([found.key]);
      read += 1;
    }
    catalog.search('number', Date.now(), 10);
    catalog.newest(Date.now());
    catalog.changesSince(0, SPACE);
    return read;
  } finally {
    catalog.close();
  }
}

describe('a catalogue is refused by its name, with the remedy,', () => {
  it.each<[string, (file: string) => void]>([
    ['when it is no database', (file) => writeFileSync(file, 'This is no catalogue. '.repeat(500))],
    ['when its first page is gone', (file) => overwrite(file, 0, Buffer.alloc(PAGE))],
    ['when half of it is gone', (file) => truncateSync(file, PAGE * 10)],
    ['when it ends within a page', (file) => truncateSync(file, PAGE * 4 + 100)],
  ])('%s', (_when, damage) => {
    const file = copy();
    damage(file);
    expect(() => readAll(file)).toThrow(named(file));
    expect(() => refuseDamaged(file)).toThrow(named(file));
  });

  it('when it is empty, though an index was built from it; and made where none was', () => {
    const file = copy();
    truncateSync(file, 0);
    writeFileSync(join(dirname(file), 'current'), 'a-generation\n');
    expect(() => openSqliteCatalog(file)).toThrow(named(file));
    const fresh = join(temporaryFolder(), 'catalog.sqlite');
    writeFileSync(fresh, '');
    const made = openSqliteCatalog(fresh);
    expect(made.count()).toBe(0);
    made.close();
  });

  it('while it is in use, by whatever reads the damaged page; the rest goes on', () => {
    const file = copy();
    const catalog = openSqliteCatalog(file);
    const last = pageHolding(file, 'number 59 number');
    overwrite(file, last * PAGE, Buffer.alloc(PAGE, 0xa5));
    expect(() => catalog.find('a-59')).toThrow(named(file));
    expect(catalog.find('a-0')?.article.id).toBe('a-0');
    catalog.close();
  });

  it('when a disk has changed a letter of what is read as JSON', () => {
    const file = copy();
    const letters = readFileSync(file, 'latin1').replaceAll('["one","two"]', ']"one","two"]');
    writeFileSync(file, letters, 'latin1');
    expect(() => readAll(file)).toThrow(expect.objectContaining({ code: 'catalog_unusable' }));
  });
});

it('with any page overwritten it is found by the check, and read as refused or with what is there', () => {
  const random = seededRandom(11);
  const pages = readFileSync(whole).length / PAGE;
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = copy();
    const page = Math.floor(random() * pages);
    overwrite(file, page * PAGE, Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))));
    expect(() => refuseDamaged(file), `page ${page}`).toThrow(named(file));
    try {
      expect(readAll(file)).toBeLessThanOrEqual(COUNT);
    } catch (error) {
      expect(error, `page ${page}`).toEqual(named(file));
    }
  }
});

it('with a damaged log it is what it was before the damage, and whole', () => {
  const file = copy();
  const catalog = openSqliteCatalog(file);
  for (let i = 0; i < 20; i += 1) {
    catalog.write(
      [{ article: article(`later-${i}`), bodyFormat: 'auto', derived: null }],
      { kind: 'request' },
      SPACE,
    );
  }
  const random = seededRandom(5);
  const log = readFileSync(`${file}-wal`);
  for (let round = 0; round < 6; round += 1) {
    const at = copy();
    copyFileSync(file, at);
    const bytes = Buffer.from(log);
    const place = Math.floor(random() * bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ 0x10;
    writeFileSync(`${at}-wal`, round % 2 === 0 ? bytes : log.subarray(0, place));
    const found = openSqliteCatalog(at);
    const count = found.count() - COUNT;
    expect(count).toBeLessThanOrEqual(20);
    // Up to one moment everything, after it nothing: `served.ts` holds the generation against the number.
    for (let i = 0; i < 20; i += 1) expect(found.find(`later-${i}`) !== null).toBe(i < count);
    expect(found.sequence()).toBe(COUNT + count);
    found.close();
    refuseDamaged(at);
  }
  catalog.close();
});

function overwrite(file: string, at: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, at);
  writeFileSync(file, content);
}

/** The number of the page, from 0, on which a text lies. */
function pageHolding(file: string, text: string): number {
  const at = readFileSync(file).indexOf(text);
  expect(at).toBeGreaterThan(0);
  return Math.floor(at / PAGE);
}
