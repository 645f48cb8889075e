import type { Catalog, RunSummary } from './catalog.js';
import type { Database } from './database.js';
import { storedJson } from './stored-json.js';

/** Numbered runs, and what came of them. */
export function createRunStore(database: Database) {
  const next = database
    .prepare("UPDATE meta SET value = value + 1 WHERE name = 'run' RETURNING value")
    .pluck();
  const add = database.prepare(
    'INSERT INTO runs (run, started_at, finished_at, outcome) VALUES (?, ?, ?, ?)',
  );
  const latest = database.prepare(
    'SELECT run, started_at AS startedAt, finished_at AS finishedAt, outcome FROM runs ORDER BY run DESC LIMIT ?',
  );
  return {
    begin: (): number => Number(next.get()),
    end(run: number, { startedAt, finishedAt, outcome }: RunSummary): void {
      add.run(run, startedAt, finishedAt, JSON.stringify(outcome));
    },
    latest: (limit: number): ReturnType<Catalog['runs']> =>
      (latest.all(limit) as RunRow[]).map((row) => ({
        ...row,
        outcome: storedJson(row.outcome) as Record<string, unknown>,
      })),
  };
}

interface RunRow {
  readonly run: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: string;
}
