import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseArticle } from '../src/article.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../src/embedding/worker-embedder.js';
import { parseQrels, type Qrels } from '../src/evaluation/judgments.js';
import { mean, ndcgAt, type RankedDocument, reciprocalRank } from '../src/evaluation/measures.js';
import { embedPrepared, prepare } from '../src/indexing/derive.js';
import { createLexicalIndex, type LexicalIndex } from '../src/lexical/lexical-index.js';
import { buildPostings } from '../src/lexical/postings.js';
import { weigh } from '../src/lexical/statistics.js';
import { lengthOf, type Terms } from '../src/lexical/terms.js';
import { fuse, meaningWeight } from '../src/recommend/score.js';
import { openSource } from '../src/sources/open-source.js';
import { createExactIndex } from '../src/vectors/exact.js';
import type { VectorIndex } from '../src/vectors/vector-index.js';
import { VectorTableBuilder } from '../src/vectors/vector-table.js';

const SYSTEMS = ['meaning', 'words', 'both'] as const;
type System = (typeof SYSTEMS)[number];

interface Scores {
  readonly ndcg: number;
  readonly mrr: number;
}

const HELP = `Measures what an embedding model is worth: nDCG@10 (MRR) of its cosine similarities alone, of the words alone,
and of both as they are served. Every article of the set is a candidate, the query article excluded; cleaning, text
strategy, embedder, word statistics and weights are the product's own.

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
  process.stdout.write(`set | articles | queries | ${SYSTEMS.join(' | ')}\n`);
  for (const folder of positionals) {
    const qrels = await readQrels(folder);
    const set = await readSet(folder);
    const scores = measure(set, qrels);
    const columns = SYSTEMS.map((system) => {
      const [ndcg, mrr] = [
        scores[system].map((score) => score.ndcg),
        scores[system].map((score) => score.mrr),
      ];
      return `${mean(ndcg).toFixed(4)} (${mean(mrr).toFixed(4)})`;
    });
    process.stdout.write(`${[basename(folder), set.ids.length, qrels.size, ...columns].join(' | ')}\n`);
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

interface EmbeddedSet {
  /** The id at each label. */
  readonly ids: readonly string[];
  readonly terms: readonly Terms[];
  readonly meaning: VectorIndex;
  readonly words: LexicalIndex;
}

async function readSet(folder: string): Promise<EmbeddedSet> {
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
  const terms = texts.map((text) => text.terms);
  const words = createLexicalIndex(buildPostings(new Map(terms.map((text, label) => [label, text]))));
  return { ids, terms, meaning: createExactIndex(vectors.table()), words };
}

/** For each query its scores under each system; a query without a vector, or unknown, has 0. */
function measure(set: EmbeddedSet, qrels: Qrels): Record<System, Scores[]> {
  const scores: Record<System, Scores[]> = { meaning: [], words: [], both: [] };
  const labels = new Map(set.ids.map((id, label) => [id, label]));
  for (const [query, judged] of qrels) {
    const label = labels.get(query);
    const runs = label === undefined ? null : runsOf(set, label);
    for (const system of SYSTEMS) {
      const run = runs?.[system] ?? [];
      scores[system].push({ ndcg: ndcgAt(10, run, judged), mrr: reciprocalRank(run, judged) });
    }
  }
  return scores;
}

function runsOf(set: EmbeddedSet, label: number): Record<System, RankedDocument[]> {
  const runs: Record<System, RankedDocument[]> = { meaning: [], words: [], both: [] };
  const vector = set.meaning.vector(label);
  const terms = set.terms[label];
  if (vector === null || terms === undefined) return runs;
  const words = set.words.compare(weigh(terms, set.words.statistics));
  const weight = meaningWeight(lengthOf(terms));
  for (const neighbour of set.meaning.search(vector, set.ids.length)) {
    if (neighbour.label === label) continue;
    const id = set.ids[neighbour.label] ?? '';
    const lexical = words.of(neighbour.label);
    runs.meaning.push({ id, score: neighbour.similarity });
    runs.words.push({ id, score: lexical });
    runs.both.push({ id, score: fuse(neighbour.similarity, lexical, weight) });
  }
  return runs;
}
