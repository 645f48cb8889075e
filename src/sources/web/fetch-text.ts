import { SourceError } from '../../errors.js';
import type { FetchedDocument, Validators } from '../../web/fetcher.js';
import { told } from './addresses.js';

/** For the `Accept` header. */
export const FEED_ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';
export const PAGE_ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.5';
export const SITEMAP_ACCEPT = 'application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5';

/** A document's validators as a note; `null` where it has none. */
export function validatorsNote({ validators }: FetchedDocument): string | null {
  const { etag, lastModified } = validators;
  return etag === null && lastModified === null ? null : JSON.stringify({ etag, lastModified });
}

/** Validators as they were noted; nothing where they cannot be read. */
export function notedValidators(
  note: string | null,
): { readonly validators: Validators } | Record<never, never> {
  const noted = readNote(note);
  if (noted === null) return {};
  const [etag, lastModified] = [textOf(noted.etag), textOf(noted.lastModified)];
  return etag === null && lastModified === null ? {} : { validators: { etag, lastModified } };
}

/** A note in JSON; `null` where it is none, as one of an earlier version may be. */
export function readNote(note: string | null): Readonly<Record<string, unknown>> | null {
  if (note === null) return null;
  try {
    const value: unknown = JSON.parse(note);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The `SourceError` for a source that is not there. */
export function notThere(address: string, what: string, received: string): SourceError {
  return new SourceError(
    `There is no ${what} at ${told(address)}. Expected one, received ${received}. Check the address; what was read from it before is kept.`,
  );
}
