import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildEntry, startBuilder } from '../../src/indexing/builder.js';
import { describeFile, GENERATION_FILES } from '../../src/generation/files.js';
import { writeManifest } from '../../src/generation/generation.js';
import type { Manifest } from '../../src/generation/manifest.js';
import type { GenerationStore } from '../../src/generation/store.js';
import { packTerms, termsOf } from '../../src/lexical/terms.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';

const NOTHING = { bytes: 0, sha256: 'a'.repeat(64) };

/** A manifest of which only what matters to the test is said. */
export function manifest(fields: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    generation: '2026-05-01T12-00-00Z-00000',
    createdAt: '2026-05-01T12:00:00.000Z',
    catalog: 'catalogue-1',
    sequence: 7,
    model: {
      name: 'fake',
      revision: 'fake-1',
      dimensions: 3,
      folder: '/fake',
      pooling: null,
      queryPrefix: null,
      passagePrefix: null,
    },
    textStrategy: 'text/1',
    metric: 'cosine',
    hnsw: HNSW_DEFAULTS,
    count: 0,
    files: { graph: NOTHING, vectors: NOTHING, labels: NOTHING, postings: NOTHING },
    ...fields,
  };
}

/** What is handed to the thread for an article whose text has one word, the same as all others. */
export function entry(label: number, vector: Float32Array): BuildEntry {
  return { label, vector, terms: packTerms(termsOf('word')) };
}

export interface GenerationContents {
  readonly vectors?: readonly (readonly [label: number, vector: Float32Array])[];
  readonly dimensions?: number;
  readonly now?: Date;
}

/** Builds a generation in the thread, as an indexing run does, without publishing it. */
export async function buildGeneration(
  store: GenerationStore,
  { vectors = [], dimensions = vectors[0]?.[1].length ?? 3, now = new Date() }: GenerationContents = {},
): Promise<string> {
  const { generation, folder } = await store.begin(now);
  const builder = startBuilder({ dimensions, hnsw: HNSW_DEFAULTS, folder });
  if (vectors.length > 0) await builder.add(vectors.map(([label, vector]) => entry(label, vector)));
  const { count, files } = await builder.finish();
  const model = { ...manifest().model, dimensions };
  await writeManifest(folder, manifest({ generation, createdAt: now.toISOString(), model, count, files }));
  return generation;
}

export async function publishGeneration(
  store: GenerationStore,
  contents?: GenerationContents,
): Promise<string> {
  const generation = await buildGeneration(store, contents);
  await store.publish(generation);
  return generation;
}

/** Publishes files that fit their manifest and hold a word each: enough for whoever only moves them about. */
export async function publishPlaceholder(store: GenerationStore, now: Date): Promise<string> {
  const generation = await buildPlaceholder(store, now);
  await store.publish(generation);
  return generation;
}

export async function buildPlaceholder(store: GenerationStore, now: Date): Promise<string> {
  const { generation, folder } = await store.begin(now);
  const facts = async (name: keyof Manifest['files']) => {
    const file = join(folder, GENERATION_FILES[name]);
    await writeFile(file, name);
    return await describeFile(file);
  };
  const files = {
    graph: await facts('graph'),
    vectors: await facts('vectors'),
    labels: await facts('labels'),
    postings: await facts('postings'),
  };
  await writeManifest(folder, manifest({ generation, createdAt: now.toISOString(), files }));
  return generation;
}
