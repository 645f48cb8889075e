import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseArticle } from '../src/article.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../src/embedding/worker-embedder.js';
import { parseQrels, type Qrels } from '../src/evaluation/judgments.js';
import { mean, ndcgAt, type RankedDocument, reciprocalRank } from '../src/evaluation/measures.js';
import { embedPrepared, prepare } from '../src/indexing/derive.js';
import { openSource } from '../src/sources/open-source.js';
import { createExactIndex } from '../src/vectors/exact.js';
import { VectorTableBuilder } from '../src/vectors/vector-table.js';

const HELP = `Measures an embedding model alone: nDCG@10 and MRR of its cosine similarities, every article of the set a
candidate, the query article excluded, with the product's own cleaning, text strategy and embedder.

  npm run model:measure -- [--model models/seealso-en] <folder>...

Each folder holds articles.jsonl.gz (or .jsonl) and qrels.txt (or judgments.qrels).

Example:
  npm run model:measure -- ../shared/data/eval/digitalgov ../shared/data/eval/current-events data
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', default: 'models/seealso-en' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help === true || positionals.length === 0) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

const embedder = await openWorkerEmbedder(await readModelFolder(values.model));
try {
  process.stdout.write(
    `model ${embedder.model.name}, ${embedder.model.dimensions} dimensions, revision ${embedder.model.revision.slice(0, 12)}\n`,
  );
  process.stdout.write('set | articles | queries | nDCG@10 | MRR\n');
  for (const folder of positionals) {
    const qrels = await readQrels(folder);
    const vectors = await embedAll(folder);
    const scores = measure(vectors, qrels);
    process.stdout.write(
      `${folder} | ${vectors.ids.length} | ${qrels.size} | ${mean(scores.map((score) => score.ndcg)).toFixed(4)} | ${mean(scores.map((score) => score.mrr)).toFixed(4)}\n`,
    );
  }
} finally {
  await embedder.close();
}

async function readQrels(folder: string): Promise<Qrels> {
  for (const name of ['qrels.txt', 'judgments.qrels']) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return parseQrels(text, file);
  }
  throw new Error(`${folder} holds no qrels.txt or judgments.qrels.`);
}

interface Embedded {
  /** The id at each label. */
  readonly ids: readonly string[];
  readonly vectors: VectorTableBuilder;
}

async function embedAll(folder: string): Promise<Embedded> {
  const source = await openSource(join(folder, 'articles.jsonl.gz')).catch(() =>
    openSource(join(folder, 'articles.jsonl')),
  );
  const ids: string[] = [];
  const texts: ReturnType<typeof prepare>[] = [];
  for await (const row of source.rows()) {
    if (!('record' in row)) continue;
    const parsed = parseArticle(row.record);
    if (!parsed.ok) continue;
    ids.push(parsed.article.id);
    texts.push(prepare(parsed.article, 'auto'));
  }
  const vectors = new VectorTableBuilder(embedder.model.dimensions);
  const embedded = await embedPrepared(texts, async () => embedder, 'passage');
  embedded.forEach((vector, label) => {
    if (vector !== null) vectors.set(label, vector);
  });
  return { ids, vectors };
}

function measure({ ids, vectors }: Embedded, qrels: Qrels): { ndcg: number; mrr: number }[] {
  const index = createExactIndex(vectors.table());
  const labels = new Map(ids.map((id, label) => [id, label]));
  return [...qrels].map(([query, judged]) => {
    const label = labels.get(query);
    const vector = label === undefined ? null : index.vector(label);
    if (vector === null) return { ndcg: 0, mrr: 0 };
    const run: RankedDocument[] = index
      .search(vector, 1000)
      .filter((neighbour) => neighbour.label !== label)
      .map((neighbour) => ({ id: ids[neighbour.label] ?? '', score: neighbour.similarity }));
    return { ndcg: ndcgAt(10, run, judged), mrr: reciprocalRank(run, judged) };
  });
}
