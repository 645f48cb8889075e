import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/catalog/lock.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { type BackupRequest, backUp } from '../../src/compose/backup/backup.js';
import { MANIFEST, readBackup, serializeBackup } from '../../src/compose/backup/backup-manifest.js';
import { restore } from '../../src/compose/backup/restore.js';
import { verifyBackup } from '../../src/compose/backup/verify.js';
import { openGeneration } from '../../src/generation/generation.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { article } from '../support/articles.js';
import { type IndexFolder, indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const SPACE = { model: 'model-a', strategy: 'text/1' };
const signal = new AbortController().signal;
const silent = { progress() {}, signal };

let origin: IndexFolder;
/** A backup of two articles and their generation. */
let backup: string;

beforeAll(async () => {
  origin = indexFolder();
  await origin.run([
    memorySource(
      'a',
      ['bank', 'rain'].map((id) => ({ id, title: id, body: 'A chip and a cloud.' })),
    ),
  ]);
  origin.catalog.keys.add('cms', 'a'.repeat(64), ['write'], 1);
  origin.catalog.sessions.begin({ hash: 'b', keyHash: 'a'.repeat(64), startedAt: 1, expiresAt: 2 });
  backup = await backedUp(origin.folder, temporaryFolder());
});

afterAll(() => origin.catalog.close());

async function backedUp(indexDir: string, to: string, more: Partial<BackupRequest> = {}): Promise<string> {
  const request = { indexDir, to, withIndex: true, keep: undefined, warning() {}, ...silent, ...more };
  return (await backUp(request)).folder;
}

/** A copy of the index that a test may write to. */
function copyOfOrigin(): IndexFolder {
  const folder = temporaryFolder();
  for (const name of readdirSync(backup).filter((one) => one !== MANIFEST))
    cpSync(join(backup, name), join(folder, name), { recursive: true });
  return indexFolder(folder);
}

const put = (index: Pick<IndexFolder, 'catalog'>, id: string) =>
  index.catalog.write(
    [{ article: article(id), bodyFormat: 'auto', derived: null }],
    { kind: 'request' },
    SPACE,
  );

describe('a backup', () => {
  it('is of the moment at which the copying began, and nobody waits for it', async () => {
    const index = copyOfOrigin();
    const told: number[] = [];
    const folder = await backedUp(index.folder, temporaryFolder(), {
      progress(stage, done, total) {
        if (stage === 'catalogue') put(index, `while-${done}-${total}`);
        told.push(done / total);
      },
    });
    expect(told.length).toBeGreaterThan(1);
    const manifest = await verifyBackup(folder, () => undefined, signal);
    expect(manifest.catalog).toMatchObject({ uuid: index.catalog.uuid, articles: 2 });
    expect(index.catalog.sequence()).toBeGreaterThan(manifest.catalog.sequence);
    expect(manifest.generation).toBe(await index.store.current());
    index.catalog.close();
  });

  it('lies there for its owner alone, with everything that it needs listed and nothing else beside it', async () => {
    expect(statSync(backup).mode & 0o077).toBe(0);
    const { files, generation } = await readBackup(backup);
    for (const { path, bytes } of files)
      expect([statSync(join(backup, path)).mode & 0o777, statSync(join(backup, path)).size]).toEqual([
        0o600,
        bytes,
      ]);
    expect(readdirSync(backup).sort()).toEqual([MANIFEST, 'catalog.sqlite', 'current', 'generations']);
    expect(readFileSync(join(backup, 'current'), 'utf8').trim()).toBe(generation);
    expect(readdirSync(join(backup, '..')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is made without the generation where that is damaged, with a warning', async () => {
    const index = copyOfOrigin();
    truncateSync(join(index.store.folder((await index.store.current()) ?? ''), 'vectors.f32'), 4);
    const warnings: string[] = [];
    const folder = await backedUp(index.folder, temporaryFolder(), {
      warning: (text) => warnings.push(text),
    });
    expect(warnings.join()).toMatch(/cannot be copied.*vectors\.f32/);
    expect((await verifyBackup(folder, () => undefined, signal)).generation).toBeNull();
    index.catalog.close();
  });

  it('leaves nothing behind where it is stopped or fails, and takes away what a killed one has left', async () => {
    const to = temporaryFolder();
    mkdirSync(join(to, '.seealso-2026-05-01T12-00-00Z-00000.part'));
    writeFileSync(join(to, '.mine.part'), '');
    const failing = () => {
      throw new Error('stopped here');
    };
    await expect(backedUp(origin.folder, to, { progress: failing, withIndex: false })).rejects.toThrow(
      'stopped here',
    );
    expect(readdirSync(to).sort()).toEqual(['.mine.part', 'backup.lock']);
    const stopped = AbortSignal.abort();
    await expect(backedUp(origin.folder, to, { signal: stopped })).rejects.toThrow('Stopped on request');
    expect(readdirSync(to).sort()).toEqual(['.mine.part', 'backup.lock']);
  });

  it('is not begun while another one is written to the same folder', async () => {
    const to = temporaryFolder();
    const lock = acquireLock(join(to, 'backup.lock'));
    await expect(backedUp(origin.folder, to)).rejects.toThrow(/Another process is writing backups there/);
    lock.release();
  });

  it('removes the oldest beyond those that are kept: its own, of this index, by their own names', async () => {
    const to = temporaryFolder();
    const other = indexFolder();
    const foreign = await backedUp(other.folder, to);
    other.catalog.close();
    const first = await backedUp(origin.folder, to, { withIndex: false });
    const renamed = join(to, 'seealso-2020-01-01T00-00-00Z-00000');
    cpSync(first, renamed, { recursive: true });
    const damaged = join(to, 'seealso-2020-01-02T00-00-00Z-00000');
    mkdirSync(damaged);
    const second = await backedUp(origin.folder, to, { withIndex: false, keep: 2 });
    expect(existsSync(first)).toBe(true);
    const third = await backedUp(origin.folder, to, { withIndex: false, keep: 2 });
    const left = readdirSync(to).filter((name) => name !== 'backup.lock');
    expect(left.sort()).toEqual(
      [foreign, renamed, damaged, second, third].map((path) => basename(path)).sort(),
    );
  });

  it('is not made of a damaged catalogue, which it names', async () => {
    const index = copyOfOrigin();
    index.catalog.close();
    const file = join(index.folder, 'catalog.sqlite');
    const bytes = readFileSync(file);
    // Pages of tables and indexes, not the first, which holds what they are.
    for (let page = 4; page < bytes.length / 4096; page += 1) bytes.fill(0xa5, page * 4096, page * 4096 + 64);
    writeFileSync(file, bytes);
    const to = temporaryFolder();
    await expect(backedUp(index.folder, to)).rejects.toThrow(
      expect.objectContaining({ code: 'catalog_unusable', message: expect.stringContaining(file) as string }),
    );
    expect(readdirSync(to)).toEqual(['backup.lock']);
  });
});

describe('a restored index', () => {
  it('is as it was then, with its generation, as another catalogue, and what was there is kept', async () => {
    const index = copyOfOrigin();
    put(index, 'later');
    index.catalog.delete('rain');
    index.catalog.close();
    const { keptAside } = await restore({ indexDir: index.folder, from: backup, ...silent });
    const restored = openSqliteCatalog(join(index.folder, 'catalog.sqlite'));
    expect([restored.find('rain')?.article.id, restored.find('later')]).toEqual(['rain', null]);
    expect(restored.uuid).not.toBe(origin.catalog.uuid);
    expect(restored.sequence()).toBe((await readBackup(backup)).catalog.sequence);
    expect(restored.keys.list().map(({ name }) => name)).toEqual(['cms']);
    expect(restored.sessions.byHash('b')).toBeNull();
    const store = openGenerationStore(index.folder);
    const current = (await store.current()) ?? '';
    expect((await openGeneration(store.folder(current))).manifest).toMatchObject({
      catalog: restored.uuid,
      count: 2,
    });
    restored.close();

    const before = openSqliteCatalog(join(keptAside ?? '', 'catalog.sqlite'));
    expect([before.find('later')?.article.id, before.find('rain')]).toEqual(['later', null]);
    before.close();
    const beside = readdirSync(index.folder).filter((name) => name.startsWith('.'));
    expect(beside).toEqual([]);
  });

  it('goes back to the same origin, so that its backups take turns with the earlier ones', async () => {
    const index = copyOfOrigin();
    index.catalog.close();
    await restore({ indexDir: index.folder, from: backup, ...silent });
    const { catalog } = await readBackup(
      await backedUp(index.folder, temporaryFolder(), { withIndex: false }),
    );
    expect(catalog.lineage).toBe(origin.catalog.uuid);
    expect(catalog.uuid).not.toBe(origin.catalog.uuid);
  });

  it('comes into being where there was none, and keeps nothing aside', async () => {
    const indexDir = join(temporaryFolder(), 'new');
    expect((await restore({ indexDir, from: backup, ...silent })).keptAside).toBeNull();
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    expect(catalog.count()).toBe(2);
    catalog.close();
  });

  it.each<[string, (file: string) => void]>([
    ['is no database any more', (file) => writeFileSync(file, 'no database '.repeat(1000))],
    ['is cut off', (file) => truncateSync(file, 5000)],
    ['is gone', (file) => rmSync(file)],
  ])('takes the place of a catalogue that %s', async (_what, damage) => {
    const index = copyOfOrigin();
    index.catalog.close();
    damage(join(index.folder, 'catalog.sqlite'));
    await restore({ indexDir: index.folder, from: backup, ...silent });
    const catalog = openSqliteCatalog(join(index.folder, 'catalog.sqlite'));
    expect(catalog.count()).toBe(2);
    catalog.close();
  });

  it('is left to who has the index open: the old one answers, takes no write, and takes nothing along', async () => {
    const index = copyOfOrigin();
    put(index, 'later');
    await restore({ indexDir: index.folder, from: backup, ...silent });
    const restored = openSqliteCatalog(join(index.folder, 'catalog.sqlite'));
    put({ catalog: restored }, 'new');

    const { catalog } = index;
    expect([catalog.isReplaced(), catalog.count(), catalog.find('new')]).toEqual([true, 3, null]);
    const refused = expect.objectContaining({ code: 'catalog_unusable' });
    expect(() => put(index, 'lost')).toThrow(refused);
    expect(() => catalog.remember('name', 1)).toThrow(refused);
    expect(() => catalog.keys.revoke('cms')).toThrow(refused);
    expect(() => catalog.delete('bank')).toThrow(refused);
    // The log of the new one bears the name that that of the old one had.
    catalog.close();
    expect(existsSync(join(index.folder, 'catalog.sqlite-wal'))).toBe(true);
    restored.close();
    const again = openSqliteCatalog(join(index.folder, 'catalog.sqlite'));
    expect(again.find('new')?.article.id).toBe('new');
    again.close();
  });

  it('is refused while somebody builds, and nothing is changed', async () => {
    const index = copyOfOrigin();
    const lock = acquireLock(join(index.folder, 'index.lock'));
    await expect(restore({ indexDir: index.folder, from: backup, ...silent })).rejects.toMatchObject({
      code: 'index_locked',
    });
    expect(index.catalog.isReplaced()).toBe(false);
    lock.release();
    expect(index.leftOver()).toEqual([]);
    index.catalog.close();
  });

  it.each([0, 2, 3, 5])('is whole also where its restoring was killed after %i moves', async (done) => {
    const index = copyOfOrigin();
    index.catalog.close();
    const { folder } = index;
    mkdirSync(join(folder, 'ready'));
    mkdirSync(join(folder, 'aside'));
    const parts = ['current', 'generations', 'catalog.sqlite'];
    for (const part of parts) cpSync(join(backup, part), join(folder, 'ready', part), { recursive: true });
    writeFileSync(join(folder, 'current'), 'old\n');
    const moves = [
      ...parts.map((part) => [part, join('aside', part)] as const),
      ...parts.map((part) => [join('ready', part), part] as const),
    ];
    writeFileSync(join(folder, 'exchange.json'), JSON.stringify(moves));
    writeFileSync(join(folder, 'index.lock'), '');
    for (const [from, to] of moves.slice(0, done)) renameSync(join(folder, from), join(folder, to));

    // A builder takes the lock before it opens the catalogue, a server does not.
    const lock = done % 2 === 0 ? acquireLock(join(folder, 'index.lock')) : null;
    const catalog = openSqliteCatalog(join(folder, 'catalog.sqlite'));
    lock?.release();
    expect(catalog.count()).toBe(2);
    expect(readFileSync(join(folder, 'current'), 'utf8')).not.toBe('old\n');
    expect(readFileSync(join(folder, 'aside', 'current'), 'utf8')).toBe('old\n');
    expect(existsSync(join(folder, 'exchange.json'))).toBe(false);
    expect(readdirSync(join(folder, 'ready'))).toEqual([]);
    catalog.close();
  });
});

describe('a damaged backup', () => {
  const damages: [string, (folder: string) => void | Promise<void>][] = [
    ['is not there', (folder) => rmSync(folder, { recursive: true })],
    ['has no manifest', (folder) => rmSync(join(folder, MANIFEST))],
    ['has a manifest that is cut off', (folder) => truncateSync(join(folder, MANIFEST), 100)],
    [
      'has a manifest that was edited',
      (folder) => {
        const file = join(folder, MANIFEST);
        writeFileSync(file, readFileSync(file, 'utf8').replace('"articles": 2', '"articles": 3'));
      },
    ],
    ['lacks a file', (folder) => rmSync(join(folder, 'current'))],
    ['has a catalogue that is cut off', (folder) => truncateSync(join(folder, 'catalog.sqlite'), 8192)],
    [
      'has a letter changed',
      (folder) => {
        const file = join(folder, 'catalog.sqlite');
        const bytes = readFileSync(file);
        bytes[9000] = (bytes[9000] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    ],
    [
      'leads out of its folder',
      async (folder) => {
        const { files, ...rest } = await readBackup(folder);
        const outside = { ...(files[0] ?? { bytes: 0, sha256: '' }), path: 'generations/../../../outside' };
        const contents = JSON.stringify({ ...rest, files: [...files, outside], checksum: '' });
        writeFileSync(join(folder, MANIFEST), contents);
      },
    ],
    [
      'has the catalogue of another index under good checksums',
      async (folder) => {
        const other = indexFolder();
        const from = await backedUp(other.folder, temporaryFolder(), { withIndex: false });
        other.catalog.close();
        copyFileSync(join(from, 'catalog.sqlite'), join(folder, 'catalog.sqlite'));
        const manifest = await readBackup(folder);
        const [own] = (await readBackup(from)).files;
        const files = manifest.files.map((file) => (file.path === own?.path ? own : file));
        writeFileSync(join(folder, MANIFEST), serializeBackup({ ...manifest, files }));
      },
    ],
  ];
  it.each(damages)('that %s is refused, and nothing is changed', async (what, damage) => {
    const index = origin;
    const folder = join(temporaryFolder(), 'copy');
    cpSync(backup, folder, { recursive: true });
    await damage(folder);
    const refused = { code: 'backup_unusable' };
    await expect(verifyBackup(folder, () => undefined, signal)).rejects.toMatchObject(refused);
    await expect(restore({ indexDir: index.folder, from: folder, ...silent })).rejects.toMatchObject(refused);
    expect(index.catalog.isReplaced()).toBe(false);
    expect(index.leftOver()).toEqual([]);
    expect(put(index, what)[0]?.outcome).toBe('added');
  });
});
