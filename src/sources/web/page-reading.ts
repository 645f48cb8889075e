import { canonicalAddress } from '../../text/address.js';
import { htmlToText } from '../../text/html.js';
import { words } from '../../text/words.js';
import type { FetchedDocument } from '../../web/fetcher.js';
import { isFront, type PageMetadata, readMetadata } from './page-metadata.js';
import { type PageScan, scanPage } from './page-scan.js';
import { mainText } from './page-text.js';

/** An article as the fields of a record, apart from its id. */
export interface PageRecord extends Omit<PageMetadata, 'body' | 'isArticle' | 'noIndex'> {
  /** HTML, or plain text where only JSON-LD has it. */
  readonly body: string;
  /** Other addresses that led here. */
  readonly formerUrls: readonly string[];
}

/** What a page turned out to be. */
export interface ReadPage {
  /** The canonical form of its own address. */
  readonly id: string;
  readonly record: PageRecord;
  /** Of the main text. */
  readonly words: number;
  /**
   * Whether it is an article: no front page, and one that says so or has a main text of at least 100 words and does
   * not call itself something else.
   */
  readonly isArticle: boolean;
  /** Whether it calls itself an article. */
  readonly declared: boolean;
  /** Whether it asks to be left out of indexes. */
  readonly noIndex: boolean;
  /** As it was read, for whoever wants to know more. */
  readonly scan: PageScan;
}

/** A main text of so many words makes an article of what does not say what it is. */
const ENOUGH_WORDS = 100;

/** Reads an HTML page: what it is, and its article. `null` for what is no page: a picture, a PDF file. */
export function readPage(document: FetchedDocument, asked: string = document.url): ReadPage | null {
  if (!isPage(document)) return null;
  const scan = scanPage(document.text, document.url);
  const metadata = readMetadata(scan, document.url, document.headers);
  const { body, count } = bodyOf(scan, metadata);
  const { isArticle, noIndex, body: _, ...fields } = metadata;
  const id = canonicalAddress(metadata.url) ?? metadata.url;
  return {
    id,
    record: { ...fields, body, formerUrls: formerOf(document, asked, id) },
    words: count,
    isArticle:
      count > 0 && fields.title !== '' && !isFront(metadata.url) && (isArticle ?? count >= ENOUGH_WORDS),
    declared: isArticle === true,
    noIndex,
    scan,
  };
}

/** By its type, or where that is not said by its beginning. */
function isPage({ contentType, text }: FetchedDocument): boolean {
  if (contentType === '') return /^[\uFEFF\s]*</.test(text);
  return /^(?:text\/html|application\/xhtml\+xml)$/.test(contentType);
}

function bodyOf(scan: PageScan, { body }: PageMetadata): { readonly body: string; readonly count: number } {
  const main = mainText(scan.html, scan.base) ?? '';
  const count = words(htmlToText(main)).length;
  // A page that is put together in the browser has its text in JSON-LD alone.
  const stated = body === null || count >= ENOUGH_WORDS ? 0 : words(htmlToText(body)).length;
  return body !== null && stated > count ? { body, count: stated } : { body: main, count };
}

function formerOf({ url, redirects }: FetchedDocument, asked: string, id: string): string[] {
  const addresses = [...redirects.map((redirect) => redirect.url), asked, url];
  const others = addresses.filter((address) => canonicalAddress(address) !== id);
  return [...new Map(others.map((address) => [canonicalAddress(address), address])).values()];
}
