import { readConfig, type SettingName } from '../config.js';
import { UsageError } from '../errors.js';
import type { ExportSummary } from '../export/export-lists.js';
import { stopIfAsked } from '../indexing/stop.js';
import { elementAttributes } from '../page/element.js';
import type { HeadingLevel } from '../page/fragment.js';
import type { CommandDescription } from './command.js';
import { createProgressDisplay } from './progress.js';
import { stopSignal } from './stop.js';

const settings = [
  'exportFormat',
  'exportOut',
  'indexDir',
  'limit',
  'mode',
  'language',
  'sponsored',
  'paywalled',
  'heading',
  'headingLevel',
  'reasons',
  'widget',
  'json',
] as const satisfies readonly SettingName[];

export const exportCommand: CommandDescription = {
  usage: 'export',
  summary: 'write every article’s list to a file, for Hugo, Astro, Eleventy or Ghost',
  details:
    'Writes one file per published article: a fragment of HTML to be included as it is (empty where there is nothing ' +
    'to show), or JSON for templates. A file is named by the last part of the article’s address (or its title) and ' +
    'ten digits of the SHA-256 of its id; index.json says which file is whose. Only what has changed is written, and ' +
    'files of articles that were taken down are removed, so that it may run after every index.',
  settings,
  examples: [
    ['seealso export --format html --out layouts/partials/related', 'for Hugo’s partials'],
    ['seealso export --format json --out src/_data/related --limit 6', 'for Astro’s or Eleventy’s data'],
    ['seealso export --out related --widget --reasons', 'live where there is JavaScript, static where not'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    const { exportOut: folder, exportFormat: format, limit, mode } = config;
    if (folder === undefined)
      throw new UsageError('Expected --out with a folder, received none. See --help.');
    const { openEngine } = await import('../compose.js');
    const { exportLists } = await import('../export/export-lists.js');
    const signal = stopSignal();
    const display = createProgressDisplay(process.stderr);
    const started = Date.now();
    const { language = null, sponsored = null, paywalled = null } = config;
    const question = { limit, mode, language, sponsored, paywalled };
    const engine = await openEngine({
      indexDir: config.indexDir,
      model: {},
      log: (message) => display.line(message),
      wait: false,
    });
    try {
      const summary = await exportLists({
        engine,
        folder,
        format,
        question,
        look: {
          heading: config.heading,
          headingLevel: config.headingLevel as HeadingLevel,
          reasons: config.reasons,
          element: config.widget ? elementAttributes({ ...config, ...question }) : null,
        },
        progress: (done, total) => display.show({ stage: 'exporting', done, total, articles: done }),
        signal,
      });
      display.stop();
      const seconds = (Date.now() - started) / 1000;
      process.stdout.write(
        config.json ? `${JSON.stringify({ ...summary, seconds })}\n` : described(folder, summary, seconds),
      );
    } catch (error) {
      stopIfAsked(signal);
      throw error;
    } finally {
      display.stop();
      await engine.close();
    }
  },
};

function described(folder: string, summary: ExportSummary, seconds: number): string {
  const { articles, written, unchanged, removed, empty } = summary;
  return (
    `${folder} holds the lists of ${articles} articles: ${written} written, ${unchanged} unchanged, ${removed} removed ` +
    `(${seconds.toFixed(1)} s).\n${empty === 0 ? '' : `${empty} of them have nothing to show.\n`}`
  );
}
