import { pMapIterable } from 'p-map';
import type { FetchedDocument } from '../../web/fetcher.js';
import { FIRST_READING, type Reading, type Source } from '../source.js';
import { told } from './addresses.js';
import { type EntryRow, rowOfEntry } from './feed-article.js';
import type { FeedEntry } from './feed-items.js';
import { cutOff, readFeedText } from './feed-text.js';
import { FEED_ACCEPT, notedValidators, notThere, validatorsNote } from './fetch-text.js';
import { createPageVisits } from './page-visits.js';
import type { WebOptions } from './web-options.js';

/** Documents of older entries that are followed (RFC 5005, JSON Feed's `next_url`). */
const MOST_DOCUMENTS = 1_000;
/** Linked pages asked for at a time; how many of one host at once is for the fetcher to say. */
const CONCURRENCY = 4;

/** Noted once all documents of older entries were read: later runs stop where nothing is new. */
const ARCHIVE = 'archive';
/** Noted of the first document, once all its entries are stored. */
const VALIDATORS = 'validators';

/**
 * The articles of a feed. An entry that has only a summary gets the main text of the page that it links to; where
 * that cannot be read the summary stands for the article, and the next run tries again. Noted are what each entry was
 * (`entry <id>`) and the feed's validators: a feed that has not changed costs one request, an entry none.
 *
 * @param opened the feed, where it was fetched already
 */
export function openFeed(address: string, web: WebOptions, opened?: FetchedDocument): Source {
  let read = 0;
  let total: number | null = null;
  return {
    name: told(address),
    partial: true,
    async *rows(reading = FIRST_READING) {
      const visits = createPageVisits(web, reading);
      const context = { idPrefix: web.idPrefix ?? '', reading, visits, given: new Set<string>() };
      const archived = reading.recall(ARCHIVE) !== null;
      const seen = new Set<string>();
      const followed = new Set<string>();
      let first: FetchedDocument | null = null;
      let isDone = true;
      let next: string | null = address;
      while (next !== null && !followed.has(next) && followed.size < MOST_DOCUMENTS) {
        const document: FetchedDocument | 'gone' | null =
          first === null
            ? (opened ?? (await fetchFeed(next, web, reading)))
            : await fetchFeed(next, web, null);
        if (document === null) return;
        if (document === 'gone') {
          reading.warn(
            `${told(next)} is not there, which ${told(address)} names for its older articles: read without them.`,
          );
          break;
        }
        first ??= document;
        followed.add(next);
        const feed = readFeedText(document.text, document.url);
        // An entry that stands there twice is read once: the newer comes first.
        const entries = feed.entries
          .map((entry, i) => ({ entry, location: `${told(document.url)}#${i + 1}` }))
          .filter(({ entry }) => typeof entry === 'string' || isFirst(entry.id, seen));
        if (feed.next === null && followed.size === 1) total = entries.length;
        let news = 0;
        const rows = pMapIterable(
          entries,
          ({ entry, location }) =>
            typeof entry === 'string' ? unreadable(entry, location) : rowOfEntry(entry, location, context),
          { concurrency: CONCURRENCY, backpressure: CONCURRENCY * 2 },
        );
        for await (const { row, former, done, isNew } of rows) {
          read += 1;
          if (isNew) news += 1;
          if (!done) isDone = false;
          yield row;
          if (former !== undefined) yield former;
        }
        if (feed.cut) throw cutOff(document.url, feed.entries.length);
        next = archived && news === 0 ? null : feed.next;
      }
      total = read;
      visits.finish();
      if (first === null) return;
      const notes = [{ name: ARCHIVE, value: 'read' }];
      yield {
        location: told(address),
        notes: isDone ? [...notes, { name: VALIDATORS, value: validatorsNote(first) }] : notes,
      };
    },
    progress: () => ({ read, total }),
  };
}

/** `null` where it has not changed since the last reading; `gone` only of a page of older articles. */
async function fetchFeed(
  address: string,
  { fetcher }: WebOptions,
  reading: Reading | null,
): Promise<FetchedDocument | 'gone' | null> {
  const fetched = await fetcher.get(address, {
    accept: FEED_ACCEPT,
    ...notedValidators(reading?.recall(VALIDATORS) ?? null),
  });
  if (fetched.kind === 'gone') {
    if (reading === null) return 'gone';
    throw notThere(address, 'feed', `status ${fetched.status}`);
  }
  return fetched.kind === 'not_modified' ? null : fetched;
}

function isFirst(id: FeedEntry['id'], seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

/** Told in every run: it is new in none. */
function unreadable(received: string, location: string): EntryRow {
  const expected = 'an entry that can be read, with a link or an id';
  return { row: { location, unreadable: { expected, received } }, done: true, isNew: false };
}
