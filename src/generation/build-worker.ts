import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { buildPostings } from '../lexical/postings.js';
import { serializePostings } from '../lexical/postings-file.js';
import { type Terms, unpackTerms } from '../lexical/terms.js';
import { createHnswBuilder } from '../vectors/hnsw.js';
import { VectorTableBuilder } from '../vectors/vector-table.js';
import type { BuildReply, BuildRequest, BuildSettings } from './build-messages.js';
import { describeFile, GENERATION_FILES, sync } from './files.js';

/** Builds one graph in a thread of its own, and writes the generation's files except the manifest. */
const settings = workerData as BuildSettings;
const graph = createHnswBuilder(settings.dimensions, settings.hnsw);
const vectors = new VectorTableBuilder(settings.dimensions);
const texts = new Map<number, Terms>();

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
        graph.add(label, vector);
        vectors.set(label, vector);
        texts.set(label, unpackTerms(request.terms[i] ?? new Uint8Array()));
      });
      reply({ kind: 'added', count: request.labels.length });
      return;
    }
    case 'remove': {
      for (const label of request.labels) {
        texts.delete(label);
        if (vectors.delete(label)) graph.remove(label);
      }
      return;
    }
    case 'finish': {
      const file = (name: string) => join(settings.folder, name);
      const table = vectors.table();
      graph.save(file(GENERATION_FILES.graph));
      await writeFile(file(GENERATION_FILES.vectors), bytesOf(table.values));
      await writeFile(file(GENERATION_FILES.labels), bytesOf(table.labels));
      await writeFile(file(GENERATION_FILES.postings), serializePostings(buildPostings(texts)));
      const { graph: graphFile, vectors: vectorsFile, labels, postings } = GENERATION_FILES;
      const names = [graphFile, vectorsFile, labels, postings];
      for (const name of names) await sync(file(name));
      reply({
        kind: 'finished',
        count: vectors.count,
        files: {
          graph: await describeFile(file(GENERATION_FILES.graph)),
          vectors: await describeFile(file(GENERATION_FILES.vectors)),
          labels: await describeFile(file(GENERATION_FILES.labels)),
          postings: await describeFile(file(GENERATION_FILES.postings)),
        },
      });
    }
  }
}

function bytesOf(numbers: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
