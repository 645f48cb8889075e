import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import hnswlib from 'hnswlib-node';
import { fitAdaptation } from '../../src/adaptation/fit.js';
import { SAMPLE } from '../../src/adaptation/sample.js';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { openWorkerEmbedder } from '../../src/embedding/worker-embedder.js';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { prepare } from '../../src/indexing/prepare.js';
import { NO_BOILERPLATE } from '../../src/text/boilerplate.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';
import { readSample } from './archive.js';
import type { SectionContext } from './context.js';

/** Texts embedded for the rate; of a larger archive the time is taken to grow with the articles. */
const EMBEDDED = SAMPLE;
const TEXTS_PER_CALL = 512;
/** Vectors inserted before others have a turn. */
const INSERTED_AT_A_TIME = 256;

export interface TextParts {
  /** Of the whole archive. */
  readonly embeddingSeconds: number;
  readonly fitSeconds: number;
  readonly embedded: number;
}

/** Embeds as one worker does, and fits a space to the sample, both with nothing beside. */
export async function timeTextParts(context: SectionContext): Promise<TextParts> {
  const { archive, model, seed, signal } = context;
  const rows = await readSample(archive, EMBEDDED);
  const prepared = rows.map(({ title, body }) =>
    prepare({ title, summary: null, body }, 'text', NO_BOILERPLATE),
  );
  const embedder = await openWorkerEmbedder(await readModelFolder(model));
  try {
    const vectors: (Float32Array | null)[] = [];
    const started = performance.now();
    for (let i = 0; i < prepared.length; i += TEXTS_PER_CALL) {
      signal.throwIfAborted();
      const texts = prepared.slice(i, i + TEXTS_PER_CALL).map(({ text }) => text);
      vectors.push(...(await embedder.embed(texts, 'passage')));
    }
    const embedded = performance.now();
    fitAdaptation(
      prepared.map(({ terms }, i) => ({ terms, vector: vectors[i] ?? null })),
      { articles: archive.articles, generalDimensions: embedder.model.dimensions, seed },
    );
    return {
      embeddingSeconds: ((embedded - started) / 1_000) * (archive.articles / rows.length),
      fitSeconds: (performance.now() - embedded) / 1_000,
      embedded: rows.length,
    };
  } finally {
    await embedder.close();
  }
}

/** Puts all vectors of a generation into a graph by `hnswlib-node` alone, with the program's parameters. Seconds. */
export async function timeInsertion(
  generation: string,
  dimensions: number,
  { signal, progress }: SectionContext,
): Promise<number> {
  const bytes = await readFile(join(generation, GENERATION_FILES.vectors));
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const count = values.length / dimensions;
  const graph = new hnswlib.HierarchicalNSW('cosine', dimensions);
  const { M, efConstruction } = HNSW_DEFAULTS;
  graph.initIndex({ maxElements: count, m: M, efConstruction });
  let seconds = 0;
  for (let row = 0; row < count; ) {
    const end = Math.min(count, row + INSERTED_AT_A_TIME);
    const started = performance.now();
    for (; row < end; row += 1) {
      graph.addPoint(Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)), row);
    }
    seconds += (performance.now() - started) / 1_000;
    if (row % (INSERTED_AT_A_TIME * 40) === 0) progress(`inserted ${row} vectors of ${count}`);
    await turn(undefined, { signal });
  }
  return seconds;
}
