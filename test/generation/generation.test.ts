import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBuilder } from '../../src/indexing/builder.js';
import { GENERATION_FILES } from '../../src/generation/files.js';
import {
  openGeneration,
  readManifest,
  verifyGeneration,
  writeManifest,
} from '../../src/generation/generation.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { buildGeneration, entry, manifest, publishGeneration } from './generations.js';

const CORRUPT = expect.objectContaining({ name: 'GenerationCorruptError' });
const store = openGenerationStore(temporaryFolder());
const random = seededRandom(3);
const vectors = Array.from({ length: 50 }, (_, i) => [i + 1, randomUnit(random, 8)] as const);
const original = store.folder(await publishGeneration(store, { vectors }));
const wider = store.folder(
  await publishGeneration(store, {
    vectors: vectors.map(([label]) => [label + 100, randomUnit(random, 16)]),
  }),
);

const emptyStore = openGenerationStore(temporaryFolder());

/** A copy that a test may damage. */
function copy(): string {
  const folder = join(temporaryFolder(), 'copy');
  cpSync(original, folder, { recursive: true });
  return folder;
}

describe('building in a thread', () => {
  it('writes a generation that opens and answers', async () => {
    const { manifest: found, index } = await openGeneration(original);
    expect(found.count).toBe(50);
    for (const [label, vector] of vectors) {
      expect(index.vector(label)).toEqual(vector);
      expect(index.search(vector, 1)[0]?.label).toBe(label);
    }
  });

  it('writes one of no vectors at all, which opens and answers nothing', async () => {
    const empty = await publishGeneration(emptyStore, {});
    const { manifest: found, index } = await openGeneration(emptyStore.folder(empty));
    expect(found.count).toBe(0);
    expect(index.count).toBe(0);
    expect(index.search(unit(1, 0, 0), 10)).toEqual([]);
  });

  it('replaces and removes what was handed in before', async () => {
    const { folder, generation } = await emptyStore.begin(new Date());
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder });
    await builder.add([entry(1, unit(1, 0, 0)), entry(2, unit(1, 1, 0))]);
    await builder.add([entry(1, unit(0, 0, 1))]);
    builder.remove([2, 99]);
    const { count, files } = await builder.finish();
    expect(count).toBe(1);
    await writeManifest(folder, manifest({ generation, count, files }));
    const { index } = await openGeneration(folder);
    expect(index.search(unit(1, 1, 1), 10).map(({ label }) => label)).toEqual([1]);
    expect(index.vector(1)).toEqual(unit(0, 0, 1));
    expect(index.has(2)).toBe(false);
  });

  it('removes every vector, and the empty index opens', async () => {
    const { folder, generation } = await emptyStore.begin(new Date());
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder });
    await builder.add([entry(1, unit(1, 0, 0))]);
    builder.remove([1]);
    const { count, files } = await builder.finish();
    await writeManifest(folder, manifest({ generation, count, files }));
    const { index } = await openGeneration(folder);
    expect(index.search(unit(1, 0, 0), 10)).toEqual([]);
  });

  it('says why it failed, instead of waiting for ever', async () => {
    const nowhere = startBuilder({
      dimensions: 3,
      hnsw: HNSW_DEFAULTS,
      folder: join(temporaryFolder(), 'not', 'there'),
    });
    await expect(nowhere.finish()).rejects.toThrow(/Building the graph failed/);
    await nowhere.abort();
  });

  it('does not go on after it was given up', async () => {
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder: temporaryFolder() });
    await builder.abort();
    await expect(builder.add([entry(1, unit(1, 0, 0))])).rejects.toThrow(/ended before/);
    await builder.abort();
  });
});

describe('a generation', () => {
  const files = Object.values(GENERATION_FILES);

  it('is whole as it was published', async () => {
    await verifyGeneration(original, await readManifest(original));
  });

  describe.each(files)('is refused when its %s', (name) => {
    const refused = async (folder: string) => {
      await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
      const verifying = async () => verifyGeneration(folder, await readManifest(folder));
      await expect(verifying()).rejects.toThrow(CORRUPT);
    };
    const change = (edit: (bytes: Buffer) => Buffer | undefined) => {
      const folder = copy();
      const bytes = readFileSync(join(folder, name));
      writeFileSync(join(folder, name), edit(bytes) ?? bytes);
      return folder;
    };

    it.each([0, 0.1, 0.5, 0.9, 1])('has one bit flipped (at %f of its length)', async (at) => {
      await refused(
        change((bytes) => {
          // The last byte of a manifest is the line feed after it, which says nothing.
          const place = Math.floor(at * (bytes.length - 2));
          bytes[place] = (bytes[place] ?? 0) ^ 1;
          return bytes;
        }),
      );
    });

    it('is cut short', async () => {
      await refused(change((bytes) => bytes.subarray(0, bytes.length - 4)));
    });

    it('is empty', async () => {
      await refused(change(() => Buffer.alloc(0)));
    });

    it('is missing', async () => {
      const folder = copy();
      rmSync(join(folder, name));
      await refused(folder);
    });
  });

  it.each(files)('is refused when its %s is that of another generation', async (name) => {
    const folder = copy();
    cpSync(join(wider, name), join(folder, name));
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
  });

  it('is refused when a file has grown', async () => {
    const folder = copy();
    truncateSync(join(folder, GENERATION_FILES.labels), 204);
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
  });

  it('is refused when the manifest vouches for another number of vectors than there are', async () => {
    const folder = copy();
    const found = await readManifest(folder);
    await writeManifest(folder, { ...found, count: 49 });
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
    await writeManifest(folder, { ...found, model: { ...found.model, dimensions: 16 } });
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
  });

  it('is refused when its folder is not there, and says what to do', async () => {
    await expect(openGeneration(join(temporaryFolder(), 'nothing'))).rejects.toThrow(
      /seealso index --rebuild.*nothing is embedded again/,
    );
  });

  it('is not finished without a manifest', async () => {
    const unfinished = openGenerationStore(temporaryFolder());
    const name = await buildGeneration(unfinished);
    const { generation } = await unfinished.begin(new Date());
    await expect(unfinished.publish(generation)).rejects.toThrow(CORRUPT);
    await unfinished.publish(name);
  });
});
