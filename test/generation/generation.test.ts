import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serializeAdaptation } from '../../src/adaptation/adaptation-file.js';
import { describeFile, GENERATION_FILES } from '../../src/generation/files.js';
import {
  openGeneration,
  readManifest,
  verifyGeneration,
  writeManifest,
} from '../../src/generation/generation.js';
import type { Manifest } from '../../src/generation/manifest.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { startBuilder } from '../../src/indexing/builder.js';
import { weigh } from '../../src/lexical/statistics.js';
import { termsOf } from '../../src/lexical/terms.js';
import { HNSW_DEFAULTS } from '../../src/vectors/vector-index.js';
import { randomUnit, seededRandom, unit } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { buildGeneration, entry, manifest, publishGeneration } from './generations.js';

const CORRUPT = expect.objectContaining({ name: 'GenerationCorruptError' });
const store = openGenerationStore(temporaryFolder());
const random = seededRandom(3);
const vectors = Array.from({ length: 50 }, (_, i) => [i + 1, randomUnit(random, 8)] as const);
const small = store.folder(await publishGeneration(store, { vectors }));

const TOPICS = ['yen bank rate bond', 'oven flour dough crust'];
/** As many articles as a space is fitted to, of two topics by turns; the last cannot be placed by the model. */
const entries = Array.from({ length: 300 }, (_, i) => {
  const topic = (TOPICS[i % 2] ?? '').split(' ');
  const text = `${topic[i % 4]} ${topic[(i + 1 + (i % 3)) % 4]} ${topic[(i >> 2) % 4]} word${i % 7}`;
  return entry(i + 1, i === 299 ? null : randomUnit(random, 8), text);
});
const fitted = store.folder(await publishGeneration(store, { entries, dimensions: 8 }));

const emptyStore = openGenerationStore(temporaryFolder());

/** A copy that a test may damage, of the generation that has every file. */
function copy(original = fitted): string {
  const folder = join(temporaryFolder(), 'copy');
  cpSync(original, folder, { recursive: true });
  return folder;
}

describe('building in a thread', () => {
  it('writes a generation that opens and answers', async () => {
    const { manifest: found, index, adaptation } = await openGeneration(small);
    expect(found).toMatchObject({ count: 50, articles: 50, dimensions: 8 });
    expect(adaptation).toBeNull();
    expect(existsSync(join(small, GENERATION_FILES.adaptation))).toBe(false);
    for (const [label, vector] of vectors) {
      expect(index.vector(label)).toEqual(vector);
      expect(index.search(vector, 1)[0]?.label).toBe(label);
    }
  });

  it('writes what was fitted to the archive, which opens with it', async () => {
    const { manifest: found, index, table, adaptation } = await openGeneration(fitted);
    expect(adaptation?.fittedOn).toBe(300);
    expect(found.dimensions).toBe(8 + (adaptation?.dimensions ?? 0));
    expect(found.dimensions).toBeGreaterThan(8);
    expect([index.dimensions, table.dimensions]).toEqual([found.dimensions, found.dimensions]);
    expect(index.vector(1)).toHaveLength(found.dimensions);
  });

  it('writes cut-offs of which the rarer share asks for more', async () => {
    const { cutoffs } = (await openGeneration(fitted)).manifest;
    expect(cutoffs.length).toBeGreaterThan(1);
    const rarestFirst = [...cutoffs].sort((a, b) => a.share - b.share);
    expect(rarestFirst.map(({ score }) => score)).toEqual(
      rarestFirst.map(({ score }) => score).sort((a, b) => b - a),
    );
  });

  it('writes the hubness of each article; one that it does not know is as near as the average', async () => {
    const { hubness } = await openGeneration(small);
    const values = vectors.map(([label]) => hubness(label));
    expect(new Set(values).size).toBeGreaterThan(40);
    for (const value of values) expect(value).toBeGreaterThan(0.5);
    for (const value of values) expect(value).toBeLessThan(2);
    expect(hubness(999)).toBe(1);
  });

  it('writes the words of an article without a vector, which is found by them alone', async () => {
    const { folder, generation } = await emptyStore.begin(new Date());
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder, adaptation: null });
    await builder.add([entry(1, unit(1, 0, 0), 'rain flood'), entry(2, null, 'yen bank')]);
    const built = await builder.finish();
    expect(built).toMatchObject({ articles: 2, count: 1 });
    await writeManifest(folder, manifest({ generation, ...built }));
    const { index, lexical, hubness } = await openGeneration(folder);
    expect(index.has(2)).toBe(false);
    expect(index.search(unit(1, 1, 1), 10).map(({ label }) => label)).toEqual([1]);
    expect(lexical.compare(weigh(termsOf('yen'), lexical.statistics)).top(10)).toEqual([2]);
    expect(hubness(2)).toBe(1);
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
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder, adaptation: null });
    await builder.add([entry(1, unit(1, 0, 0)), entry(2, unit(1, 1, 0))]);
    await builder.add([entry(1, unit(0, 0, 1))]);
    builder.remove([2, 99]);
    const built = await builder.finish();
    expect(built).toMatchObject({ articles: 1, count: 1 });
    await writeManifest(folder, manifest({ generation, ...built }));
    const { index } = await openGeneration(folder);
    expect(index.search(unit(1, 1, 1), 10).map(({ label }) => label)).toEqual([1]);
    expect(index.vector(1)).toEqual(unit(0, 0, 1));
    expect(index.has(2)).toBe(false);
  });

  it('removes every vector, and the empty index opens', async () => {
    const { folder, generation } = await emptyStore.begin(new Date());
    const builder = startBuilder({ dimensions: 3, hnsw: HNSW_DEFAULTS, folder, adaptation: null });
    await builder.add([entry(1, unit(1, 0, 0))]);
    builder.remove([1]);
    await writeManifest(folder, manifest({ generation, ...(await builder.finish()) }));
    const { index } = await openGeneration(folder);
    expect(index.search(unit(1, 0, 0), 10)).toEqual([]);
  });

  it('says why it failed, instead of waiting for ever', async () => {
    const nowhere = startBuilder({
      dimensions: 3,
      hnsw: HNSW_DEFAULTS,
      folder: join(temporaryFolder(), 'not', 'there'),
      adaptation: null,
    });
    await expect(nowhere.finish()).rejects.toThrow(/Building the generation failed/);
    await nowhere.abort();
  });

  it('does not go on after it was given up', async () => {
    const builder = startBuilder({
      dimensions: 3,
      hnsw: HNSW_DEFAULTS,
      folder: temporaryFolder(),
      adaptation: null,
    });
    await builder.abort();
    await expect(builder.add([entry(1, unit(1, 0, 0))])).rejects.toThrow(/ended before/);
    await builder.abort();
  });
});

describe('a generation', () => {
  const files = Object.values(GENERATION_FILES);

  it('is whole as it was published', async () => {
    for (const folder of [small, fitted]) await verifyGeneration(folder, await readManifest(folder));
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

  it.each(files.filter((name) => name !== GENERATION_FILES.adaptation))(
    'is refused when its %s is that of another generation',
    async (name) => {
      const folder = copy();
      cpSync(join(small, name), join(folder, name));
      await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
    },
  );

  it('is refused when a file has grown', async () => {
    const folder = copy();
    truncateSync(join(folder, GENERATION_FILES.labels), 4 * 301);
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
  });

  it.each<[string, (found: Manifest) => Partial<Manifest>]>([
    ['another number of vectors', (found) => ({ count: found.count - 1 })],
    ['more dimensions', (found) => ({ dimensions: found.dimensions + 1 })],
    ['no archive half in vectors that have one', () => ({ dimensions: 8 })],
    [
      'a model of more dimensions',
      (found) => ({ model: { ...found.model, dimensions: found.model.dimensions + 1 } }),
    ],
    [
      'a model of fewer dimensions',
      (found) => ({ model: { ...found.model, dimensions: found.model.dimensions - 1 } }),
    ],
    [
      'the labels in the place of the hubness, cut to one',
      (found) => ({ files: { ...found.files, hubness: { bytes: 4, sha256: found.files.labels.sha256 } } }),
    ],
  ])('is refused when the manifest says %s', async (_what, change) => {
    const folder = copy();
    const found = await readManifest(folder);
    await writeManifest(folder, { ...found, ...change(found) });
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
  });

  it('is refused when what was fitted is of other dimensions, though the manifest vouches for it', async () => {
    const folder = copy();
    const found = await readManifest(folder);
    const { adaptation } = await openGeneration(folder);
    if (adaptation === null) throw new Error('expected an adaptation, received null');
    const rewrite = async (bytes: Uint8Array) => {
      writeFileSync(join(folder, GENERATION_FILES.adaptation), bytes);
      const facts = await describeFile(join(folder, GENERATION_FILES.adaptation));
      await writeManifest(folder, { ...found, files: { ...found.files, adaptation: facts } });
    };
    await rewrite(serializeAdaptation(adaptation));
    await openGeneration(folder);

    const { terms, dimensions } = adaptation;
    const narrower = {
      ...adaptation,
      dimensions: dimensions - 1,
      directions: new Float32Array(terms.length * (dimensions - 1)),
    };
    await rewrite(serializeAdaptation(narrower));
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
    await expect(openGeneration(folder)).rejects.toThrow(
      `it has 8 + ${dimensions - 1} dimensions, not ${found.dimensions}`,
    );
    await rewrite(serializeAdaptation({ ...adaptation, mean: new Float32Array(9) }));
    await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
    await rewrite(Buffer.from('nothing of the kind'));
    await expect(openGeneration(folder)).rejects.toThrow(/not what was fitted to an archive/);
  });

  it.each(['vectors', 'labels', 'hubness'] as const)(
    'is refused when its %s are not whole numbers, though the manifest vouches for them',
    async (name) => {
      const folder = copy();
      const found = await readManifest(folder);
      const file = join(folder, GENERATION_FILES[name]);
      truncateSync(file, found.files[name].bytes + 1);
      await writeManifest(folder, { ...found, files: { ...found.files, [name]: await describeFile(file) } });
      await expect(openGeneration(folder)).rejects.toThrow(CORRUPT);
    },
  );

  it('has no archive half without a file of what was fitted', async () => {
    const folder = copy();
    const found = await readManifest(folder);
    await writeManifest(folder, { ...found, files: { ...found.files, adaptation: null } });
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
