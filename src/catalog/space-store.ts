import type { EmbeddingSpace } from './catalog.js';
import type { Database } from './database.js';

/** The numbers under which spaces are stored. Every method runs inside the caller's transaction. */
export function createSpaceStore(database: Database) {
  const find = database.prepare('SELECT number FROM spaces WHERE model = ? AND strategy = ?').pluck();
  const add = database.prepare('INSERT INTO spaces (model, strategy) VALUES (?, ?)');
  const all = database.prepare('SELECT number FROM spaces').pluck();
  const drop = database.prepare('DELETE FROM spaces WHERE number = ?');
  const dropVectors = database.prepare('DELETE FROM embeddings WHERE space = ?');

  const numberOf = ({ model, strategy }: EmbeddingSpace): number | null => {
    const number = find.get(model, strategy);
    return number === undefined ? null : Number(number);
  };
  return {
    numberOf,
    ensure(space: EmbeddingSpace): number {
      const known = numberOf(space);
      if (known !== null) return known;
      add.run(space.model, space.strategy);
      return numberOf(space) ?? 0;
    },
    keep(spaces: readonly EmbeddingSpace[]): void {
      const kept = new Set(spaces.map(numberOf));
      for (const number of all.all() as number[]) {
        if (kept.has(number)) continue;
        dropVectors.run(number);
        drop.run(number);
      }
    },
  };
}
