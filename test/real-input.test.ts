import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../src/article.js';
import { openEngine, openSource } from '../src/compose.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../src/embedding/worker-embedder.js';
import { parseQrels } from '../src/evaluation/judgments.js';
import { mean, ndcgAt } from '../src/evaluation/measures.js';
import { embedPrepared, prepare } from '../src/indexing/derive.js';
import { NO_BOILERPLATE } from '../src/text/boilerplate.js';
import { createExactIndex } from '../src/vectors/exact.js';
import { VectorTableBuilder } from '../src/vectors/vector-table.js';
import { BUNDLED, indexProduct } from './support/product.js';
import { sharedData } from './support/shared-data.js';
import { temporaryFolder } from './support/temporary-folder.js';

describe('the 294 Wikinews articles', () => {
  it('go in whole, and a second run embeds none of them', async (context) => {
    const file = sharedData(context, 'articles/wikinews-2019-2020.jsonl.gz');
    const indexDir = join(temporaryFolder(), 'index');
    const first = await indexProduct(await openSource(file), indexDir);
    expect(first.summary).toMatchObject({ read: 294, added: 294, rejected: 0, embedded: 294, articles: 294 });
    const second = await indexProduct(await openSource(file), indexDir);
    expect(second.summary).toMatchObject({
      unchanged: 294,
      embedded: 0,
      generation: first.summary.generation,
    });

    const engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: false });
    try {
      const dorian = engine.related('hurricane-dorian-leaves-trail-of-destruction-in-the-bahamas', {
        limit: 4,
        language: null,
      });
      // Another report of the same storm is what the reader wants next.
      expect(dorian.related[0]?.id).toMatch(/hurricane-dorian/);
    } finally {
      await engine.close();
    }
  });
});

describe('the bundled model', () => {
  it('holds its floor on digitalgov: nDCG@10 of its vectors alone at least 0.20', async (context) => {
    const source = await openSource(sharedData(context, 'eval/digitalgov/articles.jsonl.gz'));
    const qrelsFile = sharedData(context, 'eval/digitalgov/qrels.txt');
    const qrels = parseQrels(await readFile(qrelsFile, 'utf8'), qrelsFile);
    const ids: string[] = [];
    const texts: ReturnType<typeof prepare>[] = [];
    for await (const row of source.rows()) {
      const parsed = parseArticle('record' in row ? row.record : null);
      if (!parsed.ok) continue;
      ids.push(parsed.article.id);
      texts.push(prepare(parsed.article, 'auto', NO_BOILERPLATE));
    }
    const embedder = await openWorkerEmbedder(await readModelFolder('models/seealso-en'));
    const vectors = await embedPrepared(texts, async () => embedder, 'passage');
    await embedder.close();
    const table = new VectorTableBuilder(embedder.model.dimensions);
    vectors.forEach((vector, label) => {
      if (vector !== null) table.set(label, vector);
    });
    const exact = createExactIndex(table.table());
    const scores = [...qrels].map(([query, judged]) => {
      const label = ids.indexOf(query);
      const vector = exact.vector(label);
      if (vector === null) return 0;
      const run = exact.search(vector, 100).filter((neighbour) => neighbour.label !== label);
      return ndcgAt(
        10,
        run.map(({ label: at, similarity }) => ({ id: ids[at] ?? '', score: similarity })),
        judged,
      );
    });
    expect(scores).toHaveLength(979);
    expect(mean(scores)).toBeGreaterThanOrEqual(0.2);
  });
});
