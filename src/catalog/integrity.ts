import { CatalogUnusableError } from '../errors.js';
import type { Database } from './database.js';
import { openAsIs, remedyFor } from './open.js';

/** Findings shown of one check: of a damaged file there may be thousands. */
const SHOWN = 5;

/** What identifies the content of a catalogue. */
export interface CatalogFacts {
  readonly uuid: string;
  /** The `uuid` of the first catalogue that it goes back to by being restored; its own where it never was. */
  readonly lineage: string;
  readonly sequence: number;
  /** Migrations that it has seen. */
  readonly format: number;
  /** Articles that are not deleted. */
  readonly articles: number;
}

export function factsOf(database: Database): CatalogFacts {
  const meta = database.prepare('SELECT value FROM meta WHERE name = ?').pluck();
  const uuid = String(meta.get('uuid'));
  const count = database.prepare('SELECT count(*) FROM articles WHERE deleted_at IS NULL').pluck();
  return {
    uuid,
    lineage: String(meta.get('lineage') ?? uuid),
    sequence: Number(meta.get('sequence')),
    format: Number(database.setting('user_version')),
    articles: Number(count.get()),
  };
}

/**
 * What is wrong with the file: every page, index and reference is looked at. Empty where it is whole. A changed letter
 * in a text is no damage that SQLite knows of. Takes a second for 100,000 articles that are in memory already.
 */
export function damageOf(database: Database): string[] {
  const said = database.prepare(`PRAGMA integrity_check(${SHOWN})`).pluck().all().map(String);
  const lost = database.prepare('PRAGMA foreign_key_check').all().length;
  return [
    ...said.filter((finding) => finding !== 'ok'),
    ...(lost === 0 ? [] : [`${lost} rows refer to others that are not there`]),
  ];
}

/**
 * Looks at the whole file, while others use it; readers and writers do not wait. Throws `CatalogUnusableError` with
 * what is wrong with it.
 */
export function refuseDamaged(file: string): void {
  const database = openAsIs(file);
  try {
    const damage = damageOf(database);
    if (damage.length === 0) return;
    throw new CatalogUnusableError(`The catalogue ${file}: ${damage.join('; ')}. ${remedyFor(file)}`);
  } finally {
    database.close();
  }
}
