import { SourceError } from '../../errors.js';
import { told } from './addresses.js';
import { type FeedEntry, readFeed } from './feed-items.js';
import { parseFeed } from './feed-parser.js';
import { hasEnd, rootOf, takeApart } from './xml-elements.js';

/** Entries of a broken document that are tried one by one. */
const MOST_TRIED = 10_000;

const ROOTS: readonly string[] = ['rss', 'rdf', 'feed'];

/** One document of a feed, as far as it could be read. */
export interface FeedDocument {
  /** A `string` says what is wrong with an entry that cannot be read. */
  readonly entries: readonly (FeedEntry | string)[];
  /** The address of the page of older entries; `null` where there is none. */
  readonly next: string | null;
  /** Whether its end is missing. */
  readonly cut: boolean;
}

/**
 * Reads RSS (0.9x, 1.0, 2.0), Atom and JSON Feed. Of XML that is broken, every entry that is whole in itself is read.
 * Throws a `SourceError` for what is no feed.
 *
 * @param address where it was found, for relative links and error messages
 */
export function readFeedText(text: string, address: string): FeedDocument {
  const root = rootOf(text);
  if (root === 'html') throw notFeed(address, `a page in HTML${titleOf(text)}`);
  if (root === 'urlset' || root === 'sitemapindex') {
    throw notFeed(address, 'a sitemap', 'Read it with --format sitemap');
  }
  try {
    const parsed = parseFeed(text);
    return { ...readFeed(parsed, address), cut: parsed.format !== 'json' && !hasEnd(text, ROOTS) };
  } catch (error) {
    if (root === '{' || root === '[') throw notFeed(address, jsonFault(text));
    return readBroken(text, address, root, error);
  }
}

/** Every entry by itself, in the frame of the feed. */
function readBroken(text: string, address: string, root: string, cause: unknown): FeedDocument {
  const { head, elements } = takeApart(text, ['item', 'entry']);
  const cut = !hasEnd(text, ROOTS);
  const known = ROOTS.includes(root);
  if (elements.length === 0) {
    // A frame without any entry: an empty feed, if it is whole.
    if (known && !cut) return { entries: [], next: null, cut: false };
    if (known) throw cutOff(address, 0);
    const received = text.trim() === '' ? 'nothing at all' : `<${root || 'something else'}>`;
    throw notFeed(address, received, undefined, cause);
  }
  const frame = frameOf(head.slice(0, 100_000));
  const entries = elements.slice(0, MOST_TRIED).flatMap((element): (FeedEntry | string)[] => {
    try {
      const { entries } = readFeed(parseFeed(frame + element), address);
      return entries.length === 0 ? [] : [...entries];
    } catch (error) {
      return [error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)];
    }
  });
  if (entries.every((entry) => typeof entry === 'string'))
    throw notFeed(address, 'broken XML', undefined, cause);
  return { entries, next: null, cut };
}

/** The start tags of the root and, in RSS, of the channel: what else stands before the entries may be what is broken. */
function frameOf(head: string): string {
  const root = /<(?:[\w.-]+:)?(?:rss|rdf|feed)(?=[\s>])[^>]*>/i.exec(head)?.[0] ?? '';
  const channel = /<channel[^>]*>/i.exec(head)?.[0] ?? '';
  // RSS 1.0 has its items beside the channel.
  return root + (/<(?:[\w.-]+:)?rss/i.test(root) ? channel : '');
}

/** The `SourceError` for a feed whose end is missing. */
export function cutOff(address: string, entries: number): SourceError {
  return new SourceError(
    `The feed ${told(address)} breaks off after ${entries} entries. Expected its end, received none. What was read is kept; try again, and if it stays so, have what writes it mended.`,
  );
}

function notFeed(address: string, received: string, remedy?: string, cause?: unknown): SourceError {
  return new SourceError(
    `${told(address)} is not a feed. Expected RSS, Atom or JSON Feed, received ${received}. ${remedy ?? 'Check the address, and whether it asks for a login'}.`,
    cause === undefined ? {} : { cause },
  );
}

function titleOf(html: string): string {
  const title = /<title[^>]{0,200}>([^<]{1,200})/i
    .exec(html.slice(0, 20_000))?.[1]
    ?.replace(/\s+/g, ' ')
    .trim();
  return title === undefined || title === '' ? '' : ` titled ${JSON.stringify(title)}`;
}

function jsonFault(text: string): string {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return 'other JSON';
  } catch (error) {
    return `broken JSON: ${error instanceof Error ? error.message.slice(0, 120) : String(error)}`;
  }
}
