import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Embedder } from '../../src/embedding/embedder.js';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { loadTokenizer, openTransformersEmbedder } from '../../src/embedding/transformers.js';
import { openWorkerEmbedder } from '../../src/embedding/worker-embedder.js';
import { prepare } from '../../src/indexing/prepare.js';
import { NO_BOILERPLATE } from '../../src/text/boilerplate.js';
import { prepareArchive, readSample } from './archive.js';
import { type Found, isSmall, type SectionContext, type SectionRun } from './context.js';
import { writeRandomTransformer } from './random-transformer.js';
import { measured } from './result.js';
import { overRounds, ratios } from './statistics.js';

/** Embedded first, so that everything is compiled and the words that every text holds have been met. */
const WARM_UP = 300;
const TEXTS = 4_300;
const TEXTS_SMALL = 1_800;
const TEXTS_PER_TURN = 160;
const ROUNDS = 5;
/** Of each turn; it takes a tenth of a second for a text. */
const FOR_TRANSFORMER = 4;

interface Contender {
  readonly id: string;
  readonly label: string;
  readonly run: (texts: readonly string[]) => unknown;
  /** Texts of a turn that it is given; all where not said. */
  readonly most?: number;
}

export const embedding: SectionRun = {
  title: 'Embedding',
  summary: 'articles per second beside the tokenizer alone and a six-layer transformer',
  run: measureEmbedding,
};

async function measureEmbedding(context: SectionContext): Promise<Found> {
  const { archive, corpus, model, seed, signal, progress } = context;
  // Its own, so that a small archive does not make short rounds.
  const articles = isSmall(archive) ? TEXTS_SMALL : TEXTS;
  const made = await prepareArchive({ folder: dirname(archive.file), articles, seed, corpus });
  const texts = (await readSample(made, articles)).map(
    ({ title, body }) => prepare({ title, summary: null, body }, 'text', NO_BOILERPLATE).text,
  );
  const spec = await readModelFolder(model);
  const tokenizer = await loadTokenizer(spec.folder);
  const inProcess = await openTransformersEmbedder(spec);
  // An embedder remembers words that it has met: each is given every text once, and none shares with another.
  const worker = await openWorkerEmbedder(spec);
  const pool = await openWorkerEmbedder(spec, { threads: 2, allAtOnce: true });
  progress('writing a transformer of random weights');
  const folder = await mkdtemp(join(tmpdir(), 'seealso-transformer-'));
  await writeRandomTransformer(folder, spec.folder, seed);
  const transformer = await openTransformersEmbedder(await readModelFolder(folder));
  const contenders: Contender[] = [
    {
      id: 'tokenizer',
      label: 'the library’s tokenizer alone',
      run: (some) => {
        for (const text of some) tokenizer.encode(text);
      },
    },
    {
      id: 'in-process',
      label: 'tokenizer and model in one thread',
      run: (some) => embedAndCheck(inProcess, some),
    },
    {
      id: 'worker',
      label: 'in a worker thread, as the program does',
      run: (some) => embedAndCheck(worker, some),
    },
    { id: 'two-workers', label: 'in two worker threads', run: (some) => embedAndCheck(pool, some) },
    {
      id: 'transformer',
      label: 'a transformer of six layers, 384 wide, in one thread',
      run: (some) => embedAndCheck(transformer, some),
      most: FOR_TRANSFORMER,
    },
  ];
  try {
    const warmUp = texts.slice(0, Math.min(WARM_UP, texts.length / 4));
    const fresh = texts.slice(warmUp.length);
    for (const { run, most } of contenders) await run(warmUp.slice(0, most));
    const rates = await inTurns(contenders, fresh, signal, (round) =>
      progress(`round ${round} of ${ROUNDS}`),
    );
    const of = (id: string) => rates.get(id) ?? [];
    const row = (id: string, label: string) => {
      const { value, range } = overRounds(of(id));
      return measured(`embedding.${id}`, label, 'per second', value, 'lower', { range });
    };
    const ratio = (id: string, label: string, over: string, under: string) => {
      const { value, range } = overRounds(ratios(of(over), of(under)));
      return measured(`embedding.${id}`, label, 'ratio', value, 'lower', { range });
    };
    return {
      measurements: [
        ...contenders.map(({ id, label }) => row(id, label)),
        ratio('of-tokenizer', 'a worker beside the tokenizer', 'worker', 'tokenizer'),
        ratio('of-transformer', 'a worker beside the transformer', 'worker', 'transformer'),
        ratio('two-of-one', 'two workers beside one', 'two-workers', 'worker'),
      ],
      goals: [
        {
          label: 'a worker beside the tokenizer',
          measured: 'embedding.of-tokenizer',
          bound: 'at least',
          limit: 0.85,
          statedFor: null,
        },
        {
          label: 'a worker beside the transformer',
          measured: 'embedding.of-transformer',
          bound: 'at least',
          limit: 40,
          statedFor: null,
        },
        {
          label: 'two workers beside one',
          measured: 'embedding.two-of-one',
          bound: 'at least',
          limit: 1.7,
          statedFor: null,
        },
      ],
      curves: [],
      notes: [
        `${fresh.length} articles, as they are prepared for the model, after ${warmUp.length} others. The contenders take turns every ${TEXTS_PER_TURN} texts, each is given each text once, and the median of ${ROUNDS} rounds counts, each with texts of its own: an embedder remembers words that it has met, and would be quicker with texts that it has seen. The transformer, of MiniLM’s shape with random weights, is given ${FOR_TRANSFORMER} texts of each turn; what is longer than its 512 tokens it embeds in parts. Each vector’s length is checked. The tokenizer makes ids only, which is quicker than its default call with tensors.`,
      ],
    };
  } finally {
    await Promise.all([inProcess, worker, pool, transformer].map((embedder) => embedder.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Articles per second by contender, one number per round; each round has its own share of the texts. */
async function inTurns(
  contenders: readonly Contender[],
  texts: readonly string[],
  signal: AbortSignal,
  progress: (round: number) => void,
): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(contenders.map(({ id }) => [id, []]));
  const share = Math.floor(texts.length / ROUNDS);
  for (let round = 1; round <= ROUNDS; round++) {
    progress(round);
    const own = texts.slice((round - 1) * share, round * share);
    const spent = new Map<string, { texts: number; milliseconds: number }>();
    for (let i = 0; i < own.length; i += TEXTS_PER_TURN) {
      signal.throwIfAborted();
      const some = own.slice(i, i + TEXTS_PER_TURN);
      for (const { id, run, most } of contenders) {
        const given = some.slice(0, most);
        const start = performance.now();
        await run(given);
        const { texts: before, milliseconds } = spent.get(id) ?? { texts: 0, milliseconds: 0 };
        const now = milliseconds + performance.now() - start;
        spent.set(id, { texts: before + given.length, milliseconds: now });
      }
    }
    for (const [id, { texts: done, milliseconds }] of spent)
      rates.get(id)?.push((done * 1_000) / milliseconds);
  }
  return rates;
}

/** The rate is worth nothing where the vectors are not. */
async function embedAndCheck(embedder: Embedder, texts: readonly string[]): Promise<void> {
  const vectors = await embedder.embed(texts, 'passage');
  for (const [i, vector] of vectors.entries()) {
    const length = vector === null ? 0 : Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0));
    if (!(Math.abs(length - 1) < 1e-3)) throw new Error(`Text ${i} has a vector of length ${length}, not 1.`);
  }
}
