import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Adaptation } from '../adaptation/adaptation.js';
import { parseAdaptation, serializeAdaptation } from '../adaptation/adaptation-file.js';
import { closenessOf } from '../adaptation/combine.js';
import { fitAdaptation } from '../adaptation/fit.js';
import { describeFile, GENERATION_FILES, sync } from '../generation/files.js';
import type { FileFacts, Manifest } from '../generation/manifest.js';
import { createLexicalIndex } from '../lexical/lexical-index.js';
import { textsIn } from '../lexical/postings.js';
import { PostingsBuilder } from '../lexical/postings-builder.js';
import { postingsParts } from '../lexical/postings-file.js';
import { NO_TERMS, unpackTerms } from '../lexical/terms.js';
import { createHnswBuilder, type HnswBuilder } from '../vectors/hnsw.js';
import { VectorFile } from '../vectors/vector-file.js';
import { isSearchable } from '../vectors/vector-index.js';
import { Assembly, hubnessOf } from './assembly.js';
import type { BuildReply, BuildRequest, BuildThread, Built } from './build-messages.js';
import { collectNow } from './collect.js';
import { measureCutoffs, NEIGHBOURS, questionsOf } from './cutoffs.js';
import { SEED } from './seed.js';
import { pass } from './turnstile.js';

/** Builds one generation in a thread of its own, and writes its files except the manifest. */
const settings = workerData as BuildThread;
const postings = new PostingsBuilder(join(settings.folder, 'terms.spool'));
let adaptation = settings.adaptation === null ? null : parseAdaptation(ownBytes(settings.adaptation));
let assembly: Assembly | null = null;

/** Begun when the first article comes: the dimensions are known only once a space was fitted. */
function assembled(): Assembly {
  assembly ??= begin(adaptation);
  return assembly;
}

function begin(fitted: Adaptation | null): Assembly {
  const dimensions = settings.dimensions + (fitted?.dimensions ?? 0);
  return new Assembly({
    adaptation: fitted,
    graph: createGraph(dimensions),
    vectors: new VectorFile(file('vectors'), dimensions),
  });
}

/** The graph, in which this thread must not be ended. */
function createGraph(dimensions: number): HnswBuilder {
  const { turnstile } = settings;
  const graph = pass(turnstile, () => createHnswBuilder(dimensions, settings.hnsw));
  return {
    add: (label, vector) => pass(turnstile, () => graph.add(label, vector)),
    remove: (label) => pass(turnstile, () => graph.remove(label)),
    nearest: (vector, k, ef) => pass(turnstile, () => graph.nearest(vector, k, ef)),
    save: (path) => pass(turnstile, () => graph.save(path)),
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
    case 'fit': {
      if (assembly !== null) throw new Error('what was added before the fit has its place already');
      const sample = [...given(request)];
      const { articles } = request;
      adaptation = fitAdaptation(sample, { articles, generalDimensions: settings.dimensions, seed: SEED });
      return;
    }
    case 'add': {
      let i = 0;
      for (const { vector, terms } of given(request)) {
        const label = request.labels[i] ?? 0;
        postings.set(label, terms);
        assembled().place(label, vector, terms);
        i += 1;
      }
      reply({ kind: 'added', count: request.labels.length });
      return;
    }
    case 'remove': {
      for (const label of request.labels) {
        postings.delete(label);
        assembled().remove(label);
      }
      return;
    }
    case 'finish':
      reply({ kind: 'finished', built: await finish() });
  }
}

function* given({ values, terms }: Pick<BuildRequest & { kind: 'add' }, 'values' | 'terms'>) {
  for (const [i, packed] of terms.entries()) {
    const vector = values.subarray(i * settings.dimensions, (i + 1) * settings.dimensions);
    yield { vector: isSearchable(vector) ? vector : null, terms: unpackTerms(packed) };
  }
}

async function finish(): Promise<Built> {
  const { vectors } = assembled();
  const labels = postings.labels;
  const questions = questionsOf(labels, SEED);
  const { hubness, near } = lookAround(questions);
  await collectNow();
  const found = postings.build();
  const texts = textsIn(found, new Set(questions));
  const cutoffs = measureCutoffs(
    {
      labels,
      lexical: createLexicalIndex(found),
      vector: (label) => vectors.get(label),
      terms: (question) => texts.get(question) ?? NO_TERMS,
      near: (question) => near.get(question) ?? [],
      closeness: (vector, keys) => closenessOf(vector, keys, (key) => vectors.get(key), settings.dimensions),
      hubness: (label) => hubness[vectors.row(label) ?? -1] ?? 1,
    },
    SEED,
  );
  vectors.close();
  return {
    dimensions: vectors.dimensions,
    articles: labels.length,
    count: vectors.count,
    cutoffs: [...cutoffs],
    files: {
      graph: await written('graph'),
      vectors: await written('vectors'),
      labels: await written('labels', [bytesOf(vectors.labels)]),
      hubness: await written('hubness', [bytesOf(hubness)]),
      postings: await written('postings', postingsParts(found)),
      adaptation: adaptation === null ? null : await written('adaptation', [serializeAdaptation(adaptation)]),
    },
  };
}

/**
 * Takes from the graph all that is needed of it, and saves it. Nothing holds it afterwards: the postings get its
 * memory.
 */
function lookAround(questions: readonly number[]) {
  const { graph, vectors } = assembled();
  const hubness = hubnessOf({ graph, vectors }, (done, total) => reply({ kind: 'progress', done, total }));
  const near = new Map(
    questions.map((question) => {
      const vector = vectors.get(question);
      const found = vector === null ? [] : graph.nearest(vector, NEIGHBOURS, settings.hnsw.ef);
      return [question, found.map(({ label }) => label)] as const;
    }),
  );
  graph.save(file('graph'));
  assembly = null;
  return { hubness, near };
}

function file(name: keyof Manifest['files']): string {
  return join(settings.folder, GENERATION_FILES[name]);
}

/** Writes the parts, if they are not in the file already, and makes them last. */
async function written(name: keyof Manifest['files'], parts?: readonly Uint8Array[]): Promise<FileFacts> {
  if (parts !== undefined) {
    const handle = await open(file(name), 'w');
    try {
      for (const part of parts) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
  }
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
