import type { Database } from './database.js';
import type { JudgmentRecord, JudgmentStore } from './judgments.js';

/**
 * Judgments of pairs. Those of a deleted article are kept, and given again when it returns. `transaction` waits for
 * other writers, and explains the driver's errors.
 */
export function createJudgmentStore(
  database: Database,
  transaction: (work: () => void) => void,
): JudgmentStore {
  const live = `judgments j JOIN articles q ON q.key = j.query_key AND q.deleted_at IS NULL
    JOIN articles d ON d.key = j.document_key AND d.deleted_at IS NULL`;
  const save = database.prepare(`
    INSERT INTO judgments (query_key, document_key, grade, judged_by, judged_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (query_key, document_key) DO UPDATE SET grade = excluded.grade, judged_by = excluded.judged_by,
      judged_at = excluded.judged_at`);
  const drop = database.prepare('DELETE FROM judgments WHERE query_key = ? AND document_key = ?');
  const judged = database
    .prepare(`SELECT j.document_key FROM ${live} WHERE j.query_key = ? ORDER BY j.document_key`)
    .pluck();
  const count = database.prepare(
    `SELECT count(*) AS judgments, count(DISTINCT j.query_key) AS queries FROM ${live}`,
  );
  const all = database.prepare(`
    SELECT q.id AS query, d.id AS document, j.grade, j.judged_by AS "by", j.judged_at AS at
    FROM ${live} ORDER BY q.id, d.id`);
  return {
    grade: (query, document, grade, by, at) =>
      transaction(() => {
        if (grade === null) drop.run(query, document);
        else save.run(query, document, grade, by, at);
      }),
    judged: (query) => judged.all(query) as number[],
    count: () => count.get() as ReturnType<JudgmentStore['count']>,
    all: () => all.all() as JudgmentRecord[],
  };
}
