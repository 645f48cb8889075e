import { readConfig, type SettingName } from '../config.js';
import { UsageError } from '../errors.js';
import { bytesDisplay, megabytes } from './bytes-progress.js';
import type { CommandDescription } from './command.js';
import { stopSignal } from './stop.js';

const settings = ['check', 'indexDir', 'json'] as const satisfies readonly SettingName[];

export const restoreCommand: CommandDescription = {
  usage: 'restore <backup>',
  summary: 'put a backup in the place of the index, also while that is served',
  details:
    'Copies a backup beside the index, verifies every byte of the copy, and exchanges the two within milliseconds. ' +
    'What was there is kept in the index folder, in before-restore-…, for you to remove. Running servers take the ' +
    'restored index up by themselves within a second and answer from the old one until then, when a PUT is answered ' +
    'with 503. An index run in progress is not interrupted: the restore is refused. If it is killed, nothing was ' +
    'changed, or whoever opens the index next completes it.\n\nThe restored index is as it was then: articles, rules ' +
    'and keys. Keys revoked since open again what they opened then: see `seealso keys list`. Everybody signed in at ' +
    'the desk has to sign in anew. What came in since comes back with the next `seealso index` of its source, or PUT.',
  settings,
  examples: [
    ['seealso restore /backup/seealso-2026-11-24T03-00-00Z-3f9c1', 'into data/index'],
    [
      'seealso restore /backup/seealso-2026-11-24T03-00-00Z-3f9c1 --check',
      'see whether it could be restored, and exit 1 where not',
    ],
    [
      'seealso restore /backup/seealso-2026-11-24T03-00-00Z-3f9c1 --index-dir /tmp/look',
      'into a new folder, to look into it',
    ],
  ],
  async run([backup], flags) {
    const { indexDir, check, json } = readConfig(settings, flags);
    if (backup === undefined || backup === '')
      throw new UsageError('Expected the folder of one backup, received nothing. See --help.');
    const { restore, verifyBackup } = await import('../compose.js');
    const signal = stopSignal();
    const display = bytesDisplay(process.stderr);
    const started = Date.now();
    try {
      const restored = check
        ? { manifest: await verifyBackup(backup, display.show, signal), keptAside: null }
        : await restore({ indexDir, from: backup, progress: display.show, signal });
      display.stop();
      const { manifest, keptAside } = restored;
      const { createdAt, catalog, generation, files } = manifest;
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const seconds = (Date.now() - started) / 1000;
      const facts = { backup, createdAt, catalog, generation, bytes, restored: !check, keptAside, seconds };
      process.stdout.write(json ? `${JSON.stringify(facts)}\n` : told(facts, indexDir));
    } finally {
      display.stop();
    }
  },
};

interface Facts {
  readonly backup: string;
  readonly createdAt: string;
  readonly catalog: { readonly articles: number; readonly sequence: number };
  readonly bytes: number;
  readonly restored: boolean;
  readonly keptAside: string | null;
}

function told({ backup, createdAt, catalog, bytes, restored, keptAside }: Facts, indexDir: string): string {
  const what = `${catalog.articles} articles up to change ${catalog.sequence}, of ${createdAt}`;
  if (!restored) return `${backup} is whole: ${what}, ${megabytes(bytes)} MB.\n`;
  return (
    `Restored ${indexDir} from ${backup}: ${what}.\n` +
    (keptAside === null
      ? ''
      : `What was there before lies in ${keptAside}; remove it when it is not needed.\n`) +
    'Running servers take it up within a second.\n'
  );
}
