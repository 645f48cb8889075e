import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Article, parseArticle } from '../src/article.js';
import { index, openEngine, openSource } from '../src/compose.js';
import { cleanBody, cleanLine } from '../src/text/clean.js';

const HELP = `Looks every phrase of every reason up in both texts, over all lists of an archive; then gives each title the
body of another article and asks again: lists and reasons should fall apart.

  npm run check:reasons -- [--limit 4] [--seed 1] <articles>

Exits 1 where a phrase is not in both texts.

Example:
  npm run check:reasons -- data/articles.jsonl
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [path] = positionals;
if (values.help === true || path === undefined) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly phrases: readonly string[];
  readonly sameStory: boolean;
}

const articles: Article[] = [];
for await (const row of (await openSource(path)).rows()) {
  const parsed = 'record' in row ? parseArticle(row.record) : null;
  if (parsed?.ok === true) articles.push(parsed.article);
}
const real = await linksOf(articles);
const misses = missesIn(real, articles);
for (const miss of misses.slice(0, 20)) process.stdout.write(`missing: ${miss}\n`);
report('as it is', articles, real);
process.stdout.write(`  phrases that are not in both texts: ${misses.length}\n`);

const shuffled = withOtherBodies(articles, Number(values.seed));
const other = await linksOf(shuffled);
report('bodies shuffled between titles', shuffled, other);
const otherMisses = missesIn(other, shuffled);
process.stdout.write(`  phrases that are not in both texts: ${otherMisses.length}\n`);
const pairs = new Map(real.map((link) => [`${link.from}\n${link.to}`, link]));
const kept = other.filter((link) => pairs.has(`${link.from}\n${link.to}`));
const keptPhrases = kept.flatMap((link) => {
  const before = pairs.get(`${link.from}\n${link.to}`)?.phrases ?? [];
  return link.phrases.filter((phrase) => before.includes(phrase));
});
process.stdout.write(
  `  of the links before, ${kept.length} of ${real.length} are left; of their phrases, ${keptPhrases.length} of ${phrasesOf(real).length}\n`,
);
process.exitCode = misses.length + otherMisses.length === 0 ? 0 : 1;

/** Every link of every list. */
async function linksOf(archive: readonly Article[]): Promise<Link[]> {
  const indexDir = await mkdtemp(join(tmpdir(), 'seealso-reasons-'));
  const model = { model: undefined, pooling: undefined, queryPrefix: undefined, passagePrefix: undefined };
  try {
    const file = join(indexDir, 'articles.jsonl');
    await writeFile(file, archive.map((article) => JSON.stringify(article)).join('\n'));
    await index({
      indexDir,
      model,
      sources: [await openSource(file)],
      options: { bodyFormat: 'auto', strict: false, prune: false, rebuild: false, refit: false },
      observer: { progress() {}, rejected() {}, notEmbeddable() {}, warning() {} },
      signal: new AbortController().signal,
    });
    const engine = await openEngine({ indexDir, model, log() {}, wait: false });
    try {
      return archive.flatMap(({ id }) =>
        engine.related(id, { limit: Number(values.limit), language: null }).related.map((item) => ({
          from: id,
          to: item.id,
          phrases: item.reasons.flatMap((reason) => (reason.type === 'terms' ? reason.terms : [])),
          sameStory: item.reasons.some((reason) => reason.type === 'story'),
        })),
      );
    } finally {
      await engine.close();
    }
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

function missesIn(links: readonly Link[], archive: readonly Article[]): string[] {
  const texts = new Map(archive.map((article) => [article.id, textOf(article)]));
  return links.flatMap(({ from, to, phrases }) =>
    phrases.flatMap((phrase) =>
      [from, to]
        .filter((id) => texts.get(id)?.includes(folded(phrase)) !== true)
        .map((id) => `"${phrase}" of ${from} → ${to} is not in ${id}`),
    ),
  );
}

function textOf({ title, summary, body }: Article): string {
  return folded([cleanLine(title), cleanLine(summary ?? ''), cleanBody(body, 'auto')].join('\n'));
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ');
}

function phrasesOf(links: readonly Link[]): string[] {
  return links.flatMap(({ phrases }) => phrases);
}

/** Each article with the body and summary of another, by a seeded rotation of a shuffled order. */
function withOtherBodies(archive: readonly Article[], seed: number): Article[] {
  const order = archive.map((article, i) => ({
    article,
    draw: Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b),
  }));
  order.sort((a, b) => a.draw - b.draw);
  const donor = new Map(
    order.map(({ article }, i) => [article.id, order[(i + 1) % order.length]?.article ?? article]),
  );
  return archive.map((article) => {
    const { body, summary } = donor.get(article.id) ?? article;
    return { ...article, body, summary };
  });
}

function report(name: string, archive: readonly Article[], links: readonly Link[]): void {
  const empty = archive.length - new Set(links.map(({ from }) => from)).size;
  process.stdout.write(
    `${name}: ${archive.length} articles, ${links.length} links, ${empty} empty lists, ${phrasesOf(links).length} phrases, ` +
      `${links.filter(({ sameStory }) => sameStory).length} of the same story\n`,
  );
}
