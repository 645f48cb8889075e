import { expect, it } from 'vitest';
import { refuseShortage } from '../../src/generation/files.js';

const failure = (code: string) => Object.assign(new Error(`${code}: not opened`), { code });

it('says nothing of a file that cannot be opened for want of something else, and how to mend that', () => {
  for (const code of ['EMFILE', 'ENFILE', 'ENOMEM']) {
    expect(() => refuseShortage(failure(code), '/index/current')).toThrow(
      expect.objectContaining({
        name: 'CatalogUnusableError',
        message: expect.stringMatching(/\/index\/current .*ulimit -n/),
      }),
    );
  }
});

it('leaves what is wrong with the file itself to others', () => {
  for (const error of [failure('ENOENT'), failure('EIO'), new Error('no code'), undefined]) {
    expect(() => refuseShortage(error, '/index/current')).not.toThrow();
  }
});
