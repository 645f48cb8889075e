import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { indexArticles } from '../http/site.js';
import { copyOfIndex } from '../support/built-index.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder } from '../support/cli.js';
import { ARCHIVE } from '../support/newsroom.js';

it('`seealso backup` and `seealso restore` copy an index and put it back, and say what they did', async () => {
  const indexDir = join(scratchFolder(), 'index');
  const backups = join(scratchFolder(), 'backups');
  const seealso = (...args: string[]) => call([...args, '--index-dir', indexDir]);

  const missing = await seealso('backup', backups);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
  await copyOfIndex(ARCHIVE, indexDir, (folder) => indexArticles(folder, ARCHIVE));
  expect((await seealso('backup', backups, '--keep', '0')).code).toBe(2);

  const first = await seealso('backup', backups, '--json');
  expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/catalogue|generation/)]);
  const { backup, ...facts } = lastLine(first.stdout) as { backup: string };
  expect(facts).toMatchObject({ catalog: { articles: ARCHIVE.length }, removed: [] });
  const second = await seealso('backup', backups, '--keep', '1', '--without-index');
  expect(second.stdout).toMatch(
    new RegExp(`^Backed up to .*: ${ARCHIVE.length} articles up to change \\d+, without a generation`),
  );
  expect(second.stdout).toContain(`Removed ${backup}.`);
  const name = /Backed up to (\S+):/.exec(second.stdout)?.[1] ?? '';

  const checked = await seealso('restore', name, '--check');
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining(`${name} is whole`)]);
  rmSync(join(indexDir, 'catalog.sqlite'));
  const restored = await seealso('restore', name, '--json');
  const { keptAside } = lastLine(restored.stdout) as { keptAside: string };
  expect(existsSync(keptAside)).toBe(true);
  expect((await seealso('related', 'yen-falls', '--json')).code).toBe(0);

  rmSync(join(name, 'catalog.sqlite'));
  for (const args of [[name, '--check'], [name], [backups]] as const) {
    const { code, stderr } = await seealso('restore', ...args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/backup is damaged|no backup in/)]);
  }
});
