import { leftOutOf } from '../text/boilerplate.js';
import type { createBoilerplateStore } from './boilerplate-store.js';
import type { Database } from './database.js';
import { derivationHash } from './hashes.js';
import { toBlob, toHashes, toTerms, toVector } from './rows.js';
import type { createSpaceStore } from './space-store.js';
import { EMBEDDED, PLACEABLE, type Statements } from './statements.js';
import type { DerivedVector, TextStore } from './texts.js';

interface Stores {
  readonly sql: Statements;
  readonly spaces: ReturnType<typeof createSpaceStore>;
  readonly passages: ReturnType<typeof createBoilerplateStore>;
  readonly transaction: <T>(work: () => T) => T;
}

interface PlacedRow {
  readonly key: number;
  readonly text_hash: string;
  readonly left_out: Buffer;
}

interface DerivedRow {
  readonly key: number;
  readonly text_hash: string;
  readonly embedded: number;
  readonly left_out: Buffer | null;
  readonly vector: Buffer | null;
  readonly terms: Buffer | null;
}

/** Saves a vector inside the caller's transaction. */
export type SaveVector = (key: number, made: DerivedVector, segments: Uint32Array, space: number) => void;

export function createTextStore(
  database: Database,
  stores: Stores,
): TextStore & { readonly save: SaveVector } {
  const { sql, spaces, passages, transaction } = stores;
  const placed = database.prepare(`
    SELECT a.key, a.text_hash, e.left_out FROM articles a CROSS JOIN ${EMBEDDED}
    LEFT JOIN texts t ON t.article_key = a.key WHERE ${PLACEABLE} AND a.key > ? ORDER BY a.key LIMIT ?`);
  const derived = database.prepare(`
    SELECT a.key, a.text_hash, e.article_key IS NOT NULL AS embedded, e.left_out, e.vector, t.terms
    FROM articles a LEFT JOIN ${EMBEDDED} LEFT JOIN texts t ON t.article_key = a.key
    WHERE a.deleted_at IS NULL AND a.key > ? ORDER BY a.key LIMIT ?`);
  const worded = database
    .prepare('SELECT article_key FROM texts WHERE length(terms) > 0 ORDER BY article_key')
    .pluck();
  const segmentsOf = database.prepare('SELECT segments FROM texts WHERE article_key = ?').pluck();

  const segments = (key: number): Uint32Array => {
    const blob = segmentsOf.get(key) as Buffer | null | undefined;
    return blob === null || blob === undefined ? new Uint32Array() : toHashes(blob);
  };

  const save: SaveVector = (key, { textHash, vector, leftOut }, of, space) => {
    // The set may have changed while the text was being embedded: such a vector waits to be made anew.
    const current = toBlob(leftOut).equals(toBlob(leftOutOf(of, passages.boilerplate())));
    const blob = vector === null ? null : toBlob(vector);
    sql.saveVector.run(space, key, textHash, blob, toBlob(leftOut), Number(current));
  };

  return {
    save,
    addVectors(entries, space) {
      transaction(() => {
        const number = spaces.ensure(space);
        for (const { key, derived: made } of entries) {
          if (sql.liveTextHash.get(key) === made.textHash) save(key, made, segments(key), number);
        }
        if (entries.length > 0) sql.bumpDerived.run();
      });
    },
    derived: (space, after, limit) =>
      (derived.all(spaces.numberOf(space) ?? 0, after, limit) as DerivedRow[]).map((row) => ({
        key: row.key,
        textHash: row.left_out === null ? null : derivationHash(row.text_hash, toHashes(row.left_out)),
        vector: row.embedded === 0 ? undefined : row.vector === null ? null : toVector(row.vector),
        terms: toTerms(row.terms),
      })),
    placed: (space, after, limit) =>
      (placed.all(spaces.numberOf(space) ?? 0, after, limit) as PlacedRow[]).map((row) => ({
        key: row.key,
        textHash: derivationHash(row.text_hash, toHashes(row.left_out)),
      })),
    worded: () => worded.all() as number[],
    segments,
  };
}
