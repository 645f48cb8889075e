/** An article as a comparison names it. */
export interface ComparedArticle {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
}

export interface ComparedLink extends ComparedArticle {
  readonly score: number;
}

/** What one index shows under one article. */
export interface ComparedList {
  readonly article: ComparedArticle;
  /** Length of its text in words. */
  readonly words: number;
  /** Best first: more than readers see, so that what was pushed down by new articles can be told from what is gone. */
  readonly links: readonly ComparedLink[];
}

/** What changed from what is served (`before`) to what was built (`after`). Shares are of the lists compared. */
export interface Comparison {
  readonly before: { readonly generation: string; readonly articles: number };
  readonly after: { readonly generation: string; readonly articles: number };
  /** Lists of articles that both know: how many were compared, of how many. */
  readonly compared: number;
  readonly of: number;
  /** Articles that were added and are gone. */
  readonly added: number;
  readonly removed: number;
  /** Lists that differ, as long as readers see them, in links or their order. */
  readonly changed: number;
  /**
   * Links that stayed, of those before in all lists. Places that new articles have taken do not count, so that growth is
   * no loss; 1 where none is left. 0–1.
   */
  readonly overlap: number;
  /** As long as readers see them. */
  readonly meanLinks: { readonly before: number; readonly after: number };
  /** Had links, and have none now; the share is of those that had any. */
  readonly lostAll: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly ComparedArticle[];
  };
  /** Had none, and have some now. */
  readonly gained: number;
  /** Texts that lost more than half of their words. */
  readonly shorter: {
    readonly count: number;
    readonly share: number;
    readonly examples: readonly ComparedArticle[];
  };
  /** Named by so many of the compared lists now that were not before. The most first. */
  readonly newHubs: readonly {
    readonly article: ComparedArticle;
    readonly before: number;
    readonly after: number;
    /** Of the lists. */
    readonly share: number;
  }[];
  /** Up to twelve lists side by side, as long as readers see them: the most changed first, those that are empty now last. */
  readonly examples: readonly {
    readonly article: ComparedArticle;
    readonly before: readonly ComparedLink[];
    readonly after: readonly ComparedLink[];
    readonly overlap: number;
  }[];
}

/** Both lists of one article. */
export interface ListPair {
  readonly before: ComparedList;
  readonly after: ComparedList;
}

export interface ComparedIndexes extends Pick<Comparison, 'before' | 'after' | 'of' | 'added' | 'removed'> {
  readonly pairs: readonly ListPair[];
  /** Whether the article of this id did not exist before. */
  readonly isNew: (id: string) => boolean;
}

/** As long as readers see a list. */
export const SHOWN = 4;
const EXAMPLES = 12;
/** Of them lists that are empty now, where there are enough others. */
const EMPTY = 3;
/** A hub is named by so many lists at least, and by this share of them; */
const HUB = { lists: 5, share: 0.02 };
/** one is new where it was named by less than this part of them before. */
const BEFORE = 1 / 3;
/** A text that has less than this part of its words has lost them. */
const SHORTER = 1 / 2;

/** What became of the lists that readers see. */
export function compareLists({ pairs, isNew, ...counts }: ComparedIndexes): Comparison {
  const compared = pairs.map((pair) => toCompared(pair, isNew));
  const had = compared.filter(({ before }) => before.length > 0);
  const lost = had.filter(({ after }) => after.length === 0);
  const shorter = pairs.filter(({ before, after }) => after.words < SHORTER * before.words);
  const changed = compared.filter(({ before, after }) => !isSame(before, after));
  return {
    ...counts,
    compared: pairs.length,
    changed: changed.length,
    overlap: stayed(compared),
    meanLinks: {
      before: mean(compared.map(({ before }) => before.length)),
      after: mean(compared.map(({ after }) => after.length)),
    },
    lostAll: counted(
      lost.map(({ article }) => article),
      had.length,
    ),
    gained: compared.filter(({ before, after }) => before.length === 0 && after.length > 0).length,
    shorter: counted(
      shorter.map(({ before }) => before.article),
      pairs.length,
    ),
    newHubs: newHubs(compared),
    examples: examplesOf(changed),
  };
}

/** The most changed first, the empty ones last: they are told of elsewhere, and there is little to see side by side. */
function examplesOf(changed: readonly Compared[]): Comparison['examples'] {
  const sorted = [...changed].sort((a, b) => a.overlap - b.overlap);
  const empty = sorted.filter(({ after }) => after.length === 0);
  const shown = sorted
    .filter(({ after }) => after.length > 0)
    .slice(0, EXAMPLES - Math.min(empty.length, EMPTY));
  return [...shown, ...empty.slice(0, EXAMPLES - shown.length)].map(
    ({ article, before, after, overlap }) => ({ article, before, after, overlap }),
  );
}

type Example = Comparison['examples'][number];

interface Compared extends Example {
  /** Of the links before, so many are there. */
  readonly kept: number;
  /** So many might be: the others gave way to new articles. */
  readonly places: number;
}

function toCompared({ before, after }: ListPair, isNew: (id: string) => boolean): Compared {
  const shown = before.links.slice(0, SHOWN);
  const shownNow = after.links.slice(0, SHOWN);
  const there = new Set(
    after.links
      .filter(({ id }) => !isNew(id))
      .slice(0, SHOWN)
      .map(({ id }) => id),
  );
  const kept = shown.filter(({ id }) => there.has(id)).length;
  const taken = Math.min(shown.length - kept, shownNow.filter(({ id }) => isNew(id)).length);
  const places = shown.length - taken;
  const overlap = places === 0 ? 1 : kept / places;
  return { article: before.article, before: shown, after: shownNow, overlap, kept, places };
}

function stayed(lists: readonly Compared[]): number {
  const places = lists.reduce((sum, list) => sum + list.places, 0);
  return places === 0 ? 1 : lists.reduce((sum, list) => sum + list.kept, 0) / places;
}

function isSame(one: readonly ComparedLink[], other: readonly ComparedLink[]): boolean {
  return one.length === other.length && one.every(({ id }, i) => id === other[i]?.id);
}

function newHubs(lists: readonly Compared[]): Comparison['newHubs'] {
  const named = new Map<string, { article: ComparedArticle; before: number; after: number }>();
  for (const list of lists) {
    for (const side of ['before', 'after'] as const) {
      for (const { id, title, url } of list[side]) {
        const hub = named.get(id) ?? { article: { id, title, url }, before: 0, after: 0 };
        hub[side] += 1;
        named.set(id, hub);
      }
    }
  }
  const least = Math.max(HUB.lists, HUB.share * lists.length);
  return [...named.values()]
    .filter(({ before, after }) => after >= least && before < BEFORE * after)
    .map((hub) => ({ ...hub, share: hub.after / lists.length }))
    .sort((a, b) => b.after - a.after || (a.article.id < b.article.id ? -1 : 1));
}

function counted(articles: readonly ComparedArticle[], of: number): Comparison['lostAll'] {
  return {
    count: articles.length,
    share: of === 0 ? 0 : articles.length / of,
    examples: articles.slice(0, EXAMPLES),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
