import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../../src/catalog/catalog.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { readStaged } from '../../src/compose/staged-file.js';
import { readManifest, verifyGeneration } from '../../src/generation/generation.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { type Answered, ask } from './program.js';

export interface Observed {
  /** What each place holds; absent for nothing. */
  readonly found: Map<string, string>;
  /** What is not whole. */
  readonly damage: readonly string[];
}

/** Places are named by what they are and whose: `article g-1`, `pin g-1`, `judgment g-1 g-2`, `current`. */
export const article = (id: string) => `article ${id}`;
export const pin = (id: string) => `pin ${id}`;
export const judgment = (query: string, document: string) => `judgment ${query} ${document}`;
export const CURRENT = 'current';
export const STAGED = 'staged';

/** Of an article, as a place holds it. */
export const contentOf = ({ title, body }: { readonly title: string; readonly body: string }) =>
  `${title}\n${body}`;

/** Reads an index folder past the program's own way of serving and repairing it. */
export async function observe(indexDir: string, places: readonly string[]): Promise<Observed> {
  const found = new Map<string, string>();
  const damage: string[] = [];
  const store = openGenerationStore(indexDir);
  const current = await store.current();
  if (current !== null) found.set(CURRENT, current);
  else if (existsSync(join(indexDir, 'current'))) damage.push('the file current names no generation');
  const published = await store.list();
  if (current !== null && !published.includes(current))
    damage.push(`generation ${current} is current and not there`);
  for (const name of published) {
    try {
      await verifyGeneration(store.folder(name), await readManifest(store.folder(name)));
    } catch (error) {
      damage.push(messageOf(error));
    }
  }
  const staged = await readStaged(indexDir);
  if (staged !== null) found.set(STAGED, staged.generation);
  const file = join(indexDir, 'catalog.sqlite');
  if (!existsSync(file)) return { found, damage };
  try {
    const catalog = openSqliteCatalog(file);
    try {
      readCatalog(catalog, places, found);
    } finally {
      catalog.close();
    }
  } catch (error) {
    damage.push(messageOf(error));
  }
  return { found, damage };
}

function readCatalog(catalog: Catalog, places: readonly string[], found: Map<string, string>): void {
  const judged = new Map(
    catalog.judgments.all().map(({ query, document, grade }) => [judgment(query, document), String(grade)]),
  );
  for (const place of places) {
    const [kind, id = ''] = place.split(' ');
    if (kind === 'judgment') {
      const grade = judged.get(place);
      if (grade !== undefined) found.set(place, grade);
      continue;
    }
    const stored = kind === 'article' || kind === 'pin' ? catalog.find(id) : null;
    if (stored === null) continue;
    if (kind === 'article') found.set(place, contentOf(stored.article));
    if (kind !== 'pin') continue;
    const rule = catalog.rules.under(stored.key).find((one) => one.kind === 'pin');
    const [link] = rule?.link == null ? [] : catalog.load([rule.link]);
    if (link !== undefined) found.set(place, link.article.id);
  }
}

interface List {
  readonly related: readonly { readonly id: string; readonly pinned: boolean }[];
}

/** What a server says that is not as the catalogue has it: decisions must be in force, and not only be stored. */
export async function notInForce(url: string, found: ReadonlyMap<string, string>, places: readonly string[]) {
  const wrong: string[] = [];
  const deleted = new Set(places.filter((place) => place.startsWith('article ') && !found.has(place)));
  for (const place of places) {
    const [kind, id = ''] = place.split(' ');
    const at = `${url}/v1/articles/${encodeURIComponent(id)}`;
    if (kind === 'article') {
      const { status, body }: Answered = await ask(at);
      const shown = status === 200 ? contentOf(body as { title: string; body: string }) : '';
      if ((status !== 200 && status !== 404) || shown !== (found.get(place) ?? ''))
        wrong.push(`${place} is answered with ${status} ${shown.slice(0, 40)}`);
    }
    if (kind !== 'pin' || !found.has(article(id))) continue;
    const { status, body } = await ask(`${at}/related?limit=8&language=any`);
    const list = status === 200 ? (body as List).related : [];
    const pinned = list.findIndex((link) => link.pinned);
    const wanted = found.get(place);
    const isPinned = wanted === undefined ? pinned === -1 : pinned === 0 && list[0]?.id === wanted;
    if (status !== 200 || !isPinned)
      wrong.push(
        `${place}: ${wanted ?? 'nothing'} is not first in the list (${status}: ${list.map((link) => link.id)})`,
      );
    const ghosts = list.filter((link) => deleted.has(article(link.id)));
    if (ghosts.length > 0) wrong.push(`${ghosts[0]?.id} is deleted and stands in the list of ${id}`);
  }
  return wrong;
}

/** What lies in an index folder and belongs to nothing, after a run that went to its end. */
export async function leftovers(indexDir: string): Promise<string[]> {
  const known = /^(catalog\.sqlite(-wal|-shm)?|index\.lock(-journal)?|current|generations|staged)$/;
  const folder = await readdir(indexDir);
  const generations = await readdir(join(indexDir, 'generations')).catch(() => []);
  return [
    ...folder.filter((name) => !known.test(name)),
    ...generations.filter((name) => name.startsWith('.')).map((name) => join('generations', name)),
    ...(generations.length > 3 ? [`${generations.length} generations`] : []),
  ];
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
