import type { Catalog } from '../catalog/catalog.js';
import { anyArticle } from '../catalog/eligibility.js';
import { drawn } from '../indexing/cutoffs.js';
import { type ArticleLink, toLink } from './answers.js';
import type { LiveIndex } from './live-index.js';
import { type KeyedList, readerList } from './reader-lists.js';
import type { Survey } from './status.js';

/** Links of a list, as most pages ask for them. */
const LINKS = 4;
const SEED = 5;
/** Where it is looked for what links to an article, in a sample: under so many of those most related to it. */
const NEAR = 10;
const EXAMPLES = 10;
const HUBS = 10;
/** Articles that are counted at a time. */
const PAGE = 1000;

export interface SurveySizes {
  /** The lists of so many articles are all looked at; of a larger archive those of a sample. */
  readonly whole: number;
  readonly sample: number;
  /** Articles of which it is asked, in a larger archive, whether anything links to them. */
  readonly suspects: number;
}

const SIZES: SurveySizes = { whole: 2000, sample: 1000, suspects: 200 };

export interface SurveyParts {
  readonly catalog: Catalog;
  readonly index: LiveIndex;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Waited for between two lists; may throw to stop. */
  readonly breath: () => Promise<void>;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Looks at the lists as readers see them. In an archive of more than 2,000 articles, at those of 1,000; whether nothing
 * links to an article is then estimated from 200: one counts as an orphan if none of the ten articles that are most
 * related to it names it. Others still may, so that this is rather too many.
 */
export async function surveyLists(
  { catalog, index, clock, breath, progress }: SurveyParts,
  sizes: SurveySizes = SIZES,
): Promise<Survey> {
  const { generation } = index.generation.manifest;
  const now = clock();
  const keys = await publishedKeys(catalog, now, breath);
  const linkable = catalog.eligible(anyArticle(now));
  const isWhole = keys.length <= sizes.whole;
  const asked = isWhole ? keys : drawn(keys, sizes.sample, SEED);
  const suspects = isWhole ? linkable : drawn(linkable, sizes.suspects, SEED);
  const total = asked.length + (isWhole ? 0 : suspects.length * (1 + NEAR));

  const lists = new Map<number, KeyedList>();
  const listOf = async (key: number, limit: number): Promise<KeyedList | null> => {
    const known = limit === LINKS ? lists.get(key) : undefined;
    const list = known ?? readerList(index, catalog, key, limit, now);
    if (list !== null && limit === LINKS) lists.set(key, list);
    if (known === undefined) await breath();
    return list;
  };

  const looked: (readonly [key: number, list: KeyedList])[] = [];
  for (const [i, key] of asked.entries()) {
    const list = await listOf(key, LINKS);
    if (list !== null) looked.push([key, list]);
    progress(i + 1, total);
  }
  const linked = linksIn(looked.map(([, list]) => list));
  const isNamed = (key: number) => linked.lists.has(key) || linked.copies.has(key);
  const orphans: number[] = [];
  for (const [i, key] of suspects.entries()) {
    if (!isNamed(key) && (isWhole || !(await isNamedNearby(key, listOf)))) orphans.push(key);
    // Mostly the first few that are asked do.
    if (!isWhole) progress(asked.length + (i + 1) * (1 + NEAR), total);
  }

  const empty = looked.flatMap(([key, { empty: reason }]) => (reason === null ? [] : [{ key, reason }]));
  const seen = Math.max(1, looked.length);
  const links = looked.reduce((sum, [, list]) => sum + list.links.length, 0);
  const alone = (orphans.length / Math.max(1, suspects.length)) * linkable.length;
  const hubs = [...linked.lists].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, HUBS);
  return {
    measuredAt: new Date(clock()).toISOString(),
    generation,
    sampled: looked.length,
    articles: isWhole ? looked.length : keys.length,
    meanLinks: links / seen,
    noList: {
      count: isWhole ? empty.length : Math.round((empty.length / seen) * keys.length),
      share: empty.length / seen,
      examples: empty.slice(0, EXAMPLES).flatMap(({ key, reason }) => {
        const link = linkTo(key, catalog);
        return link === null ? [] : [{ ...link, reason }];
      }),
    },
    orphans: {
      count: Math.round(alone),
      share: alone / Math.max(1, keys.length),
      examples: orphans.slice(0, EXAMPLES).flatMap((key) => linkTo(key, catalog) ?? []),
    },
    hubs: hubs.flatMap(([key, count]) => {
      const article = linkTo(key, catalog);
      return article === null ? [] : [{ article, lists: count, share: count / seen }];
    }),
  };
}

async function publishedKeys(
  catalog: Catalog,
  now: number,
  breath: () => Promise<void>,
): Promise<readonly number[]> {
  const keys: number[] = [];
  for (;;) {
    const page = catalog.published(now, keys.at(-1) ?? 0, PAGE);
    for (const { key } of page) keys.push(key);
    await breath();
    if (page.length < PAGE) return keys;
  }
}

/** In how many lists each article is, and which are only named as copies. */
function linksIn(all: readonly KeyedList[]) {
  const lists = new Map<number, number>();
  const copies = new Set<number>();
  for (const list of all) {
    for (const key of list.links) lists.set(key, (lists.get(key) ?? 0) + 1);
    for (const key of list.copies) copies.add(key);
  }
  return { lists, copies };
}

async function isNamedNearby(
  key: number,
  listOf: (key: number, limit: number) => Promise<KeyedList | null>,
): Promise<boolean> {
  const near = await listOf(key, NEAR);
  for (const other of near?.links ?? []) {
    const list = await listOf(other, LINKS);
    if (list !== null && (list.links.includes(key) || list.copies.includes(key))) return true;
  }
  return false;
}

function linkTo(key: number, catalog: Catalog): ArticleLink | null {
  const [stored] = catalog.load([key]);
  return stored === undefined ? null : toLink(stored.article);
}
