import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { countWords, fakeEmbedder } from '../support/fake-embedder.js';
import { indexFolder, listener } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';

const BANK = { id: 'bank', title: 'The bank', body: 'The bank bought yen, and more yen.' };
const RAIN = { id: 'rain', title: 'Rain again', body: 'Rain, then a flood.' };
const CHIP = { id: 'chip', title: 'A chip', body: 'A chip for the cloud.' };
const ARTICLES = [BANK, RAIN, CHIP];
/** So many articles that they make several batches. */
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `a${i}`, title: `Rain ${i}`, body: 'Flood of the bank.' }));

describe('an indexing run', () => {
  it('stores, embeds and publishes what a source gives', async () => {
    const index = indexFolder();
    const { summary, failures } = await index.run([memorySource('a', ARTICLES)]);
    expect(failures).toEqual([]);
    expect(summary).toEqual({
      read: 3,
      added: 3,
      changed: 0,
      unchanged: 0,
      removed: 0,
      rejected: 0,
      embedded: 3,
      articles: 3,
      generation: await index.store.current(),
      boilerplate: { passages: 0, articles: 0, examples: [] },
      seconds: expect.any(Number),
    });
    expect(await index.indexed()).toEqual(['bank', 'rain', 'chip']);
    const { manifest, index: graph } = await index.current();
    expect(manifest).toMatchObject({
      catalog: index.catalog.uuid,
      sequence: index.catalog.sequence(),
      model: index.embedder.record,
      count: 3,
    });
    const key = index.catalog.find('bank')?.key ?? 0;
    expect(graph.vector(key)).toEqual(countWords('The bank. The bank bought yen, and more yen.'));
    expect(index.leftOver()).toEqual([]);
  });

  it('embeds nothing the second time, and keeps the generation', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', ARTICLES)]);
    const second = await index.run([memorySource('a', ARTICLES)]);
    expect(second.summary).toMatchObject({ added: 0, changed: 0, unchanged: 3, embedded: 0 });
    expect(second.summary.generation).toBe(first.summary.generation);
    expect(index.embedder.texts).toHaveLength(3);
    expect(await index.store.list()).toHaveLength(1);
  });

  it('says what it leaves as others have made it, and takes a source at its word where that is wanted', async () => {
    const index = indexFolder();
    const observer = listener();
    await index.run([memorySource('a', ARTICLES)], { observer });
    await index.run([memorySource('b', [{ ...BANK, body: '' }])], { observer });
    const again = await index.run([memorySource('a', ARTICLES)], { observer });
    expect(again.summary).toMatchObject({ changed: 0, unchanged: 3 });
    expect(observer.warnings).toEqual([
      expect.stringMatching(/^1 article.* since a last gave the same.*--reread/),
    ]);
    const anew = await index.run([memorySource('a', ARTICLES)], { reread: true, observer });
    expect(anew.summary).toMatchObject({ changed: 1, unchanged: 2 });
    expect(index.catalog.find('bank')?.article.body).toBe(BANK.body);
  });

  it('leaves few changes to who serves, if that is wanted, and publishes when they are many', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', ARTICLES)], { lazy: true });
    const changed = [{ ...BANK, body: 'The bank sold yen.' }, ...ARTICLES.slice(1), ...many(49)];
    const few = await index.run([memorySource('a', changed)], { lazy: true });
    expect(few.summary).toMatchObject({ added: 49, changed: 1, generation: first.summary.generation });
    const more = await index.run([memorySource('a', [...changed, ...many(50)])], { lazy: true });
    expect(more.summary.generation).not.toBe(first.summary.generation);
    expect((await index.current()).manifest.articles).toBe(53);
  });

  it('publishes nothing where there was nothing and nothing could be read', async () => {
    const index = indexFolder();
    await expect(index.run([memorySource('a', [], { breaks: true })])).rejects.toMatchObject({
      name: 'SourceError',
    });
    expect(await index.store.current()).toBeNull();
    // What came before it broke off is worth an index.
    const { failures } = await index.run([memorySource('a', ARTICLES, { breaks: true })]);
    expect([failures.length, (await index.indexed()).length]).toEqual([1, 3]);
  });

  it('embeds only the article whose text has changed', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const changed = [
      BANK,
      { ...RAIN, body: 'Rain no more: the cloud is gone.' },
      { ...CHIP, section: 'Tech' },
    ];
    const { summary } = await index.run([memorySource('a', changed)]);
    expect(summary).toMatchObject({ changed: 2, unchanged: 1, embedded: 1 });
    expect(index.embedder.texts.slice(3)).toEqual(['Rain again\n\nRain no more: the cloud is gone.']);
    const { index: graph, manifest } = await index.current();
    expect(graph.vector(index.catalog.find('rain')?.key ?? 0)).toEqual(countWords('rain rain cloud'));
    expect(manifest.sequence).toBe(index.catalog.sequence());
  });

  it('embeds everything again for another model, and remembers which', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const other = fakeEmbedder('fake-2', ['rain', 'chip', 'bank']);
    const { summary } = await index.run([], { embedder: other });
    expect(summary).toMatchObject({ read: 0, embedded: 3, articles: 3 });
    expect(other.texts).toHaveLength(3);
    expect((await index.current()).manifest.model).toEqual(other.record);
    expect(index.catalog.recall('model')).toEqual(other.record);
    // Back again: the old generation is still there, so its vectors are too.
    const again = await index.run([]);
    expect(again.summary.embedded).toBe(0);
    expect(index.embedder.texts).toHaveLength(3);
  });

  it('forgets the vectors of a model of which no generation is left', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const other = fakeEmbedder('fake-2');
    for (let i = 0; i < 3; i += 1) await index.run([], { embedder: other, rebuild: true, refit: false });
    expect((await index.run([])).summary.embedded).toBe(3);
  });

  it('embeds again what is read in another format', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', [BANK])]);
    const { summary } = await index.run([memorySource('a', [BANK])], { bodyFormat: 'text' });
    expect(summary).toMatchObject({ changed: 1, embedded: 1 });
  });

  it('reads several sources, an article that two of them give as well', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', [BANK, RAIN]), memorySource('b', [RAIN, CHIP])]);
    expect(summary).toMatchObject({ read: 4, added: 3, unchanged: 1, embedded: 3, articles: 3 });
    const pruned = await index.run([memorySource('a', [BANK]), memorySource('b', [RAIN])], { prune: true });
    expect(pruned.summary).toMatchObject({ removed: 1, articles: 2, embedded: 0 });
    expect(index.catalog.find('chip')).toBeNull();
  });

  it('reads many batches in order', async () => {
    const index = indexFolder();
    const heard = listener();
    const { summary } = await index.run([memorySource('a', many(200))], { observer: heard });
    expect(summary).toMatchObject({ read: 200, added: 200, embedded: 200 });
    expect(await index.indexed()).toEqual(many(200).map(({ id }) => id));
    const reading = heard.steps.filter(({ stage }) => stage === 'reading');
    expect(reading.map(({ articles }) => articles)).toEqual([64, 128, 192, 200]);
    expect(heard.steps.at(-1)).toEqual({ stage: 'building', done: 200, total: 200, articles: 200 });
  });

  it('keeps two articles of the same text, each with its vector', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', [BANK, { ...BANK, id: 'bank again' }])]);
    expect(summary).toMatchObject({ added: 2, embedded: 2, articles: 2 });
    expect(await index.indexed()).toEqual(['bank', 'bank again']);
  });

  it('publishes an index of nothing where there is nothing', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', [])]);
    expect(summary).toMatchObject({ read: 0, articles: 0, embedded: 0 });
    expect((await index.current()).index.search(countWords('rain') ?? new Float32Array(), 3)).toEqual([]);
  });

  it('stores what cannot be embedded, tells it once, and does not ask again', async () => {
    const index = indexFolder();
    const rows = [
      BANK,
      { id: 'dots', title: '…', body: '' },
      { id: 'unknown', title: 'Nothing known', body: 'here' },
    ];
    const heard = listener();
    const { summary } = await index.run([memorySource('a', rows)], { observer: heard });
    expect(summary).toMatchObject({ added: 3, embedded: 1, articles: 3, rejected: 0 });
    expect(heard.unembeddable).toEqual(['dots', 'unknown']);
    expect(await index.indexed()).toEqual(['bank']);
    // The words of the third can still link it; the second has none.
    const { manifest, lexical } = await index.current();
    expect(manifest).toMatchObject({ articles: 2, count: 1 });
    expect(lexical.statistics.texts).toBe(2);
    const again = listener();
    await index.run([memorySource('a', rows)], { observer: again });
    expect(again.unembeddable).toEqual([]);
    expect(index.embedder.texts).toHaveLength(2);
  });
});

describe('a bad row', () => {
  it('is reported with its place, field, what was expected and what came; the others go in', async () => {
    const index = indexFolder();
    const heard = listener();
    const rows = [
      BANK,
      { id: 'no title', title: '', body: 'x' },
      'half a rec',
      { ...RAIN, publishedAt: 'soon' },
      CHIP,
    ];
    const { summary } = await index.run([memorySource('a', rows)], { observer: heard });
    expect(summary).toMatchObject({ read: 5, added: 2, rejected: 3, articles: 2 });
    expect(heard.rejections.map(({ location, problems }) => ({ location, problems }))).toEqual([
      {
        location: 'a:2',
        problems: [{ field: 'title', expected: 'at least 1 character(s)', received: '""' }],
      },
      {
        location: 'a:3',
        problems: [{ field: '(record)', expected: 'a JSON object', received: 'half a rec' }],
      },
      {
        location: 'a:4',
        problems: [
          { field: 'publishedAt', expected: expect.stringContaining('ISO 8601'), received: '"soon"' },
        ],
      },
    ]);
  });
});

describe('an id given twice in one run', () => {
  const older = { ...RAIN, body: 'Rain and the bank.' };
  const vectorInGraph = async (index: ReturnType<typeof indexFolder>, id: string) =>
    (await index.current()).index.vector(index.catalog.find(id)?.key ?? 0);

  it('has the text and the vector of its last row', async () => {
    const index = indexFolder();
    const { summary } = await index.run([memorySource('a', [older, BANK, RAIN])]);
    expect(summary).toMatchObject({ read: 3, added: 2, changed: 1, articles: 2 });
    expect(index.catalog.find('rain')?.article.body).toBe(RAIN.body);
    expect(await vectorInGraph(index, 'rain')).toEqual(countWords('rain rain flood'));
  });

  it.each([
    ['in one batch', 0],
    ['in two batches', 100],
  ])('and back to the text that was stored, %s, has the vector of that text', async (_where, between) => {
    const index = indexFolder();
    await index.run([memorySource('a', [RAIN])]);
    await index.run([memorySource('a', [older, ...many(between), RAIN])]);
    expect(index.catalog.find('rain')?.article.body).toBe(RAIN.body);
    expect(
      index.catalog.countNotEmbedded({
        model: 'fake-1',
        strategy: (await index.current()).manifest.textStrategy,
      }),
    ).toBe(0);
    expect(await vectorInGraph(index, 'rain')).toEqual(countWords('rain rain flood'));
  });

  it('keeps the version with the later updatedAt', async () => {
    const index = indexFolder();
    await index.run([
      memorySource('a', [
        { ...RAIN, updatedAt: '2026-02-02' },
        { ...older, updatedAt: '2026-02-01' },
      ]),
    ]);
    expect(index.catalog.find('rain')?.article.body).toBe(RAIN.body);
    expect(await vectorInGraph(index, 'rain')).toEqual(countWords('rain rain flood'));
  });
});

describe('a source that breaks off', () => {
  it.each([3, 64, 150])('after %d rows has these stored, and the failure told', async (count) => {
    const index = indexFolder();
    const { summary, failures } = await index.run([
      memorySource('broken', many(count), { breaks: true }),
      memorySource('whole', ARTICLES),
    ]);
    expect(failures).toEqual([expect.objectContaining({ code: 'source_unreadable' })]);
    expect(summary).toMatchObject({ read: count + 3, added: count + 3, articles: count + 3 });
    expect(await index.indexed()).toHaveLength(count + 3);
  });

  it('tells its bad rows too', async () => {
    const heard = listener();
    await indexFolder().run([memorySource('broken', [BANK, 'half'], { breaks: true })], { observer: heard });
    expect(heard.rejections.map(({ location }) => location)).toEqual(['broken:2']);
  });

  it('is not pruned', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const heard = listener();
    const broken = memorySource('a', [BANK], { breaks: true });
    const { summary } = await index.run([broken], { prune: true, observer: heard });
    expect(summary).toMatchObject({ removed: 0, articles: 3 });
    expect(heard.warnings).toEqual([expect.stringContaining('nothing of it is pruned')]);
  });
});

describe('pruning', () => {
  it('removes what the source gives no longer, also from the graph', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES), memorySource('b', many(2))]);
    const { summary } = await index.run([memorySource('a', [BANK])], { prune: true });
    expect(summary).toMatchObject({ removed: 2, articles: 3, embedded: 0 });
    expect(await index.indexed()).toEqual(['bank', 'a0', 'a1']);
  });

  it('is not done for a source that gives no article at all', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const observer = listener();
    const { summary } = await index.run([memorySource('a', [])], { prune: true, observer });
    expect(summary).toMatchObject({ removed: 0, articles: 3 });
    expect(observer.warnings).toEqual([expect.stringContaining('gave no article')]);
  });

  it('is not done unless asked for', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    expect((await index.run([memorySource('a', [BANK])])).summary).toMatchObject({ removed: 0, articles: 3 });
  });

  it('keeps an article whose row is bad today', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const rows = [BANK, { ...RAIN, title: 7 }];
    const { summary } = await index.run([memorySource('a', rows)], { prune: true });
    expect(summary).toMatchObject({ rejected: 1, removed: 1, articles: 2 });
    expect(index.catalog.find('rain')?.article.title).toBe('Rain again');
  });

  it('is left undone where a bad row does not say which article it is', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const heard = listener();
    const { summary } = await index.run([memorySource('a', [BANK, 'half'])], {
      prune: true,
      observer: heard,
    });
    expect(summary).toMatchObject({ rejected: 1, removed: 0, articles: 3 });
    expect(heard.warnings).toEqual([expect.stringMatching(/1 rejected row.*nothing is pruned/)]);
  });

  it('keeps an article that has moved to another source of the same run, without embedding it again', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', [BANK, RAIN]), memorySource('b', [CHIP])]);
    const moved = [memorySource('a', [BANK]), memorySource('b', [CHIP, RAIN])];
    const { summary } = await index.run(moved, { prune: true });
    expect(summary).toMatchObject({ added: 0, unchanged: 3, removed: 0, embedded: 0, articles: 3 });
  });

  it('takes two files under one name for one source', async () => {
    const index = indexFolder();
    const files = () => [memorySource('archive', [BANK, RAIN]), memorySource('archive', [CHIP])];
    await index.run(files());
    const { summary } = await index.run(files(), { prune: true });
    expect(summary).toMatchObject({ unchanged: 3, removed: 0, embedded: 0 });
    const broken = [memorySource('archive', [BANK], { breaks: true }), memorySource('archive', [CHIP])];
    expect((await index.run(broken, { prune: true })).summary).toMatchObject({ removed: 0, articles: 3 });
    const halved = [memorySource('archive', [BANK]), memorySource('archive', [CHIP, 'half'])];
    expect((await index.run(halved, { prune: true })).summary).toMatchObject({ removed: 0, articles: 3 });
  });
});

describe('building again', () => {
  it('tells when nothing more is embedded, before the files are made', async () => {
    const index = indexFolder();
    const texts: number[] = [];
    const handedIn = async () => {
      expect(await index.store.current()).toBeNull();
      texts.push(index.embedder.texts.length);
    };
    await index.run([memorySource('a', many(70))], { handedIn });
    expect([texts, index.embedder.texts.length]).toEqual([[70], 70]);
  });

  it('makes a new generation on request, with nothing embedded', async () => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', ARTICLES)]);
    const { summary } = await index.run([], { rebuild: true, refit: false });
    expect(summary.embedded).toBe(0);
    expect(summary.generation).not.toBe(first.summary.generation);
    expect(await index.indexed()).toEqual(['bank', 'rain', 'chip']);
  });

  it('makes a new generation for other parameters of the graph', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    const hnsw = { M: 8, efConstruction: 50, ef: 20 };
    expect((await index.run([], { hnsw })).summary.embedded).toBe(0);
    expect((await index.current()).manifest.hnsw).toEqual(hnsw);
  });

  // Of so few articles nothing is fitted.
  const written = Object.values(GENERATION_FILES).filter((name) => name !== GENERATION_FILES.adaptation);
  it.each(written)('repairs a generation whose %s is damaged', async (name) => {
    const index = indexFolder();
    const first = await index.run([memorySource('a', ARTICLES)]);
    truncateSync(join(index.store.folder(first.summary.generation), name), 10);
    const { summary } = await index.run([memorySource('a', ARTICLES)]);
    expect(summary).toMatchObject({ unchanged: 3, embedded: 0 });
    expect(summary.generation).not.toBe(first.summary.generation);
    expect(await index.indexed()).toHaveLength(3);
  });

  it('repairs a folder whose generations, or whose pointer, are gone', async () => {
    const index = indexFolder();
    await index.run([memorySource('a', ARTICLES)]);
    rmSync(join(index.folder, 'generations'), { recursive: true });
    expect((await index.run([])).summary.embedded).toBe(0);
    expect(await index.indexed()).toHaveLength(3);
    writeFileSync(join(index.folder, 'current'), '\0garbage');
    expect((await index.run([])).summary.embedded).toBe(0);
    expect(await index.indexed()).toHaveLength(3);
  });

  it('does not take the generation of another catalogue for its own', async () => {
    const [index, other] = [indexFolder(), indexFolder()];
    await index.run([memorySource('a', ARTICLES)]);
    const { summary } = await other.run([memorySource('a', ARTICLES)]);
    rmSync(join(index.folder, 'generations'), { recursive: true });
    cpSync(join(other.folder, 'generations'), join(index.folder, 'generations'), { recursive: true });
    writeFileSync(join(index.folder, 'current'), summary.generation);
    expect((await index.run([])).summary.generation).not.toBe(summary.generation);
    expect((await index.current()).manifest.catalog).toBe(index.catalog.uuid);
  });

  it('sweeps away what an interrupted run left behind', async () => {
    const index = indexFolder();
    await index.store.begin(new Date());
    mkdirSync(join(index.folder, '.strict'));
    writeFileSync(join(index.folder, '.strict', '0.jsonl'), 'half a ro');
    await index.run([memorySource('a', ARTICLES)]);
    expect(index.leftOver()).toEqual([]);
  });
});
