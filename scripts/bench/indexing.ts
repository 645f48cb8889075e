import { rm } from 'node:fs/promises';
import { readManifest } from '../../src/generation/generation.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { startProgram } from '../sizing/program.js';
import { timeInsertion, timeTextParts } from './bare-parts.js';
import type { BenchArchive, Found, SectionContext, SectionRun } from './context.js';
import { measured } from './result.js';

/** What the program may hold beside vectors and graph. */
const BASE = 300e6;

export const indexing: SectionRun = {
  title: 'Indexing',
  summary: 'the whole of it beside its bare parts, and its memory',
  run: measureIndexing,
};

/** Runs `seealso index` on the archive, in place of what was indexed before. */
export async function buildIndex(archive: BenchArchive, model: string, signal: AbortSignal) {
  await rm(archive.indexDir, { recursive: true, force: true });
  const args = ['index', archive.file, '--index-dir', archive.indexDir, '--model', model, '--json'];
  const ended = await startProgram(args, signal).ended;
  const { embedded } = JSON.parse(ended.stdout) as { embedded: number };
  if (embedded < archive.articles * 0.99) {
    throw new Error(
      `Of ${archive.articles} articles only ${embedded} were embedded. Choose another --corpus.`,
    );
  }
  return ended;
}

/** The generation that would be served. Throws where there is none. */
export async function currentGeneration(indexDir: string) {
  const store = openGenerationStore(indexDir);
  const name = await store.current();
  if (name === null) throw new Error(`There is no index in ${indexDir}.`);
  const folder = store.folder(name);
  return { folder, manifest: await readManifest(folder) };
}

async function measureIndexing(context: SectionContext): Promise<Found> {
  const { archive, model, signal, progress } = context;
  progress('index');
  const { seconds, cpuSeconds, peakBytes } = await buildIndex(archive, model, signal);
  const { folder, manifest } = await currentGeneration(archive.indexDir);
  progress(`index took ${seconds.toFixed(1)} s; its parts alone`);
  const { embeddingSeconds, fitSeconds, embedded } = await timeTextParts(context);
  const insertionSeconds = await timeInsertion(folder, manifest.dimensions, context);
  const bare = fitSeconds + Math.max(embeddingSeconds, insertionSeconds);
  const vectorBytes = manifest.files.vectors.bytes;
  const graphBytes = manifest.files.graph.bytes;
  const allowed = vectorBytes + graphBytes + BASE;
  return {
    measurements: [
      measured('indexing.seconds', 'index, from start to end of the process', 'seconds', seconds, 'higher'),
      measured('indexing.cpu', 'of its processor time, all threads', 'seconds', cpuSeconds, 'higher'),
      measured('indexing.rate', 'articles indexed', 'per second', archive.articles / seconds, 'lower'),
      measured('indexing.fit', 'the fit alone', 'seconds', fitSeconds, null),
      measured('indexing.embedding', 'embedding alone, one worker', 'seconds', embeddingSeconds, null, {
        note: embedded < archive.articles ? `of ${embedded} articles, taken to grow with their number` : null,
      }),
      measured('indexing.insertion', 'insertion alone, hnswlib-node', 'seconds', insertionSeconds, null),
      measured(
        'indexing.of-parts',
        'index beside fit + the longer of the other two',
        'ratio',
        seconds / bare,
        'higher',
      ),
      measured('indexing.peak', 'most memory held', 'bytes', peakBytes, 'higher'),
      measured('indexing.vectors', 'vectors', 'bytes', vectorBytes, null),
      measured('indexing.graph', 'graph', 'bytes', graphBytes, null),
      measured(
        'indexing.of-memory',
        'memory beside vectors + graph + 300 MB',
        'ratio',
        peakBytes / allowed,
        'higher',
      ),
    ],
    goals: [
      {
        label: 'index beside fit + the longer of embedding and insertion',
        measured: 'indexing.of-parts',
        bound: 'at most',
        limit: 1.2,
        statedFor: null,
      },
      {
        label: 'memory beside vectors + graph + 300 MB',
        measured: 'indexing.of-memory',
        bound: 'at most',
        limit: 1.5,
        statedFor: null,
      },
    ],
    curves: [],
    notes: [
      'seealso index in a process of its own, on an empty folder; its memory is the most that was resident. The parts run one after the other in the benchmark’s own process, each with the machine to itself: the fit on the same number of texts, the embedding of up to 10,000 texts by one worker, the insertion of all vectors of the index just built, with its dimensions, M and efConstruction.',
      'Vectors and graph are the bytes of their files; the graph holds the vectors once more.',
    ],
  };
}
