import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type IndexRequest, index, openEngine, rollback } from '../../src/compose.js';
import { IndexMissingError, ModelMismatchError } from '../../src/errors.js';
import type { IndexSummary } from '../../src/indexing/report.js';
import { openSource } from '../../src/sources/open-source.js';
import { scratchFolder, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';
import { writeTinyBert } from '../support/onnx/tiny-bert.js';
import { writeTinyStatic } from '../support/onnx/tiny-static.js';

const NO_MODEL = { model: undefined, pooling: undefined, queryPrefix: undefined, passagePrefix: undefined };
type ModelSettings = Partial<IndexRequest['model']>;

/** An index in the making, and what is asked of it. */
function workshop() {
  const folder = scratchFolder();
  const indexDir = join(folder, 'index');
  const archive = write(folder, 'archive.jsonl', jsonl(ARCHIVE));
  return {
    folder,
    indexDir,
    async index(model: ModelSettings = {}): Promise<IndexSummary> {
      const { summary } = await index({
        indexDir,
        model: { ...NO_MODEL, ...model },
        sources: [await openSource(archive)],
        options: { bodyFormat: 'auto', strict: false, prune: false, rebuild: false, refit: false },
        observer: { progress() {}, rejected() {}, notEmbeddable() {}, warning() {} },
        signal: new AbortController().signal,
      });
      return summary;
    },
    async open(model: ModelSettings = {}) {
      const engine = await openEngine({
        indexDir,
        model: { ...NO_MODEL, ...model },
        log: () => undefined,
        wait: false,
      });
      onTestFinished(() => engine.close());
      return engine;
    },
  };
}

const LINKS = { limit: 4, language: null };
const DRAFT = { id: null, language: 'en', title: 'The yen and the bank rate', summary: null, body: '' };

describe('the model of an index', () => {
  it('is the bundled one at first, later the one of the last run, until another is named', async () => {
    const shop = workshop();
    const tiny = join(shop.folder, 'tiny');
    await writeTinyStatic(tiny);

    expect(await shop.index()).toMatchObject({ added: 12, embedded: 12 });
    expect((await shop.open()).info().model).toBe('seealso-en');
    expect(await shop.index({ model: 'seealso-en' })).toMatchObject({ unchanged: 12, embedded: 0 });

    expect(await shop.index({ model: tiny })).toMatchObject({ unchanged: 12, embedded: 12 });
    expect(await shop.index()).toMatchObject({ unchanged: 12, embedded: 0 });
    const engine = await shop.open();
    expect(engine.info().model).toBe('tiny');
    expect(engine.related('yen-falls', LINKS).related).not.toHaveLength(0);
    expect((await engine.relatedTo(DRAFT, LINKS)).related).not.toHaveLength(0);
  });

  it('comes back with a rollback, its vectors too: nothing is embedded for it again', async () => {
    const shop = workshop();
    const [one, other] = [join(shop.folder, 'one'), join(shop.folder, 'other')];
    await writeTinyStatic(one);
    await writeTinyStatic(other, { seed: 2, dimensions: 32 });
    const first = await shop.index({ model: one });
    await shop.index({ model: other });
    expect(await rollback(shop.indexDir, undefined)).toMatchObject({ to: first.generation });
    const engine = await shop.open();
    expect(engine.info().model).toBe('one');
    expect(engine.related('yen-falls', LINKS).related).not.toHaveLength(0);
    expect((await engine.relatedTo(DRAFT, LINKS)).related).not.toHaveLength(0);
    expect(await shop.index({ model: one })).toMatchObject({ embedded: 0 });
  });

  it('is another one when its weights, its pooling or its prefix of passages change', async () => {
    const shop = workshop();
    const model = join(shop.folder, 'bert');
    await writeTinyBert(model, { pooling: 'mean' });
    expect((await shop.index({ model })).embedded).toBe(12);
    expect((await shop.index({ model, pooling: 'cls' })).embedded).toBe(12);
    expect((await shop.index()).embedded).toBe(0);
    expect((await shop.index({ passagePrefix: 'passage: ' })).embedded).toBe(12);
    await writeTinyBert(model, { pooling: 'mean', seed: 2 });
    expect((await shop.index()).embedded).toBe(12);
  });

  it('is refused where it is not the one that the index was built with', async () => {
    const shop = workshop();
    const [one, other] = [join(shop.folder, 'one'), join(shop.folder, 'other')];
    await writeTinyStatic(one);
    await writeTinyStatic(other, { seed: 2 });
    await shop.index({ model: one });
    expect((await shop.open({ model: one })).info().model).toBe('one');
    await expect(shop.open({ model: other })).rejects.toThrow(ModelMismatchError);
    await expect(shop.open({ model: other })).rejects.toThrow(
      /built with model one .*names other .*leave --model away/,
    );
  });

  it('that has changed since is told to whoever needs it; what is indexed is answered as before', async () => {
    const shop = workshop();
    const model = join(shop.folder, 'tiny');
    await writeTinyStatic(model);
    await shop.index({ model });
    await writeTinyStatic(model, { seed: 2 });
    const engine = await shop.open();
    expect(engine.related('yen-falls', LINKS).related).not.toHaveLength(0);
    await expect(engine.relatedTo(DRAFT, LINKS)).rejects.toThrow(
      /has changed since the index was built.*seealso index/,
    );
  });
});

describe('an engine', () => {
  it('is not opened for an answer where there is no index, and leaves nothing there', async () => {
    const shop = workshop();
    const opening = shop.open();
    await expect(opening).rejects.toThrow(IndexMissingError);
    await expect(opening).rejects.toThrow(`seealso index <source> --index-dir ${shop.indexDir}`);
  });
});
