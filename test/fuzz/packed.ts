import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Headers } from './headers.js';

/** A body, and what is said of how it is packed. */
export interface Packed {
  readonly body: Buffer;
  readonly headers: Headers;
}

const PACKERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
};

/** Unpacks to a hundred times what any route takes. */
const HUGE = Buffer.alloc(64 * 1024 * 1024, ' ');
const BOMBS: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(HUGE),
  br: brotliCompressSync(HUGE),
  deflate: deflateSync(HUGE),
};

/** Bodies as they are, packed, said to be, too large, and small ones that grow. */
export function packed(body: fc.Arbitrary<Buffer>): fc.Arbitrary<Packed> {
  const plain = body.map((bytes): Packed => ({ body: bytes, headers: [] }));
  const coded = fc
    .tuple(
      body,
      fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'x-gzip', 'bzip2', 'gzip, gzip', ''),
      fc.boolean(),
    )
    .map(([bytes, coding, isTrue]): Packed => {
      const pack = isTrue ? PACKERS[coding] : undefined;
      return { body: pack === undefined ? bytes : pack(bytes), headers: [['Content-Encoding', coding]] };
    });
  const bomb = fc.constantFrom(...Object.keys(BOMBS)).map(
    (coding): Packed => ({
      body: BOMBS[coding] ?? Buffer.alloc(0),
      headers: [['Content-Encoding', coding]],
    }),
  );
  const big = fc.constantFrom(70_000, 1_100_000, 9_000_000).map(
    (length): Packed => ({
      body: Buffer.from(JSON.stringify({ title: 'bank', body: 'a'.repeat(length) })),
      headers: [],
    }),
  );
  return fc.oneof(
    { weight: 40, arbitrary: plain },
    { weight: 6, arbitrary: coded },
    { weight: 1, arbitrary: bomb },
    { weight: 1, arbitrary: big },
  );
}
