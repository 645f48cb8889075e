/**
 * Measures what an embedding model is worth by itself: the cosine of its vectors, without words, archive or dates.
 *
 *   npm run model:measure -- --help
 */
import { parseArgs } from 'node:util';
import { parseArticle } from '../src/article.js';
import type { Embedder } from '../src/embedding/embedder.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../src/embedding/worker-embedder.js';
import { SeealsoError, UsageError } from '../src/errors.js';
import { mean, ndcgAt, type RankedDocument, reciprocalRank } from '../src/evaluation/measures.js';
import { embedPrepared, type PreparedText, prepare } from '../src/indexing/derive.js';
import { openSource } from '../src/sources/open-source.js';
import { NO_BOILERPLATE } from '../src/text/boilerplate.js';
import { createExactIndex } from '../src/vectors/exact.js';
import type { VectorIndex } from '../src/vectors/vector-index.js';
import { VectorTableBuilder } from '../src/vectors/vector-table.js';
import { type JudgedFolder, readJudgedFolder } from './judged-folder.js';

const HELP = `Usage: npm run model:measure -- [options] <folder>...

Measures what an embedding model is worth by itself: nDCG@10 and MRR of the cosine of its vectors. Every article of the
set is a candidate, the query's own excluded; a query that cannot be placed counts 0. Cleaning, text strategy and
embedder are the product's own. What the whole ranking makes of it is measured by seealso eval.

Each folder holds articles.jsonl or articles.jsonl.gz, and qrels.txt or judgments.qrels.

  --model <folder>     default: models/seealso-en
  --help

Example:
  npm run model:measure -- data data/eval/digitalgov`;

interface Options {
  readonly model: string;
  readonly folders: readonly string[];
}

function readArguments(): Options | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        model: { type: 'string', default: 'models/seealso-en' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    if (positionals.length === 0) throw new UsageError('Expected a folder, received none.');
    return { model: values.model, folders: positionals };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const options = readArguments();
  if (options === null) return console.log(HELP);
  const folders: JudgedFolder[] = [];
  for (const folder of options.folders) folders.push(await readJudgedFolder(folder));
  const embedder = await openWorkerEmbedder(await readModelFolder(options.model));
  try {
    const { name, dimensions, revision } = embedder.model;
    console.log(`model ${name}, ${dimensions} dimensions, revision ${revision.slice(0, 12)}`);
    console.log('set | articles | queries | nDCG@10 | MRR');
    for (const folder of folders) {
      const set = await embeddedSet(folder, embedder);
      const { ndcg, mrr } = measure(set, folder);
      const figures = [ndcg, mrr].map((values) => mean(values).toFixed(4));
      console.log([folder.name, set.ids.length, folder.qrels.size, ...figures].join(' | '));
    }
  } finally {
    await embedder.close();
  }
}

interface EmbeddedSet {
  /** The id at each label. */
  readonly ids: readonly string[];
  readonly vectors: VectorIndex;
}

async function embeddedSet({ articles }: JudgedFolder, embedder: Embedder): Promise<EmbeddedSet> {
  const source = await openSource(articles);
  const ids: string[] = [];
  const texts: PreparedText[] = [];
  for await (const row of source.rows()) {
    if (!('record' in row || 'unreadable' in row)) continue;
    const parsed =
      'record' in row
        ? parseArticle(row.record)
        : { ok: false as const, problems: [{ field: '(record)', ...row.unreadable }] };
    if (!parsed.ok) {
      const [problem] = parsed.problems;
      console.error(
        `${row.location}: left out: ${problem?.field}: expected ${problem?.expected}, received ${problem?.received}`,
      );
      continue;
    }
    ids.push(parsed.article.id);
    texts.push(prepare(parsed.article, 'auto', NO_BOILERPLATE));
  }
  const table = new VectorTableBuilder(embedder.model.dimensions);
  const embedded = await embedPrepared(texts, async () => embedder, 'passage');
  embedded.forEach((vector, label) => {
    if (vector !== null) table.set(label, vector);
  });
  return { ids, vectors: createExactIndex(table.table()) };
}

function measure(set: EmbeddedSet, { qrels }: JudgedFolder): Record<'ndcg' | 'mrr', number[]> {
  const labels = new Map(set.ids.map((id, label) => [id, label]));
  const found = { ndcg: [] as number[], mrr: [] as number[] };
  for (const [query, judged] of qrels) {
    const run = runOf(set, labels.get(query));
    found.ndcg.push(ndcgAt(10, run, judged));
    found.mrr.push(reciprocalRank(run, judged));
  }
  return found;
}

function runOf({ ids, vectors }: EmbeddedSet, query: number | undefined): RankedDocument[] {
  const vector = query === undefined ? null : vectors.vector(query);
  if (vector === null) return [];
  return vectors
    .search(vector, ids.length)
    .flatMap(({ label, similarity }) =>
      label === query ? [] : [{ id: ids[label] ?? '', score: similarity }],
    );
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SeealsoError)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${HELP}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
