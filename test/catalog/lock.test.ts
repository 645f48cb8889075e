import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/catalog/lock.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LOCKED = expect.objectContaining({ name: 'IndexLockedError' });

describe('the lock of an index', () => {
  it('is had by one holder at a time', () => {
    const file = join(temporaryFolder(), 'index.lock');
    const first = acquireLock(file);
    expect(() => acquireLock(file)).toThrow(LOCKED);
    expect(() => acquireLock(file)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(file) }),
    );
    first.release();
    acquireLock(file).release();
  });

  it('of another index is another lock', () => {
    const folder = temporaryFolder();
    const one = acquireLock(join(folder, 'one.lock'));
    const two = acquireLock(join(folder, 'two.lock'));
    one.release();
    two.release();
  });

  it('takes a file that an earlier process left behind', () => {
    const file = join(temporaryFolder(), 'index.lock');
    writeFileSync(file, '');
    acquireLock(file).release();
  });

  it('says so where it cannot be taken: no folder, or a file that is something else', () => {
    const folder = temporaryFolder();
    const garbage = join(folder, 'garbage.lock');
    writeFileSync(garbage, 'This is not a lock. '.repeat(50));
    for (const file of [join(folder, 'not', 'there', 'index.lock'), garbage]) {
      const refused = { name: 'CatalogUnusableError', message: expect.stringContaining(file) };
      expect(() => acquireLock(file)).toThrow(expect.objectContaining(refused));
    }
  });

  it('ends with a process that is killed', async () => {
    const file = join(temporaryFolder(), 'index.lock');
    const built = JSON.stringify(new URL('../../dist/catalog/lock.js', import.meta.url).href);
    // The lock is in a variable: what nobody refers to may be collected, and is released then.
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { acquireLock } from ${built};
       globalThis.lock = acquireLock(${JSON.stringify(file)});
       console.log('held');
       setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(holder, 'exit');
    try {
      const [said] = (await Promise.race([once(holder.stdout, 'data'), ended])) as unknown[];
      expect(String(said)).toBe('held\n');
      expect(() => acquireLock(file)).toThrow(LOCKED);
    } finally {
      holder.kill('SIGKILL');
      await ended;
    }
    acquireLock(file).release();
  });
});
