import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../src/web/body.js';

const TEXT = Buffer.from('An article about rates. '.repeat(40));

/** A body that comes in pieces, as over a network. */
function bodyOf(bytes: Buffer, size = 100): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return Readable.from(pieces);
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

const read = (
  bytes: Buffer,
  encoding: string,
  options: { maxBytes?: number; cut?: boolean; size?: number } = {},
) =>
  readBody(bodyOf(bytes, options.size), { label: 'http://a.example/', encoding, maxBytes: 1e6, ...options });

describe('the body of an answer', () => {
  it.each([
    ['', TEXT],
    ['identity', TEXT],
    ['gzip', gzipSync(TEXT)],
    ['X-GZIP', gzipSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['', gzipSync(TEXT)],
    ['gzip', gzipSync(gzipSync(TEXT))],
  ])('is unpacked: %j (%#)', async (encoding, packed) => {
    expect(await read(packed, encoding)).toEqual(TEXT);
    expect(await read(packed, encoding, { size: 1 })).toEqual(TEXT);
  });

  it('may be empty', async () => {
    expect(await read(Buffer.alloc(0), '')).toHaveLength(0);
    expect(await read(Buffer.alloc(0), 'gzip')).toHaveLength(0);
    expect(await read(Buffer.alloc(0), 'deflate')).toHaveLength(0);
  });

  it('is refused as soon as more has been unpacked than may be, and read no further', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 1 });
    let pulled = 0;
    let closed = false;
    async function* trickling() {
      try {
        for (let start = 0; start < bomb.length; start += 1_000) {
          pulled += 1_000;
          yield bomb.subarray(start, start + 1_000);
        }
      } finally {
        closed = true;
      }
    }
    await expect(
      readBody(trickling(), { label: 'http://a.example/', encoding: 'gzip', maxBytes: 100_000 }),
    ).rejects.toThrow(
      'http://a.example/ is too large. Expected at most 100000 bytes once unpacked, received more. Have it split, or name a smaller document.',
    );
    await turns();
    expect(closed).toBe(true);
    expect(pulled).toBeLessThan(bomb.length / 2);
  });

  it('is refused in the same way where a packed file grows, or nothing is packed', async () => {
    await expect(read(gzipSync(TEXT), '', { maxBytes: 100 })).rejects.toThrow('too large');
    await expect(read(gzipSync(gzipSync(TEXT)), 'gzip', { maxBytes: 100 })).rejects.toThrow('too large');
    await expect(read(TEXT, '', { maxBytes: TEXT.length - 1 })).rejects.toThrow('too large');
    expect(await read(TEXT, '', { maxBytes: TEXT.length })).toEqual(TEXT);
  });

  it('is cut where that was asked for', async () => {
    expect(await read(gzipSync(TEXT), 'gzip', { maxBytes: 10, cut: true })).toEqual(TEXT.subarray(0, 10));
  });

  it('is not guessed where it is packed otherwise', async () => {
    await expect(read(TEXT, 'zstd')).rejects.toThrow('Expected br, gzip, deflate or none, received "zstd"');
  });

  it('fails where it is damaged or ends too early', async () => {
    await expect(read(gzipSync(TEXT).subarray(0, 30), 'gzip')).rejects.toThrow('unexpected end of file');
    await expect(read(TEXT, 'br')).rejects.toThrow();
  });
});
