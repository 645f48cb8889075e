import { formatInstant, parseInstant } from '../../article.js';
import type { Note, Reading, SourceRow } from '../source.js';
import { type Clock, type CmsPost, type Collection, PAGE, type PostPage } from './collection.js';
import { breaksOff } from './post-row.js';
import { timeOf, walk } from './walk.js';

/** Posts read so far, and expected in all. */
export interface Tally {
  read: number;
  total: number | null;
}

/**
 * What a collection holds, or what has changed in it since it was last read: its posts in the order of their changes,
 * with a note of the last time after every page. `reading.whole` also tells what has not changed, and gives what is
 * there and was never given.
 */
export async function* collectionRows(
  collection: Collection,
  reading: Reading,
  tally: Tally,
): AsyncGenerator<SourceRow> {
  const told = new Map<string, number | null>();
  const fresh = (posts: readonly CmsPost[]) => {
    tally.read += posts.length;
    if (tally.total !== null) tally.total = Math.max(tally.total, tally.read);
    return posts.flatMap((post) => tellOnce(post, told, reading));
  };
  const changed = cursorOf(collection, 'changed', reading);
  const published = cursorOf(collection, 'published', reading);

  const { overlaps } = collection;
  let first = true;
  for await (const page of walk(collection, 'changed', changed.before(overlaps.changed))) {
    if (first) tally.total = page.total === null ? null : tally.read + page.total;
    yield* fresh(page.posts);
    const notes = page.inOrder ? changed.notes(page) : [];
    // What is published while everything is read for the first time is looked for the next time.
    if (first && overlaps.published !== null && published.at === null) notes.push(published.note(page.now));
    if (notes.length > 0) yield { location: collection.location, notes };
    first = false;
  }
  if (overlaps.published !== null && published.at !== null) {
    for await (const page of walk(collection, 'published', published.before(overlaps.published))) {
      yield* fresh(page.posts);
      const notes = page.inOrder ? published.notes(page) : [];
      if (notes.length > 0) yield { location: collection.location, notes };
    }
  }
  // Without a cursor everything was read.
  if (reading.whole && changed.at !== null) yield* others(collection, reading, told, fresh);
}

/** What is there, and was not told yet. */
async function* others(
  collection: Collection,
  reading: Reading,
  told: Map<string, number | null>,
  fresh: (posts: readonly CmsPost[]) => SourceRow[],
): AsyncGenerator<SourceRow> {
  const isThere = told.size > 0;
  let listed = 0;
  for await (const ids of collection.ids()) {
    listed += ids.length;
    const unknown: string[] = [];
    for (const own of ids) {
      const id = collection.idPrefix + own;
      if (told.has(id)) continue;
      if (reading.holds(id)) {
        told.set(id, null);
        yield { location: collection.location, unchanged: id };
      } else unknown.push(own);
    }
    // Never given, or rejected, or withheld: it may have become readable without counting as changed.
    for (let at = 0; at < unknown.length; at += PAGE) {
      yield* fresh(await collection.byIds(unknown.slice(at, at + PAGE)));
    }
  }
  // As a WordPress answers whose database does not.
  if (listed === 0 && isThere) throw breaksOff(collection.location, 'none at all');
}

function tellOnce(
  { id, changedAt, row, location }: CmsPost,
  told: Map<string, number | null>,
  reading: Reading,
): SourceRow[] {
  if (id !== null) {
    if (told.has(id) && told.get(id) === changedAt) return [];
    told.set(id, changedAt);
  }
  if (row !== null) return [row];
  return id !== null && reading.holds(id) ? [{ location, gone: id }] : [];
}

/** The last time seen, across runs. */
function cursorOf(collection: Collection, by: Clock, reading: Reading) {
  // Ids of another prefix are other articles.
  const name = `${by} ${collection.idPrefix}${collection.name}`;
  const noted = reading.recall(name);
  const at = noted === null ? null : parseInstant(noted);
  let last = at;
  const note = (time: number): Note => ({ name, value: formatInstant(time) });
  return {
    at,
    before: (overlap: number): number | null => (at === null ? null : at - overlap),
    note,
    /** Empty where the page holds nothing later. */
    notes({ posts, now }: PostPage): Note[] {
      // A time to come, as imports give it, would hide every change until then.
      const latest = Math.min(now, Math.max(...posts.map((post) => timeOf(post, by) ?? 0)));
      if (latest <= (last ?? 0)) return [];
      last = latest;
      return [note(latest)];
    },
  };
}
