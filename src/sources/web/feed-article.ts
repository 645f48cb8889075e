import { createHash } from 'node:crypto';
import { htmlToText } from '../../text/html.js';
import { words } from '../../text/words.js';
import type { Note, Reading, SourceRow } from '../source.js';
import type { FeedEntry } from './feed-items.js';
import { isFront } from './page-metadata.js';
import { type ReadPage, readPage } from './page-reading.js';
import type { PageVisits } from './page-visits.js';
import { titleFrom } from './words-of.js';

/** Raised when an entry becomes an article in another way, so that what was read before is read anew. */
const VERSION = 1;
/** Noted instead of the hash of an entry whose page could not be read: no hash is like it. */
const NOT_YET = '-';
/** A linked page with a shorter main text, in words, is none of an article. */
const LEAST_WORDS = 30;

export interface EntryRow {
  readonly row: SourceRow;
  /** The row that takes back the article that the entry was until now, under another id. */
  readonly former?: SourceRow;
  /** Whether it is read for good; `false` asks the next run to look at the feed again. */
  readonly done: boolean;
  /** Whether it says something that the last run did not know. */
  readonly isNew: boolean;
}

export interface EntryContext {
  readonly idPrefix: string;
  readonly reading: Reading;
  readonly visits: PageVisits;
  /** Ids given in this run: several entries may lead to one page. */
  readonly given: Set<string>;
}

/**
 * The row of one entry. Noted is what the entry was, so that it is passed over until it changes (or its page can be
 * read); and which article it became, whose id a linked page may have told.
 */
export async function rowOfEntry(
  entry: FeedEntry,
  location: string,
  context: EntryContext,
): Promise<EntryRow> {
  const { reading, idPrefix } = context;
  const name = `entry ${entry.id}`;
  const hash = hashOf(entry);
  const [notedHash = '', notedId = ''] = split(reading.recall(name));
  const isHeld = notedId !== '' && reading.holds(notedId);
  if (isHeld && notedHash === hash) context.given.add(notedId);
  if (isHeld && notedHash === hash)
    return { row: { location, unchanged: notedId }, done: true, isNew: false };

  const linked = entry.content === null ? await linkedPage(entry, context.visits) : NO_PAGE;
  if (linked.again && isHeld && (linked.isLeft || notedHash !== NOT_YET)) {
    // Better the text of before than its summary.
    return { row: { location, unchanged: notedId }, done: false, isNew: true };
  }
  if (linked.again && linked.isLeft) return { row: { location, notes: [] }, done: false, isNew: true };
  const { page } = linked;
  const id = idPrefix + (page?.id ?? entry.id);
  const notes: Note[] = [{ name, value: `${linked.again ? NOT_YET : hash} ${id}` }];
  const record = recordOf(entry, id, page);
  const row: SourceRow =
    record === null
      ? { location, unreadable: { expected: 'an entry with a title or a text', received: 'neither' } }
      : { location, record, notes };
  const said = { row, done: !linked.again, isNew: true };
  if (record === null) return said;
  context.given.add(id);
  // A page may tell another id than the summary had, while it could not be read, or than it told before.
  const isOther = isHeld && notedId !== id && !context.given.has(notedId);
  return isOther ? { ...said, former: { location, gone: notedId } } : said;
}

interface Linked {
  readonly page: ReadPage | null;
  /** Whether the next run should try again. */
  readonly again: boolean;
  /** Whether it was not even asked for. */
  readonly isLeft: boolean;
}

const NO_PAGE: Linked = { page: null, again: false, isLeft: false };

async function linkedPage({ url, summary }: FeedEntry, visits: PageVisits): Promise<Linked> {
  if (url === null) return NO_PAGE;
  const fetched = await visits.visit(url);
  switch (fetched.kind) {
    case 'document': {
      const page = readPage(fetched, url);
      const enough = Math.max(LEAST_WORDS, words(summary).length);
      const isGood = page !== null && !page.noIndex && page.words >= enough && !isFront(page.record.url);
      return isGood ? { ...NO_PAGE, page } : NO_PAGE;
    }
    case 'failed':
      return { ...NO_PAGE, again: true };
    case 'left':
      return { page: null, again: true, isLeft: true };
    default:
      // The page is not there: the summary is all there is.
      return NO_PAGE;
  }
}

/** What the feed says comes first, then what the page says. `null` where neither has a title or a text. */
function recordOf(entry: FeedEntry, id: string, page: ReadPage | null): Record<string, unknown> | null {
  const body = entry.content ?? page?.record.body ?? entry.summary;
  const title = entry.title || page?.record.title || titleFrom(htmlToText(body));
  if (title === '') return null;
  const { id: _, content: __, ...said } = entry;
  const of = page?.record;
  return {
    ...of,
    ...said,
    id,
    title,
    body,
    summary: entry.summary || (of?.summary ?? null),
    url: of?.url ?? entry.url,
    image: entry.image ?? of?.image ?? null,
    tags: entry.tags.length > 0 ? entry.tags : (of?.tags ?? []),
    authors: entry.authors.length > 0 ? entry.authors : (of?.authors ?? []),
    language: entry.language ?? of?.language ?? null,
    publishedAt: entry.publishedAt ?? of?.publishedAt ?? null,
    updatedAt: entry.updatedAt ?? of?.updatedAt ?? null,
  };
}

function hashOf(entry: FeedEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, entry]))
    .digest('base64url')
    .slice(0, 22);
}

/** A hash and an id, which may hold spaces. */
function split(note: string | null): string[] {
  const space = note?.indexOf(' ') ?? -1;
  return note === null || space === -1 ? [] : [note.slice(0, space), note.slice(space + 1)];
}
