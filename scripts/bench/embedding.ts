import type { Embedder } from '../../src/embedding/embedder.js';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { loadTokenizer, openTransformersEmbedder } from '../../src/embedding/transformers.js';
import { openWorkerEmbedder } from '../../src/embedding/worker-embedder.js';
import { prepare } from '../../src/indexing/prepare.js';
import { NO_BOILERPLATE } from '../../src/text/boilerplate.js';
import { readSample } from './archive.js';
import type { Found, SectionContext, SectionRun } from './context.js';
import { measured } from './result.js';
import { overRounds, ratios } from './statistics.js';

/** Embedded first, so that everything is compiled and the words that every text holds have been met. */
const WARM_UP = 300;
const TEXTS = 3_000;
const TEXTS_PER_TURN = 50;
const ROUNDS = 5;

type Contender = readonly [id: string, label: string, run: (texts: readonly string[]) => unknown];

export const embedding: SectionRun = {
  title: 'Embedding',
  summary: 'articles per second beside the tokenizer alone and a six-layer transformer',
  run: measureEmbedding,
};

async function measureEmbedding({ archive, model, signal, progress }: SectionContext): Promise<Found> {
  const texts = (await readSample(archive, TEXTS)).map(
    ({ title, body }) => prepare({ title, summary: null, body }, 'text', NO_BOILERPLATE).text,
  );
  const spec = await readModelFolder(model);
  const tokenizer = await loadTokenizer(spec.folder);
  const inProcess = await openTransformersEmbedder(spec);
  // An embedder remembers words that it has met: each is given every text once, and none shares with another.
  const workers = await Promise.all([1, 2, 3].map(() => openWorkerEmbedder(spec)));
  const [worker = inProcess, first = inProcess, second = inProcess] = workers;
  const contenders: Contender[] = [
    [
      'tokenizer',
      'the library’s tokenizer alone',
      (some) => {
        for (const text of some) tokenizer.encode(text);
      },
    ],
    ['in-process', 'tokenizer and model in one thread', (some) => embedAndCheck(inProcess, some)],
    ['worker', 'in a worker thread, as the program does', (some) => embedAndCheck(worker, some)],
    [
      'two-workers',
      'in two worker threads',
      (some) => {
        const half = Math.ceil(some.length / 2);
        return Promise.all([
          embedAndCheck(first, some.slice(0, half)),
          embedAndCheck(second, some.slice(half)),
        ]);
      },
    ],
  ];
  try {
    const warmUp = texts.slice(0, Math.min(WARM_UP, texts.length / 4));
    const fresh = texts.slice(warmUp.length);
    for (const [, , run] of contenders) await run(warmUp);
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
        ...contenders.map(([id, label]) => row(id, label)),
        ratio('of-tokenizer', 'a worker beside the tokenizer', 'worker', 'tokenizer'),
        ratio('two-of-one', 'two workers beside one', 'two-workers', 'worker'),
      ],
      goals: [
        {
          label: 'a worker reaches 0.85 of the tokenizer',
          measured: 'embedding.of-tokenizer',
          bound: 'at least',
          limit: 0.85,
          statedFor: null,
        },
        {
          label: 'it is 40 times as fast as the transformer',
          measured: 'embedding.of-transformer',
          bound: 'at least',
          limit: 40,
          statedFor: null,
        },
        {
          label: 'two workers do 1.7 times as much as one',
          measured: 'embedding.two-of-one',
          bound: 'at least',
          limit: 1.7,
          statedFor: null,
        },
      ],
      curves: [],
      notes: [
        `${fresh.length} articles, as they are prepared for the model, after ${warmUp.length} others. The contenders take turns every ${TEXTS_PER_TURN} texts, each is given each text once, and the median of ${ROUNDS} rounds counts, each with texts of its own: an embedder remembers words that it has met, and would be quicker with texts that it has seen. Each vector’s length is checked. The tokenizer makes ids only, which is quicker than its default call with tensors.`,
      ],
    };
  } finally {
    await Promise.all([inProcess, ...workers].map((embedder) => embedder.close()));
  }
}

/** Articles per second by contender, one number per round; each round has its own share of the texts. */
async function inTurns(
  contenders: readonly Contender[],
  texts: readonly string[],
  signal: AbortSignal,
  progress: (round: number) => void,
): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(contenders.map(([id]) => [id, []]));
  const share = Math.floor(texts.length / ROUNDS);
  for (let round = 1; round <= ROUNDS; round++) {
    progress(round);
    const own = texts.slice((round - 1) * share, round * share);
    const spent = new Map<string, number>();
    for (let i = 0; i < own.length; i += TEXTS_PER_TURN) {
      signal.throwIfAborted();
      const some = own.slice(i, i + TEXTS_PER_TURN);
      for (const [id, , run] of contenders) {
        const start = performance.now();
        await run(some);
        spent.set(id, (spent.get(id) ?? 0) + performance.now() - start);
      }
    }
    for (const [id, milliseconds] of spent) rates.get(id)?.push((own.length * 1_000) / milliseconds);
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
