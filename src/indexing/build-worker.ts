import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { parseAdaptation, serializeAdaptation } from '../adaptation/adaptation-file.js';
import { closenessOf } from '../adaptation/combine.js';
import { describeFile, GENERATION_FILES, sync } from '../generation/files.js';
import type { FileFacts, Manifest } from '../generation/manifest.js';
import { createLexicalIndex } from '../lexical/lexical-index.js';
import { buildPostings } from '../lexical/postings.js';
import { serializePostings } from '../lexical/postings-file.js';
import { unpackTerms } from '../lexical/terms.js';
import { createHnswBuilder, type HnswBuilder } from '../vectors/hnsw.js';
import { type HnswParameters, isSearchable } from '../vectors/vector-index.js';
import { Assembly, hubnessOf, SEED } from './assembly.js';
import type { BuildReply, BuildRequest, BuildThread, Built } from './build-messages.js';
import { measureCutoffs } from './cutoffs.js';
import { pass } from './turnstile.js';

/** Builds one generation in a thread of its own, and writes its files except the manifest. */
const settings = workerData as BuildThread;
const assembly = new Assembly({
  dimensions: settings.dimensions,
  hnsw: settings.hnsw,
  createHnsw,
  adaptation: settings.adaptation === null ? null : parseAdaptation(ownBytes(settings.adaptation)),
});

/** The graph, in which this thread must not be ended. */
function createHnsw(dimensions: number, parameters: HnswParameters): HnswBuilder {
  const { turnstile } = settings;
  const graph = pass(turnstile, () => createHnswBuilder(dimensions, parameters));
  return {
    add: (label, vector) => pass(turnstile, () => graph.add(label, vector)),
    remove: (label) => pass(turnstile, () => graph.remove(label)),
    nearest: (vector, k, ef) => pass(turnstile, () => graph.nearest(vector, k, ef)),
    save: (file) => pass(turnstile, () => graph.save(file)),
  };
}

const reply = (message: BuildReply) => parentPort?.postMessage(message);

parentPort?.on('message', (request: BuildRequest) => {
  handle(request).catch((error: unknown) => {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

async function handle(request: BuildRequest): Promise<void> {
  switch (request.kind) {
    case 'add': {
      request.labels.forEach((label, i) => {
        const vector = request.values.subarray(i * settings.dimensions, (i + 1) * settings.dimensions);
        const terms = unpackTerms(request.terms[i] ?? new Uint8Array());
        assembly.add(label, isSearchable(vector) ? vector : null, terms);
      });
      reply({ kind: 'added', count: request.labels.length });
      return;
    }
    case 'remove': {
      for (const label of request.labels) assembly.remove(label);
      return;
    }
    case 'finish':
      reply({ kind: 'finished', built: await finish() });
  }
}

async function finish(): Promise<Built> {
  const assembled = assembly.complete((done, total) => reply({ kind: 'progress', done, total }));
  const { adaptation, graph, vectors, texts } = assembled;
  const table = vectors.table();
  const hubness = hubnessOf(assembled);
  const postings = buildPostings(texts);
  const rows = new Map(Array.from(table.labels, (label, row) => [label, row] as const));
  const cutoffs = measureCutoffs(
    {
      texts,
      lexical: createLexicalIndex(postings),
      vector: (label) => vectors.get(label),
      nearest: (vector, k) => graph.nearest(vector, k, settings.hnsw.ef).map(({ label }) => label),
      closeness: (vector, keys) => closenessOf(vector, keys, (key) => vectors.get(key), settings.dimensions),
      hubness: (label) => hubness[rows.get(label) ?? -1] ?? 1,
    },
    SEED,
  );
  graph.save(file('graph'));
  return {
    dimensions: table.dimensions,
    articles: texts.size,
    count: vectors.count,
    cutoffs: [...cutoffs],
    files: {
      graph: await written('graph'),
      vectors: await written('vectors', bytesOf(table.values)),
      labels: await written('labels', bytesOf(table.labels)),
      hubness: await written('hubness', bytesOf(hubness)),
      postings: await written('postings', serializePostings(postings)),
      adaptation: adaptation === null ? null : await written('adaptation', serializeAdaptation(adaptation)),
    },
  };
}

function file(name: keyof Manifest['files']): string {
  return join(settings.folder, GENERATION_FILES[name]);
}

/** Writes the bytes, if they are not in the file already, and makes them last. */
async function written(name: keyof Manifest['files'], bytes?: Uint8Array): Promise<FileFacts> {
  if (bytes !== undefined) await writeFile(file(name), bytes);
  await sync(file(name));
  return await describeFile(file(name));
}

function bytesOf(numbers: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A buffer of its own, which begins where the bytes do. */
function ownBytes(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
