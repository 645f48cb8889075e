import { expect, it } from 'vitest';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

it('`seealso keys` adds, lists and revokes, and shows a key but once', async () => {
  const indexDir = scratchFolder();
  const keys = (...args: string[]) => call(['keys', ...args, '--index-dir', indexDir]);
  const missing = await keys('list');
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
  await call([
    'index',
    write(scratchFolder(), 'a.jsonl', jsonl(ARCHIVE.slice(0, 2))),
    '--index-dir',
    indexDir,
  ]);
  expect((await keys('list')).stdout).toContain('There are no keys');

  const added = await keys('add', 'cms', '--scope', 'write', '--scope', 'read');
  const [key = ''] = added.stdout.split('\n');
  expect([added.code, key]).toEqual([0, expect.stringMatching(/^seealso_/)]);
  const list = await keys('list');
  expect(list.stdout).toMatch(/^cms {2}read, write, since \d{4}-\d\d-\d\d$/m);
  expect(list.stdout).not.toContain(key);
  expect(lastLine((await keys('list', '--json')).stdout)).toMatchObject({
    keys: [{ name: 'cms', scopes: ['read', 'write'] }],
  });

  for (const [args, message] of [
    [['add', 'cms', '--scope', 'read'], 'already'],
    [['add', 'other'], '--scope'],
    [['add', 'other', '--scope', 'all'], 'one of read, write, edit, admin'],
    [['add', '<b>', '--scope', 'read'], 'Expected the name'],
    [['revoke', 'nobody'], 'There is no key nobody'],
    [['drop', 'cms'], 'one of add, list, revoke'],
  ] as const) {
    const { code, stderr } = await keys(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
  expect((await keys('revoke', 'cms')).stdout).toContain('opens nothing');
  expect((await keys('list')).stdout).toContain('There are no keys');
});
