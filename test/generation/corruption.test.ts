import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { GENERATION_FILES } from '../../src/generation/files.js';
import {
  type Generation,
  openGeneration,
  readManifest,
  writeManifest,
} from '../../src/generation/generation.js';
import type { Manifest } from '../../src/generation/manifest.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { randomUnit, seededRandom } from '../support/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { craft, damages } from './damages.js';
import { entry, publishGeneration } from './generations.js';

const CORRUPT = expect.objectContaining({ name: 'GenerationCorruptError' });
const NODES = 320;
/** Bytes of a graph's head, and of a node of 16 dimensions and 16 links. */
const HEAD = 96;

let whole: string;
let foreign: string;
let dimensions: number;

beforeAll(async () => {
  const store = openGenerationStore(temporaryFolder());
  const random = seededRandom(3);
  const build = (seed: number) => {
    const entries = Array.from({ length: NODES }, (_, i) =>
      entry(i + seed, randomUnit(random, 8), `yen bank word${i % 7} word${(i * seed) % 11} word${i % 13}`),
    );
    return publishGeneration(store, { entries, dimensions: 8 });
  };
  whole = store.folder(await build(1));
  foreign = store.folder(await build(5));
  ({ dimensions } = await readManifest(whole));
});

function copy(): string {
  const folder = join(temporaryFolder(), 'copy');
  cpSync(whole, folder, { recursive: true });
  return folder;
}

/** Asks a generation everything that reads its files. */
function askAll({ index, table, hubness }: Generation): void {
  for (const label of table.labels) {
    const vector = index.vector(label) ?? new Float32Array(dimensions);
    for (const { label: found, similarity } of index.search(vector, 20)) {
      expect(index.has(found)).toBe(true);
      expect(Number.isFinite(similarity)).toBe(true);
    }
    expect(hubness(label)).toBeGreaterThan(0);
  }
}

it.each(Object.values(GENERATION_FILES))(
  'a generation is refused whose %s is damaged, with the remedy',
  async (file) => {
    for (const { name, apply } of damages(3)) {
      const folder = copy();
      apply(join(folder, file), join(foreign, file));
      const error = await openGeneration(folder).then(
        // Whoever serves it holds its name against that of the folder.
        ({ manifest }) => (manifest.generation === join(whole).split('/').at(-1) ? null : 'of another'),
        (reason: unknown) => reason,
      );
      if (error === 'of another') continue;
      expect(error, `${file} ${name}`).toEqual(CORRUPT);
      expect(String(error), `${file} ${name}`).toContain('seealso index --rebuild');
    }
  },
);

describe('a crafted generation, whose checksums are right, is refused', () => {
  const word = (at: number, value: number) => (bytes: Buffer) => void bytes.writeUInt32LE(value, at);
  const nodeBytes = () => 4 + 4 * 32 + 4 * dimensions + 8;
  const node = (i: number, offset: number, value: number) => (bytes: Buffer) =>
    void bytes.writeUInt32LE(value, HEAD + i * nodeBytes() + offset);
  const layers = () => HEAD + NODES * nodeBytes();

  it.each<[string, keyof Manifest['files'], (bytes: Buffer) => unknown]>([
    ['more nodes than it has', 'graph', word(16, NODES + 1)],
    ['fewer nodes than vectors', 'graph', word(16, NODES - 1)],
    ['2^60 nodes', 'graph', (bytes) => void bytes.writeBigUInt64LE(2n ** 60n, 16)],
    ['room for 2^40 nodes', 'graph', (bytes) => void bytes.writeBigUInt64LE(2n ** 40n, 8)],
    ['room for none', 'graph', word(8, 0)],
    ['larger nodes', 'graph', word(24, 1 << 20)],
    ['labels elsewhere', 'graph', word(32, 1 << 20)],
    ['vectors elsewhere', 'graph', word(40, 1 << 20)],
    ['its lowest layer elsewhere', 'graph', word(0, 1 << 20)],
    ['layers without end', 'graph', word(48, 0x7fffffff)],
    ['no layers', 'graph', word(48, 0xffffffff)],
    ['an entry beyond its nodes', 'graph', word(52, NODES)],
    ['an entry that does not reach the highest layer', 'graph', (bytes) => word(52, lowNode(bytes))(bytes)],
    ['more links above', 'graph', word(56, 400)],
    ['more links below', 'graph', word(64, 400)],
    ['a count of links beyond their list', 'graph', (bytes) => node(3, 0, 33)(bytes)],
    ['a link beyond its nodes', 'graph', (bytes) => node(3, 4, NODES)(bytes)],
    ['a link to 2^32 − 1', 'graph', (bytes) => node(3, 4, 0xffffffff)(bytes)],
    ['a vector of NaN', 'graph', (bytes) => node(3, 132, 0x7fc00000)(bytes)],
    ['a label that no vector has', 'graph', (bytes) => node(3, 132 + 4 * dimensions, 99_999)(bytes)],
    ['a label twice', 'graph', (bytes) => node(3, 132 + 4 * dimensions, 1)(bytes)],
    ['a label beyond 32 bits', 'graph', (bytes) => node(3, 136 + 4 * dimensions, 1)(bytes)],
    ['a node that is deleted', 'graph', (bytes) => node(3, 0, 0x10001)(bytes)],
    ['lists above that do not end', 'graph', (bytes) => word(layers(), 0xfffffff0)(bytes)],
    ['lists above of odd bytes', 'graph', (bytes) => word(layers(), 3)(bytes)],
    ['a link to where no list is', 'graph', (bytes) => word(highList(bytes) + 4, lowNode(bytes))(bytes)],
    ['a link above beyond its nodes', 'graph', (bytes) => word(highList(bytes) + 4, NODES)(bytes)],
    ['too many links above', 'graph', (bytes) => word(highList(bytes), 17)(bytes)],
    ['nothing but a head', 'graph', (bytes) => bytes.subarray(0, HEAD)],
    ['half a head', 'graph', (bytes) => bytes.subarray(0, 40)],
    ['something after its end', 'graph', (bytes) => Buffer.concat([bytes, Buffer.alloc(8)])],
    ['vectors of NaN', 'vectors', word(400, 0x7fc00000)],
    ['vectors without end', 'vectors', word(400, 0x7f800000)],
    ['half a vector', 'vectors', (bytes) => bytes.subarray(0, bytes.length - 4)],
    ['a number cut off', 'vectors', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['labels that are not in its graph', 'labels', word(40, 99_999)],
    ['a label twice in its table', 'labels', word(40, 1)],
    ['no hubness', 'hubness', word(40, 0)],
    ['a hubness below zero', 'hubness', word(40, 0xbf800000)],
    ['a hubness of NaN', 'hubness', word(40, 0x7fc00000)],
    ['postings of 2^32 terms', 'postings', word(4, 0xffffffff)],
    ['terms that are not ascending', 'postings', (bytes) => word(term(bytes, 1), 0)(bytes)],
    ['starts that go back', 'postings', (bytes) => word(start(bytes, 1), 0xffffff)(bytes)],
    ['starts that end early', 'postings', (bytes) => word(start(bytes, bytes.readUInt32LE(4)), 1)(bytes)],
    ['two texts of one label', 'postings', (bytes) => word(16, bytes.readUInt32LE(12))(bytes)],
    ['lengths of NaN', 'postings', (bytes) => word(12 + 4 * NODES, 0x7fc00000)(bytes)],
    ['an adaptation of no terms', 'adaptation', word(12, 0)],
    ['an adaptation of 2^32 dimensions', 'adaptation', word(16, 0xffffffff)],
  ])('with %s', async (_what, name, change) => {
    const folder = copy();
    await craft(folder, name, change);
    await expect(openGeneration(folder)).rejects.toEqual(CORRUPT);
  });

  it.each<[string, (manifest: Manifest) => Partial<Manifest>]>([
    ['another number of vectors', ({ count }) => ({ count: count + 1 })],
    ['other dimensions', (manifest) => ({ dimensions: manifest.dimensions * 2, count: manifest.count / 2 })],
    ['a model of other dimensions', ({ model }) => ({ model: { ...model, dimensions: 9 } })],
    ['other links', ({ hnsw }) => ({ hnsw: { ...hnsw, M: 8 } })],
  ])('whose manifest says %s', async (_what, change) => {
    const folder = copy();
    const manifest = await readManifest(folder);
    await writeManifest(folder, { ...manifest, ...change(manifest) });
    await expect(openGeneration(folder)).rejects.toEqual(CORRUPT);
  });

  /** Where a word of the postings lies: after the head, labels, and three lengths of each text. */
  const term = (bytes: Buffer, i: number) => 12 + 4 * (bytes.readUInt32LE(0) * 4 + i);
  const start = (bytes: Buffer, i: number) => term(bytes, bytes.readUInt32LE(4) + i);

  /** The lists above the lowest layer, node by node: where they begin, and how many bytes they have. */
  function lists(bytes: Buffer): { readonly at: number; readonly size: number }[] {
    const found = [];
    for (let at = layers(); at < bytes.length; ) {
      const size = bytes.readUInt32LE(at);
      found.push({ at: at + 4, size });
      at += 4 + size;
    }
    return found;
  }
  const lowNode = (bytes: Buffer) => lists(bytes).findIndex(({ size }) => size === 0);
  /** The list of a node that has a link above the lowest layer. */
  const highList = (bytes: Buffer) =>
    lists(bytes).find(({ at, size }) => size > 0 && bytes.readUInt32LE(at) > 0)?.at ?? 0;
});

it('whatever a graph says under a right checksum, it is refused, or answers with what there is', async () => {
  const random = seededRandom(7);
  let refused = 0;
  const rounds = process.env.CI === 'true' ? 60 : 15;
  const folder = copy();
  for (let round = 0; round < rounds; round += 1) {
    cpSync(join(whole, 'graph.hnsw'), join(folder, 'graph.hnsw'));
    await craft(folder, 'graph', (bytes) => {
      for (let i = 0; i < 4; i += 1) {
        // Half of them where the numbers are that matter most.
        const at = Math.floor(random() * (random() < 0.5 ? HEAD : bytes.length));
        bytes[at] = Math.floor(random() * 256);
      }
    });
    try {
      askAll(await openGeneration(folder));
    } catch (error) {
      expect(error).toEqual(CORRUPT);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(rounds / 2);
});
