/**
 * Measures the embedding rate beside the rate of the library's tokenizer alone, on the same texts in one run.
 *
 *   npx tsx scripts/bench-embedding.ts [--model models/seealso-en] [--texts 600] [--rounds 5] [--json]
 *
 * The contenders take turns every 100 texts, so that whatever else the machine does falls on all alike; of the
 * rounds, each over all texts, the median counts. Texts are passages of 450 words from `../shared/data/corpus`, or seeded words without it.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Embedder } from '../src/embedding/embedder.js';
import { readModelFolder } from '../src/embedding/model-folder.js';
import { loadTokenizer, openTransformersEmbedder } from '../src/embedding/transformers.js';
import { openWorkerEmbedder } from '../src/embedding/worker-embedder.js';

const WORDS_PER_TEXT = 450;
const TEXTS_PER_TURN = 100;
const CORPUS = '../shared/data/corpus/wikipedia-2015.jsonl.gz';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'models/seealso-en' },
    texts: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const spec = await readModelFolder(options.model);
const tokenizer = await loadTokenizer(spec.folder);
const inProcess = await openTransformersEmbedder(spec);
const inWorker = await openWorkerEmbedder(spec);
const source = existsSync(CORPUS) ? CORPUS : 'seeded words';
const texts =
  source === CORPUS ? await corpusTexts(Number(options.texts)) : seededTexts(Number(options.texts));

const contenders: Record<string, (texts: readonly string[]) => unknown> = {
  'tokenizer (ids only)': (texts) => {
    for (const text of texts) tokenizer.encode(text);
  },
  'tokenizer (as called by default, with tensors)': (texts) => {
    for (const text of texts) tokenizer(text);
  },
  'embedder, in process': (texts) => embedAndCheck(inProcess, texts),
  'embedder, in a worker': (texts) => embedAndCheck(inWorker, texts),
};

/** Articles per second by contender, one number per round. */
const rates: Record<string, number[]> = {};
for (const run of Object.values(contenders)) await run(texts);
for (let round = 0; round < Number(options.rounds); round++) {
  const milliseconds: Record<string, number> = {};
  for (let i = 0; i < texts.length; i += TEXTS_PER_TURN) {
    const some = texts.slice(i, i + TEXTS_PER_TURN);
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      await run(some);
      milliseconds[name] = (milliseconds[name] ?? 0) + performance.now() - start;
    }
  }
  for (const [name, spent] of Object.entries(milliseconds)) {
    rates[name] = [...(rates[name] ?? []), (texts.length * 1000) / spent];
  }
}
await Promise.all([inProcess.close(), inWorker.close()]);

const baseline = median(rates['tokenizer (ids only)'] ?? []);
const rows = Object.entries(rates).map(([name, perRound]) => ({
  name,
  articlesPerSecond: round(median(perRound), 1),
  slowest: round(Math.min(...perRound), 1),
  fastest: round(Math.max(...perRound), 1),
  ofTokenizer: round(median(perRound) / baseline, 3),
}));
const report = {
  machine: `${cpus()[0]?.model.trim()} (${cpus().length} cores), Node ${process.version}, ${process.platform}`,
  library: `@huggingface/transformers ${version('@xenova/transformers')}, onnxruntime-node ${version('onnxruntime-node')}`,
  model: `${spec.name}, ${spec.modelFile}, ${inProcess.model.dimensions} dimensions, pooling ${spec.pooling}`,
  data: `${texts.length} texts of ${WORDS_PER_TEXT} words, ${source}`,
  tokensPerText: round(texts.reduce((sum, text) => sum + tokenizer.encode(text).length, 0) / texts.length, 1),
  rounds: Number(options.rounds),
  rows,
};
if (options.json) console.log(JSON.stringify(report, null, 2));
else {
  for (const fact of ['machine', 'library', 'model', 'data', 'tokensPerText', 'rounds'] as const) {
    console.log(`${fact.padEnd(14)}${report[fact]}`);
  }
  console.table(rows);
}

/** Embeds all texts; the benchmark is worth nothing where the vectors are not. */
async function embedAndCheck(embedder: Embedder, texts: readonly string[]): Promise<void> {
  const vectors = await embedder.embed(texts, 'passage');
  for (const [i, vector] of vectors.entries()) {
    const length = vector === null ? 0 : Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0));
    if (!(Math.abs(length - 1) < 1e-3)) throw new Error(`text ${i} has a vector of length ${length}, not 1`);
  }
}

/** Passages of exactly 450 words, from consecutive articles of the corpus. */
async function corpusTexts(count: number): Promise<string[]> {
  const passages: string[] = [];
  let words: string[] = [];
  const file = createReadStream(CORPUS);
  const lines = createInterface({ input: file.pipe(createGunzip()) });
  for await (const line of lines) {
    const { text } = JSON.parse(line) as { text: string };
    words.push(...text.split(/(?<=\s)(?=\S)/));
    while (words.length >= WORDS_PER_TEXT) {
      passages.push(words.slice(0, WORDS_PER_TEXT).join(''));
      words = words.slice(WORDS_PER_TEXT);
    }
    if (passages.length >= count) break;
  }
  lines.close();
  file.destroy();
  return passages.slice(0, count);
}

function seededTexts(count: number): string[] {
  const vocabulary = readFileSync(new URL('../README.md', import.meta.url), 'utf8').split(/\s+/);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return vocabulary[state % vocabulary.length] ?? 'word';
  };
  return Array.from({ length: count }, () => Array.from({ length: WORDS_PER_TEXT }, next).join(' '));
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function version(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
