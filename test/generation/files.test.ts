import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeFile, readFacts } from '../../src/generation/files.js';
import { seededNumbers } from '../support/onnx/graph.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MEGABYTE = 1 << 20;
const file = join(temporaryFolder(), 'file');

function written(length: number): { readonly bytes: Buffer; readonly sha256: string } {
  const next = seededNumbers(length);
  const bytes = Buffer.from(
    Uint32Array.from({ length: Math.ceil(length / 4) }, () => next() * 2 ** 32).buffer,
  );
  const part = bytes.subarray(0, length);
  writeFileSync(file, part);
  return { bytes: part, sha256: createHash('sha256').update(part).digest('hex') };
}

describe('a file that is read in pieces', () => {
  it.each([0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 3 * MEGABYTE + 5])(
    'is what it is as a whole, of %i bytes',
    async (length) => {
      const { bytes, sha256 } = written(length);
      expect(await describeFile(file)).toEqual({ bytes: length, sha256 });
      const { content, facts } = await readFacts(file, length);
      expect(facts).toEqual({ bytes: length, sha256 });
      expect(bytes.equals(Buffer.from(content))).toBe(true);
    },
  );

  it('is not read where it is of another length: it could be larger than memory', async () => {
    written(100);
    for (const expected of [99, 101, 2 ** 50]) {
      const { content, facts } = await readFacts(file, expected);
      expect([content.byteLength, facts]).toEqual([0, { bytes: 100, sha256: '' }]);
    }
  });
});
