import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/compose.js';
import type { Engine } from '../../src/engine/engine.js';
import { readManifest } from '../../src/generation/generation.js';
import { copyOfIndex } from '../support/built-index.js';
import { call } from '../support/call.js';
import { lastLine, ROOT, scratchFolder, until, write } from '../support/cli.js';
import { jsonl, randomNumbers } from '../support/newsroom.js';
import { BUNDLED } from '../support/product.js';

interface Row {
  readonly id: string;
  readonly body: string;
  readonly title: string;
}

const sample = readFileSync(join(ROOT, 'data/articles.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const folder = scratchFolder();

/** Every run reads the same export, which is another one every night. */
const tonight = (rows: readonly Row[]) => write(folder, 'export.jsonl', jsonl(rows));

/** A copy of the index of the sample. */
async function servedSample(): Promise<string> {
  const indexDir = join(scratchFolder(), 'index');
  await copyOfIndex([...sample, 'the gate'], indexDir, async (built) => {
    await call(['index', tonight(sample), '--index-dir', built]);
  });
  return indexDir;
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed);
  return [...values]
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function withoutBodies(seed: number): Row[] {
  const gone = new Set(shuffled(sample, seed).slice(0, Math.round(0.6 * sample.length)));
  return sample.map((row) => (gone.has(row) ? { ...row, body: '' } : row));
}

function withBodiesOfOthers(seed: number): Row[] {
  const bodies = shuffled(sample, seed).map(({ body }) => body);
  return sample.map((row, i) => ({ ...row, body: bodies[i] ?? '' }));
}

/** What readers see under every article. */
const listsOf = (engine: Engine) =>
  sample.map(({ id }) => {
    const { related, empty } = engine.related(id, { limit: 4, language: null });
    return { id, empty, links: related };
  });

describe('an export that is clearly worse', () => {
  let indexDir = '';
  let running: Engine;
  let before: unknown;
  let printed = '';

  const related = async () =>
    (await call(['related', sample[7]?.id ?? '', '--index-dir', indexDir, '--explain', '--json'])).stdout;
  const publish = (...flags: string[]) => call(['publish', '--index-dir', indexDir, ...flags]);
  const nightly = (rows: readonly Row[], ...flags: string[]) =>
    call(['index', tonight(rows), '--index-dir', indexDir, '--gate', ...flags]);

  beforeAll(async () => {
    indexDir = await servedSample();
    running = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: true });
    before = listsOf(running);
    printed = await related();
  });
  afterAll(() => running.close());

  async function expectNothingChanged(): Promise<void> {
    expect(listsOf(running)).toEqual(before);
    expect(await related()).toBe(printed);
  }

  it('without 60% of its bodies is refused with the reason, is not published by itself either, and thrown away it leaves all as it was', async () => {
    const { code, stderr, stdout } = await nightly(withoutBodies(1));
    expect(code).toBe(1);
    expect(stderr).toContain('clearly worse than what is served');
    expect(stderr).toContain('61 of 102 texts lost more than half of their words');
    expect(stderr).toContain('seealso publish --anyway');
    expect(stdout).toContain('The build holds 102 articles');
    await expectNothingChanged();
    const refused = await publish();
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('61 of 102 texts');
    expect(await publish('--discard')).toMatchObject({ code: 0, stderr: '' });
    expect((await publish('--anyway')).stderr).toContain('No build waits');
    await expectNothingChanged();
  });

  it('with its bodies among the articles at random is refused, and published where a person wants it all the same, or where what it fails is not checked', async () => {
    const { code, stderr, stdout } = await nightly(withBodiesOfOthers(3), '--json');
    expect([code, stderr]).toEqual([1, expect.stringContaining('of the links stayed (at least 30%)')]);
    const refused = lastLine(stdout);
    expect(refused).toMatchObject({
      published: false,
      verdict: { passed: false, findings: { length: 5 } },
      comparison: { compared: 102, of: 102, examples: { length: 12 } },
    });
    await expectNothingChanged();
    const published = await publish('--anyway', '--json');
    expect(published.code).toBe(0);
    expect(lastLine(published.stdout)).toMatchObject({ generation: refused.generation, changed: 99 });
    await until('the new lists', () => running.info().generation === refused.generation);
    expect(listsOf(running)).not.toEqual(before);
    const back = await nightly(sample, '--gate-min-overlap', '0', '--json');
    expect(lastLine(back.stdout)).toMatchObject({ published: true, verdict: { passed: true } });
    const { generation } = lastLine(back.stdout);
    await until('the old lists', () => running.info().generation === generation);
    expect(listsOf(running)).toEqual(before);
  });
});

describe('a build that passes', () => {
  const changed = sample.map((row, i) =>
    i % 10 === 0 ? { ...row, title: `${row.title}, updated`, body: row.body.slice(0, -200) } : row,
  );
  let [plain, gated] = ['', ''];

  beforeEach(async () => {
    [plain, gated] = [await servedSample(), await servedSample()];
  });

  const manifestOf = async (indexDir: string) => {
    const generation = readFileSync(join(indexDir, 'current'), 'utf8').trim();
    const { files, sequence, cutoffs } = await readManifest(join(indexDir, 'generations', generation));
    return { files, sequence, cutoffs };
  };

  it('goes live at once, as the very generation that a run without the gate makes', async () => {
    const file = tonight([...changed.slice(10), { ...sample[0], id: 'new', title: 'New' } as Row]);
    const flags = ['--prune', '--json'];
    const one = await call(['index', file, '--index-dir', plain, ...flags]);
    const other = await call(['index', file, '--index-dir', gated, ...flags, '--gate']);
    expect([one.code, other.code]).toEqual([0, 0]);
    const [{ added, removed, embedded }, last] = [lastLine(one.stdout), lastLine(other.stdout)];
    expect({ added, removed }).toEqual({ added: 1, removed: 10 });
    expect(last).toMatchObject({ added, removed, embedded, published: true, comparison: { removed: 10 } });
    expect(await manifestOf(gated)).toEqual(await manifestOf(plain));
  });

  it('may be one that changes nothing, a rebuild, or a new fit', async () => {
    const same = await call(['index', tonight(sample), '--index-dir', gated, '--gate']);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('Nothing has changed')]);
    for (const flag of ['--rebuild', '--refit']) {
      const { code, stdout } = await call(['index', '--index-dir', gated, '--gate', flag]);
      expect([code, stdout]).toEqual([0, expect.stringContaining('0 changed, 100% of the links stayed')]);
    }
  });

  it('may be the first of all', async () => {
    const indexDir = join(scratchFolder(), 'index');
    const first = await call([
      'index',
      tonight(sample.slice(0, 20)),
      '--index-dir',
      indexDir,
      '--gate',
      '--json',
    ]);
    expect(lastLine(first.stdout)).toMatchObject({ added: 20, comparison: null, published: true });
    const grown = await call(['index', tonight(sample), '--index-dir', indexDir, '--gate', '--json']);
    expect(lastLine(grown.stdout)).toMatchObject({ added: 82, comparison: { added: 82 }, published: true });
  });
});
