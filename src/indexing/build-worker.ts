import { parentPort, workerData } from 'node:worker_threads';
import { unpackTerms } from '../lexical/terms.js';
import { isSearchable } from '../vectors/vector-index.js';
import type { BuildReply, BuildRequest, BuildThread } from './build-messages.js';
import { collectNow } from './collect.js';
import { GenerationBuild } from './generation-build.js';

/** Builds one generation in a thread of its own, as it is told to by messages. */
const settings = workerData as BuildThread;
const reply = (message: BuildReply) => parentPort?.postMessage(message);
const build = new GenerationBuild(settings, {
  progress: (done, total) => reply({ kind: 'progress', done, total }),
  collect: collectNow,
});

parentPort?.on('message', (request: BuildRequest) => {
  handle(request).catch((error: unknown) => {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

async function handle(request: BuildRequest): Promise<void> {
  switch (request.kind) {
    case 'fit':
      build.fit([...given(request)], request.articles);
      return;
    case 'add': {
      let i = 0;
      for (const article of given(request)) {
        build.add({ label: request.labels[i] ?? 0, ...article });
        i += 1;
      }
      reply({ kind: 'added', count: request.labels.length });
      return;
    }
    case 'remove':
      for (const label of request.labels) build.remove(label);
      return;
    case 'finish':
      reply({ kind: 'finished', built: await build.finish() });
  }
}

function* given({ values, terms }: Pick<BuildRequest & { kind: 'add' }, 'values' | 'terms'>) {
  for (const [i, packed] of terms.entries()) {
    const vector = values.subarray(i * settings.dimensions, (i + 1) * settings.dimensions);
    yield { vector: isSearchable(vector) ? vector : null, terms: unpackTerms(packed) };
  }
}
