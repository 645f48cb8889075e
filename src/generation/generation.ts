import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adaptation } from '../adaptation/adaptation.js';
import { parseAdaptation } from '../adaptation/adaptation-file.js';
import { GenerationCorruptError } from '../errors.js';
import { createLexicalIndex, type LexicalIndex } from '../lexical/lexical-index.js';
import { faultOfPostings } from '../lexical/postings-fault.js';
import { parsePostings } from '../lexical/postings-file.js';
import { allFinite } from '../vectors/finite.js';
import { openHnsw } from '../vectors/hnsw.js';
import { rowsByLabel } from '../vectors/label-rows.js';
import type { VectorIndex } from '../vectors/vector-index.js';
import type { VectorTable } from '../vectors/vector-table.js';
import { describeFile, GENERATION_FILES, readFacts, refuseShortage, sync } from './files.js';
import { type FileFacts, type Manifest, parseManifest, serializeManifest } from './manifest.js';

/** An index as it was published: its files are never written again. */
export interface Generation {
  readonly manifest: Manifest;
  readonly index: VectorIndex;
  /** The vectors of the index. */
  readonly table: VectorTable;
  readonly lexical: LexicalIndex;
  /** How near everything is to an article, 1 for an average one and for one without a vector. */
  hubness(label: number): number;
  /** What was fitted to the archive; `null` where it is too small for that. */
  readonly adaptation: Adaptation | null;
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
  for (const [name, facts] of Object.entries(manifest.files) as [
    keyof Manifest['files'],
    FileFacts | null,
  ][]) {
    if (facts !== null) await verifyFile(join(folder, GENERATION_FILES[name]), facts);
  }
}

/** Loads a generation after verifying it: nothing is handed to the engine that the manifest does not vouch for. */
export async function openGeneration(folder: string): Promise<Generation> {
  const manifest = await readManifest(folder);
  const { files, dimensions, count } = manifest;
  const bytesOf = (name: keyof Manifest['files'], facts: FileFacts) =>
    verifiedBytes(join(folder, GENERATION_FILES[name]), facts);
  const numbersOf = async (name: 'vectors' | 'labels' | 'hubness') => {
    const bytes = await bytesOf(name, files[name]);
    if (bytes.byteLength % 4 === 0) return bytes;
    throw corrupt(join(folder, GENERATION_FILES[name]), 'its length is not that of 32-bit numbers');
  };
  const graph = join(folder, GENERATION_FILES.graph);
  const [adaptation, values, labels, hubness] = await Promise.all([
    adaptationOf(folder, manifest),
    numbersOf('vectors').then((bytes) => new Float32Array(bytes)),
    numbersOf('labels').then((bytes) => new Uint32Array(bytes)),
    numbersOf('hubness').then((bytes) => new Float32Array(bytes)),
    verifyFile(graph, files.graph),
  ]);
  if (labels.length !== count || hubness.length !== count || values.length !== count * dimensions) {
    throw corrupt(
      folder,
      `it holds ${labels.length} labels, ${hubness.length} measures of hubness and ${values.length} numbers for ${count} vectors of ${dimensions}`,
    );
  }
  if (!(await allFinite(values)))
    throw corrupt(join(folder, GENERATION_FILES.vectors), 'a number in it is not finite');
  if (!hubness.every((value) => value > 0 && value < Infinity))
    throw corrupt(join(folder, GENERATION_FILES.hubness), 'it holds what is no measure of hubness');
  const table: VectorTable = { dimensions, labels, values };
  // Never before it was verified: a crafted graph could end the process.
  const [index, postings] = await Promise.all([
    openHnsw(graph, table, manifest.hnsw).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw corrupt(graph, `it cannot be loaded: ${reason}`, error);
    }),
    bytesOf('postings', files.postings).then(parsePostings),
  ]);
  if (postings === null)
    throw corrupt(join(folder, GENERATION_FILES.postings), 'its length does not fit its head');
  const fault = faultOfPostings(postings);
  if (fault !== null) throw corrupt(join(folder, GENERATION_FILES.postings), fault);
  return {
    manifest,
    index,
    table,
    lexical: createLexicalIndex(postings, rowsByLabel(postings.labels)),
    hubness: byLabel(labels, hubness),
    adaptation,
  };
}

async function adaptationOf(
  folder: string,
  { files, model, dimensions }: Manifest,
): Promise<Adaptation | null> {
  if (files.adaptation !== null)
    return readAdaptation(folder, files.adaptation, model.dimensions, dimensions);
  if (dimensions === model.dimensions) return null;
  throw corrupt(
    folder,
    `its vectors have ${dimensions} dimensions, those of its model ${model.dimensions}, and nothing was fitted to its archive`,
  );
}

/** What an earlier generation was fitted to. Throws `GenerationCorruptError` where it does not fit the manifest. */
export async function readAdaptation(
  folder: string,
  facts: FileFacts,
  general: number,
  dimensions: number,
): Promise<Adaptation> {
  const file = join(folder, GENERATION_FILES.adaptation);
  const adaptation = parseAdaptation(await verifiedBytes(file, facts));
  if (adaptation === null) throw corrupt(file, 'it is not what was fitted to an archive');
  if (adaptation.mean.length !== general || general + adaptation.dimensions !== dimensions) {
    throw corrupt(
      file,
      `it has ${adaptation.mean.length} + ${adaptation.dimensions} dimensions, not ${dimensions}`,
    );
  }
  return adaptation;
}

function byLabel(labels: Uint32Array, values: Float32Array): (label: number) => number {
  const rowFor = rowsByLabel(labels);
  // Row −1 holds nothing.
  return (label) => values[rowFor(label)] ?? 1;
}

async function verifyFile(file: string, expected: FileFacts): Promise<void> {
  const found = await describeFile(file).catch((error: unknown) => {
    throw corrupt(file, 'cannot be read', error);
  });
  compare(file, found, expected);
}

async function verifiedBytes(file: string, expected: FileFacts): Promise<ArrayBuffer> {
  const { content, facts } = await readFacts(file, expected.bytes).catch((error: unknown) => {
    throw corrupt(file, 'cannot be read', error);
  });
  compare(file, facts, expected);
  return content;
}

function compare(file: string, found: FileFacts, expected: FileFacts): void {
  if (found.bytes !== expected.bytes)
    throw corrupt(file, `it has ${found.bytes} bytes, expected ${expected.bytes}`);
  if (found.sha256 !== expected.sha256) throw corrupt(file, 'its checksum does not fit the manifest');
}

/** Throws a `CatalogUnusableError` where the cause says nothing of the file. */
function corrupt(path: string, wrong: string, cause?: unknown): GenerationCorruptError {
  refuseShortage(cause, path);
  return new GenerationCorruptError(
    `The index generation is damaged at ${path}: ${wrong}. Run \`seealso index --rebuild\`; nothing is embedded again.`,
    { cause },
  );
}
