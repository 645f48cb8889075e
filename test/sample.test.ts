import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine, openSource } from '../src/compose.js';
import { engineOver } from './http/site.js';
import { BUNDLED, indexProduct } from './support/product.js';
import { SAMPLE } from './support/sample.js';

const BUDGET = 'japan-record-budget-ai-push';
const FOUR = [
  'openai-microsoft-cloud-deal',
  'korea-memory-maker-us-ai-entity',
  'yen-intervention-speculation',
  'bridgewater-ai-bubble-warning',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seealso-sample-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ids of the articles related to one, over an archive of these lines. */
async function related(name: string, lines: readonly string[], id: string, limit = 4): Promise<string[]> {
  const file = join(folder, `${name}.jsonl`);
  const indexDir = join(folder, name);
  await writeFile(file, `${lines.join('\n')}\n`);
  await indexProduct(await openSource(file), indexDir, { strict: true });
  const engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: false });
  try {
    return engine.related(id, { limit, language: null }).related.map((item) => item.id);
  } finally {
    await engine.close();
  }
}

async function readLines(path: string): Promise<string[]> {
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

const idOf = (line: string) => (JSON.parse(line) as { id: string }).id;
const withId = (line: string, id: string) => JSON.stringify({ ...(JSON.parse(line) as object), id });

describe('under the article on Japan’s record budget', () => {
  it('the four articles stand that a thoughtful editor would choose', async () => {
    const { engine } = await engineOver(SAMPLE);
    const { related } = engine.related(BUDGET, { limit: 4, language: null });
    expect(related.map(({ id }) => id).sort()).toEqual([...FOUR].sort());
  });

  // Two newspapers' copy, written without sight of the sample, among 45 unseen articles on budgets, AI and
  // currencies; the terse one's budget piece and the literary one's with links that name their subject.
  for (const [query, links] of [
    ['v1', 'v1'],
    ['v2', 'v2'],
    ['v2', 'v1'],
  ] as const) {
    it(`they still stand when all are rewritten (query ${query}, links ${links}) among unseen articles`, async () => {
      const lines = await readLines('./fixtures/rewritten.jsonl');
      const chosen = lines.flatMap((line) => {
        const id = idOf(line);
        const version = /-(v[12])$/.exec(id)?.[1];
        if (version === undefined) return [line];
        const wanted = id.startsWith(BUDGET) ? query : links;
        return version === wanted ? [withId(line, id.slice(0, -3))] : [];
      });
      expect((await related(`${query}-${links}`, chosen, BUDGET)).sort()).toEqual([...FOUR].sort());
    });
  }

  it('they still stand when the rewritten five join the sample’s distractors', async () => {
    const sample = (await readLines('../data/articles.jsonl')).filter(
      (line) => ![BUDGET, ...FOUR].includes(idOf(line)),
    );
    const rewritten = await readLines('./fixtures/rewritten.jsonl');
    const five = rewritten.flatMap((line) =>
      /-v1$/.test(idOf(line)) ? [withId(line, idOf(line).slice(0, -3))] : [],
    );
    const others = rewritten.filter((line) => !/-v[12]$/.test(idOf(line)));
    expect((await related('joined', [...sample, ...five, ...others], BUDGET)).sort()).toEqual(
      [...FOUR].sort(),
    );
  });
});

it('a text on nothing that the sample is about has no links, though the sample is small', async () => {
  const { engine } = await engineOver(SAMPLE);
  for (const body of [
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.',
    'Whisk the butter with the sugar, fold in flour and the zest of two lemons, bake, and glaze with icing sugar.',
    'Hello there.',
  ]) {
    const draft = { id: null, title: '', summary: null, language: null, body };
    const { related, empty } = await engine.relatedTo(draft, { limit: 4, language: null });
    expect([related.map(({ id }) => id), empty?.reason]).toEqual([[], 'below_cutoff']);
  }
});
