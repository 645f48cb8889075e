import { readConfig, type SettingName } from '../config.js';
import { UsageError } from '../errors.js';
import { bytesDisplay, megabytes } from './bytes-progress.js';
import type { CommandDescription } from './command.js';
import { stopSignal } from './stop.js';

const settings = ['withoutIndex', 'keep', 'indexDir', 'json'] as const satisfies readonly SettingName[];

export const backupCommand: CommandDescription = {
  usage: 'backup <folder>',
  summary: 'copy the index as it is at one moment, while it is served and written',
  details:
    'Copies the catalogue (articles, embeddings, editors’ rules, judgments, clicks) as it is at one moment, and the ' +
    'current generation, into a new folder inside <folder>, where it gets its name when all of it is on the disk and ' +
    'checked. Nobody waits for it: not readers, not a PUT, not an index run. Nothing is ever overwritten.\n\nIt holds ' +
    'the hashes of keys, not the keys, and articles that are not published yet: only its owner may read it. What is ' +
    'outside the index folder is not in it: a model of your own, seealso.yaml, the environment.\n\nWith --keep it ' +
    'removes the oldest backups of this index that it has made itself, under the names that it gave them. A backup ' +
    'on the same disk does not survive that disk: copy it elsewhere.',
  settings,
  examples: [
    ['seealso backup /backup', 'a new folder such as /backup/seealso-2026-11-24T03-00-00Z-3f9c1'],
    ['seealso backup /backup --keep 7 --json', 'every night, for a program: the last seven stay'],
    [
      'seealso backup /backup --without-index',
      'two fifths smaller; restored, it builds its generation itself',
    ],
  ],
  async run([folder], flags) {
    const { indexDir, withoutIndex, keep, json } = readConfig(settings, flags);
    if (folder === undefined || folder === '')
      throw new UsageError('Expected the folder for backups, received nothing. See --help.');
    const { backUp } = await import('../compose.js');
    const display = bytesDisplay(process.stderr);
    const started = Date.now();
    try {
      const made = await backUp({
        indexDir,
        to: folder,
        withIndex: !withoutIndex,
        keep,
        progress: display.show,
        warning: display.line,
        signal: stopSignal(),
      });
      display.stop();
      const { manifest, bytes, removed } = made;
      const { createdAt, catalog, generation } = manifest;
      const seconds = (Date.now() - started) / 1000;
      process.stdout.write(
        json
          ? `${JSON.stringify({ backup: made.folder, createdAt, catalog, generation, bytes, removed, seconds })}\n`
          : `Backed up to ${made.folder}: ${catalog.articles} articles up to change ${catalog.sequence}, ` +
              `${generation === null ? 'without a generation' : `generation ${generation}`}, ${megabytes(bytes)} MB.\n` +
              removed.map((old) => `Removed ${old}.\n`).join(''),
      );
    } finally {
      display.stop();
    }
  },
};
