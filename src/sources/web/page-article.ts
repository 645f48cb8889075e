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
  /** The row that takes back the article that it was until now, where the page is there, and no longer that article. */
  readonly turned?: SourceRow & { readonly gone: string };
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
 * where it was taken down, or only a note; none where it has `turned` into something else than the article it was,
 * which is for the caller to believe: a login, a page of maintenance or an error are also answered with status 200.
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
  // Nothing is noted for good: the next run looks once more.
  const turned = (id: string) => ({ location, gone: id, notes: [{ name, value: null }] });
  const held = isHeld ? (seen?.id ?? null) : null;
  if (page === null || page.noIndex || !isArticle) {
    const outcome = page?.noIndex === true ? 'hidden' : 'other';
    if (held !== null && !given.has(held)) return { rows: [], outcome, turned: turned(held) };
    return { rows: [{ location, notes: [note(null, validators)] }], outcome };
  }
  const id = (context.web.idPrefix ?? '') + page.id;
  // One that goes by another address now may be back soon: its `lastmod` says nothing of that.
  const moved = held !== null && held !== id;
  const notes = [
    moved ? { name, value: JSON.stringify({ id, lastmod: null, validators: null }) } : note(id, validators),
  ];
  if (given.has(id)) {
    if (held !== null && !given.has(held)) return { rows: [], outcome: 'other', turned: turned(held) };
    return { rows: [{ location, notes }], outcome: 'article' };
  }
  given.add(id);
  const rows: SourceRow[] = [{ location, record: { ...filled(page.record, hints), id }, notes }];
  // It goes by another address now.
  if (held !== null && !given.has(held)) rows.push({ location, gone: held });
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
