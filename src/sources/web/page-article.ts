import type { SourceError } from '../../errors.js';
import { canonicalAddress } from '../../text/address.js';
import type { FetchedDocument } from '../../web/fetcher.js';
import type { Note, Reading, SourceRow } from '../source.js';
import { sameSite, told } from './addresses.js';
import { notedValidators, readNote, textOf, validatorsNote } from './fetch-text.js';
import { type PageRecord, readPage } from './page-reading.js';
import type { PageVisits } from './page-visits.js';
import type { WebOptions } from './web-options.js';

/** A page to look at. */
export interface PageToRead {
  /** Its address, absolute. */
  readonly url: string;
  /** When it last changed, by whoever names it: such as the sitemap's `lastmod`; `null` where that is not known. */
  readonly lastmod: string | null;
  /** What else is known of it; what the page says itself comes first. */
  readonly hints: Partial<PageRecord>;
}

export interface PageRows {
  readonly rows: readonly SourceRow[];
  /** `other` is no article, `left` is for the next run, `failed` for the next run, too. */
  readonly outcome: 'article' | 'unchanged' | 'gone' | 'other' | 'hidden' | 'failed' | 'left';
  /** Why it failed. */
  readonly error?: SourceError;
}

export interface PageContext {
  readonly web: WebOptions;
  readonly reading: Reading;
  readonly visits: PageVisits;
  /** Ids given in this run: a page may have several addresses. */
  readonly given: Set<string>;
  /** Whether a page is given that does not look like an article. */
  readonly any: boolean;
}

/** What is noted of a page, under its address. */
interface Seen {
  /** Of the article that it is; `null` where it is none. */
  readonly id: string | null;
  readonly lastmod: string | null;
  readonly validators: string | null;
}

/**
 * Reads a page, unless what was noted of it says that it has not changed. Its rows: a record, `unchanged`, `gone`
 * where it was taken down (or has become something else than an article), or only a note.
 */
export async function rowsOfPage(
  { url, lastmod, hints }: PageToRead,
  context: PageContext,
  opened?: FetchedDocument,
): Promise<PageRows> {
  const { reading, given, any } = context;
  const location = told(url);
  const name = `page ${canonicalAddress(url) ?? url}`;
  const seen = seenOf(reading.recall(name));
  const isHeld = seen?.id != null && reading.holds(seen.id);
  const isKnown = seen !== null && (seen.id === null || isHeld);
  const still = (notes: readonly Note[]): SourceRow[] => {
    if (seen?.id == null || !isHeld) return notes.length > 0 ? [{ location, notes }] : [];
    given.add(seen.id);
    return [{ location, unchanged: seen.id, notes }];
  };
  const note = (id: string | null, validators: string | null): Note => ({
    name,
    value: JSON.stringify({ id, lastmod, validators } satisfies Seen),
  });
  const outOf = (notes: readonly Note[]): SourceRow[] =>
    isHeld && seen?.id != null && !given.has(seen.id)
      ? [{ location, gone: seen.id, notes }]
      : [{ location, notes }];

  if (isKnown && lastmod !== null && seen.lastmod === lastmod)
    return { rows: still([]), outcome: 'unchanged' };
  const fetched =
    opened ?? (await context.visits.visit(url, isKnown ? notedValidators(seen.validators) : {}));
  switch (fetched.kind) {
    case 'failed':
      return { rows: still([]), outcome: 'failed', error: fetched.error };
    case 'left':
      return { rows: still([]), outcome: 'left' };
    case 'not_modified':
      return { rows: still([note(seen?.id ?? null, seen?.validators ?? null)]), outcome: 'unchanged' };
    case 'gone':
      return { rows: outOf([{ name, value: null }]), outcome: 'gone' };
  }

  const page = sameSite(fetched.url, url) || any ? readPage(fetched, url) : null;
  const validators = validatorsNote(fetched);
  const isArticle = page !== null && (page.isArticle || (any && page.words > 0 && page.record.title !== ''));
  if (page === null || page.noIndex || !isArticle) {
    return { rows: outOf([note(null, validators)]), outcome: page?.noIndex === true ? 'hidden' : 'other' };
  }
  const id = (context.web.idPrefix ?? '') + page.id;
  const notes = [note(id, validators)];
  if (given.has(id)) return { rows: [{ location, notes }], outcome: 'article' };
  given.add(id);
  const rows: SourceRow[] = [{ location, record: { ...filled(page.record, hints), id }, notes }];
  // It goes by another address now.
  if (isHeld && seen?.id != null && !given.has(seen.id)) rows.push({ location, gone: seen.id });
  return { rows, outcome: 'article' };
}

/** A record with what it lacks. */
function filled(record: PageRecord, hints: Partial<PageRecord>): PageRecord {
  const lacking = Object.entries(hints).filter(([field]) => {
    const value = record[field as keyof PageRecord];
    return value === null || value === '' || (Array.isArray(value) && value.length === 0);
  });
  return { ...record, ...Object.fromEntries(lacking) };
}

function seenOf(note: string | null): Seen | null {
  const noted = readNote(note);
  if (noted === null) return null;
  return { id: textOf(noted.id), lastmod: textOf(noted.lastmod), validators: textOf(noted.validators) };
}
