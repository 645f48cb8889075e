import { readConfig, type SettingName } from '../config.js';
import type { CommandDescription } from './command.js';

const settings = ['indexDir', 'to', 'json'] as const satisfies readonly SettingName[];

export const rollbackCommand: CommandDescription = {
  usage: 'rollback',
  summary: 'make the previous generation of the index current again',
  details:
    'Makes the previous generation of the index current again; a running server follows by itself. Rollback changes ' +
    'what ranks, never what was decided or stored: a deleted article stays deleted, and what a bad export has made of ' +
    'texts is mended by indexing a good one (with --reread, where its source gave the same before). The next index ' +
    'builds anew from what is stored. The last three generations are kept.',
  settings,
  examples: [
    ['seealso rollback', 'to the generation before the current one'],
    ['seealso rollback --to 2026-11-22T10-00-00Z-3f9c1', 'to a generation by name'],
  ],
  async run(_words, flags) {
    const config = readConfig(settings, flags);
    const { logged, rollback } = await import('../compose.js');
    const { from, to } = await rollback(config.indexDir, config.to);
    logged(config.indexDir, 'rollback', 'command line', { from, to });
    process.stdout.write(
      config.json ? `${JSON.stringify({ from, to })}\n` : `Went back from generation ${from} to ${to}.\n`,
    );
  },
};
