import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GenerationCorruptError } from '../errors.js';
import { createLexicalIndex, type LexicalIndex } from '../lexical/lexical-index.js';
import { parsePostings } from '../lexical/postings-file.js';
import { openHnsw } from '../vectors/hnsw.js';
import type { VectorIndex } from '../vectors/vector-index.js';
import type { VectorTable } from '../vectors/vector-table.js';
import { describeFile, GENERATION_FILES, sync } from './files.js';
import { type FileFacts, type Manifest, parseManifest, serializeManifest } from './manifest.js';

/** An index as it was published: its files are never written again. */
export interface Generation {
  readonly manifest: Manifest;
  readonly index: VectorIndex;
  readonly lexical: LexicalIndex;
}

/** Writes the manifest last: a folder without one was never finished. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = join(folder, GENERATION_FILES.manifest);
  await writeFile(file, serializeManifest(manifest));
  await sync(file);
  await sync(folder);
}

export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, GENERATION_FILES.manifest);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw corrupt(file, 'cannot be read', error);
  });
  const result = parseManifest(text);
  if ('wrong' in result) throw corrupt(file, result.wrong);
  return result.manifest;
}

/** Compares every file with the manifest. Throws `GenerationCorruptError`. */
export async function verifyGeneration(folder: string, manifest: Manifest): Promise<void> {
  await verifyFile(join(folder, GENERATION_FILES.graph), manifest.files.graph);
  await verifyFile(join(folder, GENERATION_FILES.vectors), manifest.files.vectors);
  await verifyFile(join(folder, GENERATION_FILES.labels), manifest.files.labels);
  await verifyFile(join(folder, GENERATION_FILES.postings), manifest.files.postings);
}

/** Loads a generation after verifying it: nothing is handed to the engine that the manifest does not vouch for. */
export async function openGeneration(folder: string): Promise<Generation> {
  const manifest = await readManifest(folder);
  const graph = join(folder, GENERATION_FILES.graph);
  await verifyFile(graph, manifest.files.graph);
  const values = new Float32Array(
    await verifiedBytes(join(folder, GENERATION_FILES.vectors), manifest.files.vectors),
  );
  const labels = new Uint32Array(
    await verifiedBytes(join(folder, GENERATION_FILES.labels), manifest.files.labels),
  );
  const table: VectorTable = { dimensions: manifest.model.dimensions, labels, values };
  if (labels.length !== manifest.count || values.length !== manifest.count * table.dimensions) {
    throw corrupt(
      folder,
      `it holds ${labels.length} labels and ${values.length} numbers for ${manifest.count} vectors of ${table.dimensions}`,
    );
  }
  const index = await openHnsw(graph, table, manifest.hnsw).catch((error: unknown) => {
    throw corrupt(graph, 'it cannot be loaded', error);
  });
  const file = join(folder, GENERATION_FILES.postings);
  const postings = parsePostings(await verifiedBytes(file, manifest.files.postings));
  if (postings === null) throw corrupt(file, 'its length does not fit its head');
  return { manifest, index, lexical: createLexicalIndex(postings) };
}

async function verifyFile(file: string, expected: FileFacts): Promise<void> {
  const found = await describeFile(file).catch((error: unknown) => {
    throw corrupt(file, 'cannot be read', error);
  });
  compare(file, found, expected);
}

async function verifiedBytes(file: string, expected: FileFacts): Promise<ArrayBuffer> {
  const buffer = await readFile(file).catch((error: unknown) => {
    throw corrupt(file, 'cannot be read', error);
  });
  compare(
    file,
    { bytes: buffer.length, sha256: createHash('sha256').update(buffer).digest('hex') },
    expected,
  );
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer;
}

function compare(file: string, found: FileFacts, expected: FileFacts): void {
  if (found.bytes !== expected.bytes)
    throw corrupt(file, `it has ${found.bytes} bytes, expected ${expected.bytes}`);
  if (found.sha256 !== expected.sha256) throw corrupt(file, 'its checksum does not fit the manifest');
}

function corrupt(path: string, wrong: string, cause?: unknown): GenerationCorruptError {
  return new GenerationCorruptError(
    `The index generation is damaged at ${path}: ${wrong}. Run \`seealso index --rebuild\`; nothing is embedded again.`,
    { cause },
  );
}
