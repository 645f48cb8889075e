import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEPT_GENERATIONS } from '../../src/generation/store.js';
import { quantile } from '../bench/statistics.js';
import { articleId, someOf, writeArchive } from './archive.js';
import { residentBytes, startProgram } from './program.js';
import { startServer } from './server.js';

export interface SizingRequest {
  readonly articles: number;
  /** JSON lines with `title` and `text`; made-up words where `null`. */
  readonly corpus: string | null;
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

/** What an archive of that size takes. */
export interface Sizing {
  readonly articles: number;
  readonly catalogBytes: number;
  readonly generationBytes: number;
  /** Of the catalogue and of as many generations as are kept. */
  readonly folderBytes: number;
  /** The most memory that `index` held. */
  readonly indexPeakBytes: number;
  readonly indexSeconds: number;
  /** Of `index` with the same archive again, of which nothing has changed. */
  readonly againSeconds: number;
  /** From the start of `serve` until it is ready. */
  readonly readySeconds: number;
  /** Memory that `serve` held after the requests. */
  readonly serveBytes: number;
  /** Each for the list of another article, one after the other. */
  readonly requests: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Links in a list of up to four, on average: lists without one would be answered sooner. */
  readonly linksPerList: number;
}

const REQUESTS = 500;
const SEED = 2;

/** Throws what goes wrong, an `AbortError` once the signal is aborted; leaves nothing behind. */
export async function measureSizing(request: SizingRequest): Promise<Sizing> {
  const { articles, corpus, signal } = request;
  const say = (message: string) => request.progress(`${articles} articles: ${message}`);
  const folder = await mkdtemp(join(tmpdir(), 'seealso-sizing-'));
  try {
    const file = join(folder, 'archive.jsonl');
    const indexDir = join(folder, 'index');
    say('writing the archive');
    await writeArchive({ file, articles, corpus });
    say('index');
    const first = await index(file, indexDir, signal);
    if (first.embedded < articles * 0.99) {
      throw new Error(
        `Of ${articles} articles only ${first.embedded} were embedded. Choose another --corpus.`,
      );
    }
    say(`index took ${first.seconds.toFixed(1)} s; again`);
    const again = await index(file, indexDir, signal);
    if (again.embedded > 0) throw new Error(`${again.embedded} articles were embedded again.`);
    say('serve');
    const served = await serve(indexDir, articles, signal);
    const { catalogBytes, generationBytes } = await diskOf(indexDir);
    return {
      articles,
      catalogBytes,
      generationBytes,
      folderBytes: catalogBytes + KEPT_GENERATIONS * generationBytes,
      indexPeakBytes: first.peakBytes,
      indexSeconds: first.seconds,
      againSeconds: again.seconds,
      ...served,
    };
  } catch (error) {
    // What broke off because of it says something else.
    signal.throwIfAborted();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function index(file: string, indexDir: string, signal: AbortSignal) {
  const args = ['index', file, '--index-dir', indexDir, '--json'];
  const { seconds, peakBytes, stdout } = await startProgram(args, signal).ended;
  const { embedded } = JSON.parse(stdout) as { embedded: number };
  return { seconds, peakBytes, embedded };
}

async function serve(indexDir: string, articles: number, signal: AbortSignal) {
  const server = await startServer(indexDir, [], signal);
  const { readySeconds } = server;
  try {
    const times: number[] = [];
    let links = 0;
    for (const number of someOf(articles, REQUESTS, SEED)) {
      signal.throwIfAborted();
      const start = performance.now();
      const { status, body } = await server.get(`/v1/articles/${articleId(number)}/related`);
      times.push(performance.now() - start);
      if (status !== 200) throw new Error(`${articleId(number)} was answered with ${status}: ${body}`);
      links += (JSON.parse(body) as { related: unknown[] }).related.length;
    }
    const serveBytes = await residentBytes(server.pid);
    return {
      readySeconds,
      serveBytes,
      requests: times.length,
      p50Milliseconds: quantile(times, 0.5),
      p99Milliseconds: quantile(times, 0.99),
      linksPerList: links / times.length,
    };
  } finally {
    await server.stop();
  }
}

async function diskOf(indexDir: string): Promise<{ catalogBytes: number; generationBytes: number }> {
  const files = await readdir(indexDir, { recursive: true, withFileTypes: true });
  const sizes = { catalogBytes: 0, generationBytes: 0 };
  for (const file of files.filter((found) => found.isFile())) {
    const { size } = await stat(join(file.parentPath, file.name));
    sizes[file.name.startsWith('catalog.sqlite') ? 'catalogBytes' : 'generationBytes'] += size;
  }
  return sizes;
}
