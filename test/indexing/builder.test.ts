import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startBuilder } from '../../src/indexing/builder.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DIMENSIONS = 512;
const NO_WORDS = new Uint8Array();

/** Unit vectors that differ. */
const entries = Array.from({ length: 600 }, (_, label) => {
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin((label + 1) * (i + 1)));
  const length = Math.hypot(...vector);
  return { label, vector: vector.map((value) => value / length), terms: NO_WORDS };
});

it('a build that is given up in the middle of its graph ends with its thread, not with the process', async () => {
  for (let i = 0; i < 6; i += 1) {
    const builder = startBuilder({
      dimensions: DIMENSIONS,
      hnsw: HNSW_DEFAULTS,
      folder: temporaryFolder(),
      adaptation: null,
    });
    for (let from = 0; from < entries.length; from += 20) await builder.add(entries.slice(from, from + 20));
    const built = builder.finish();
    const ended = expect(built).rejects.toThrow();
    while (builder.added === 0) await delay(1);
    expect(builder.added).toBeLessThan(entries.length);
    await builder.abort();
    await ended;
  }
});
