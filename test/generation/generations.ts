import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFile, GENERATION_FILES } from '../../src/generation/files.js';
import { writeManifest } from '../../src/generation/generation.js';
import type { Manifest } from '../../src/generation/manifest.js';
import type { GenerationStore } from '../../src/generation/store.js';
import { type BuildEntry, startBuilder } from '../../src/indexing/builder.js';
import { packTerms, termsOf } from '../../src/lexical/terms.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';

const NOTHING = { bytes: 0, sha256: 'a'.repeat(64) };

/** A manifest of which only what matters to the test is said. */
export function manifest(fields: Partial<Manifest> = {}): Manifest {
  return {
    format: 2,
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
    dimensions: 3,
    articles: 0,
    count: 0,
    cutoffs: [],
    files: {
      graph: NOTHING,
      vectors: NOTHING,
      labels: NOTHING,
      hubness: NOTHING,
      postings: NOTHING,
      adaptation: null,
    },
    ...fields,
  };
}

/** What is handed to the thread for an article; unless its text is said, it has one word, the same as all others. */
export function entry(label: number, vector: Float32Array | null, text = 'word'): BuildEntry {
  return { label, vector, terms: packTerms(termsOf(text)) };
}

export interface GenerationContents {
  /** Taken instead of `vectors` where texts matter. */
  readonly entries?: readonly BuildEntry[];
  readonly vectors?: readonly (readonly [label: number, vector: Float32Array])[];
  readonly dimensions?: number;
  readonly now?: Date;
}

/** Builds a generation in the thread, as an indexing run does, without publishing it. */
export async function buildGeneration(
  store: GenerationStore,
  {
    vectors = [],
    entries = vectors.map(([label, vector]) => entry(label, vector)),
    dimensions = vectors[0]?.[1].length ?? 3,
    now = new Date(),
  }: GenerationContents = {},
): Promise<string> {
  const { generation, folder } = await store.begin(now);
  const builder = startBuilder({ dimensions, hnsw: HNSW_DEFAULTS, folder, adaptation: null });
  if (entries.length > 0) {
    builder.fit(entries, entries.length);
    await builder.add(entries);
  }
  const built = await builder.finish();
  const model = { ...manifest().model, dimensions };
  await writeManifest(folder, manifest({ generation, createdAt: now.toISOString(), model, ...built }));
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
    hubness: await facts('hubness'),
    postings: await facts('postings'),
    adaptation: await facts('adaptation'),
  };
  await writeManifest(folder, manifest({ generation, createdAt: now.toISOString(), files }));
  return generation;
}
