import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { readConfig, type SettingName } from '../config.js';
import type { Engine } from '../engine/engine.js';
import { IndexMissingError } from '../errors.js';
import { VERSION } from '../version.js';
import type { CommandDescription } from './command.js';
import { GATE_THRESHOLDS, thresholdsOf } from './gate-thresholds.js';
import { stopSignal } from './stop.js';

const settings = [
  'indexDir',
  'model',
  'port',
  'host',
  'apiKey',
  'front',
  'maxAge',
  'staleWhileRevalidate',
  'corsOrigin',
  'publicUrl',
  'clicks',
  'answerCache',
  'maxRequests',
  'maxDelay',
  'requestTimeout',
  'rateLimit',
  'trustProxy',
  'deskSession',
  ...GATE_THRESHOLDS,
  'ghostHookSecret',
  'wordpressHookSecret',
  'idPrefix',
  'logLevel',
  'logFormat',
  'json',
] as const satisfies readonly SettingName[];

/** At a stop: longer than a proxy or a browser takes to notice that its connection ends. Milliseconds. */
const GRACE = 250;

export const serveCommand: CommandDescription = {
  usage: 'serve',
  summary: 'answer over HTTP, and follow every new generation of the index',
  details:
    'Answers over HTTP from the index, and takes up every new generation by itself. Without an index it waits for ' +
    'one: /readyz answers 503 until then. SIGTERM lets open requests end.\n\nEditors work at /desk: with a key ' +
    '(`seealso keys add <name> --scope edit`), or, as long as there is none, from this machine. What they build there ' +
    'is held against what is served, as `index --gate` does.',
  settings,
  examples: [
    ['seealso serve', 'on http://127.0.0.1:3000'],
    [
      'seealso serve --port 8080 --host 0.0.0.0',
      'on every address; who has a key of `seealso keys add` may PUT and DELETE',
    ],
    [
      'seealso serve --desk-session 120',
      'editors at /desk stay signed in for two hours without doing anything',
    ],
    ['seealso serve --cors-origin https://example.com', 'let the pages of a site ask'],
    ["curl 'http://127.0.0.1:3000/v1/articles/japan-record-budget-ai-push/related?limit=4'", 'ask it'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    const signal = stopSignal();
    // The quick rounds of the garbage collector, one for some seven lists, in one thread: shared out, they take as long,
    // and wait for whichever of the threads is given no processor.
    setFlagsFromString('--no-parallel-scavenge');
    // Loaded when they are needed: a wrong flag is told at once.
    const { sayTo } = await import('../log/log.js');
    const { standardLog } = await import('./standard-log.js');
    const { apiKey, ghostHookSecret, wordpressHookSecret } = config;
    const logger = standardLog(config, [apiKey, ghostHookSecret, wordpressHookSecret]);
    const log = sayTo(logger);
    const { openBuilds, openEngine } = await import('../compose.js');
    const { createApp } = await import('../http/app.js');
    const { listen } = await import('../http/server.js');
    const engine = await openEngine({
      indexDir: config.indexDir,
      model: { model: config.model },
      log,
      wait: true,
    });
    const builds = openBuilds({ indexDir: config.indexDir, thresholds: thresholdsOf(config), log });
    try {
      const server = await listen(
        createApp(engine, { ...config, builds, log, logger }),
        config.host,
        config.port,
        { ...config, grace: GRACE },
      );
      try {
        log(`seealso ${VERSION} listens at ${server.url}.`, 'info');
        const example = await exampleId(engine, config.front);
        process.stdout.write(
          config.json
            ? `${JSON.stringify({ url: server.url })}\n`
            : welcome(server.url, config.publicUrl ?? server.url, example),
        );
        if (!signal.aborted) await once(signal, 'abort');
        log('Stopping: open requests are answered, no new ones are taken.', 'info');
      } finally {
        await server.close();
      }
    } finally {
      await builds.close();
      await engine.close();
    }
  },
};

async function exampleId(engine: Engine, front: string | undefined): Promise<string | null> {
  const { frontArticle } = await import('../http/routes/page.js');
  try {
    engine.info();
    return frontArticle(engine, front);
  } catch (error) {
    if (error instanceof IndexMissingError) return null;
    throw error;
  }
}

/** Says where it listens, and where readers see it, with the article of that id for an example. */
export function welcome(url: string, seen: string, id: string | null): string {
  if (id === null) {
    return `seealso listens at ${url}, and waits for an index: run \`seealso index <source>\` with the same --index-dir.\n`;
  }
  return (
    `seealso serves related articles at ${url}\n` +
    `  see it:  ${seen}/\n` +
    `  try it:  curl '${seen}/v1/articles/${encodeURIComponent(id).replaceAll("'", '%27')}/related?limit=4'\n` +
    `  read on: ${seen}/docs, with the lines that put it on your pages\n` +
    `  edit:    ${seen}/desk\n`
  );
}
