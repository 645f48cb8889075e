import { pMapIterable } from 'p-map';
import { SourceError } from '../../errors.js';
import { canonicalAddress } from '../../text/address.js';
import type { FetchedDocument } from '../../web/fetcher.js';
import { FIRST_READING, type Reading, type Source, type SourceRow } from '../source.js';
import { sameSite, told } from './addresses.js';
import { notedValidators, notThere, readNote, SITEMAP_ACCEPT, textOf, validatorsNote } from './fetch-text.js';
import { fewWarnings } from './few-warnings.js';
import { type PageContext, type PageRows, type PageToRead, rowsOfPage } from './page-article.js';
import { createPageVisits } from './page-visits.js';
import { readSitemap, type SitemapEntry } from './sitemap-file.js';
import type { WebOptions } from './web-options.js';

/** Sitemaps that one index, and what it leads to, may name. */
const MOST_FILES = 10_000;
/** Indexes inside indexes: the protocol knows none, some sites have them. */
const DEEPEST = 3;
/** Pages asked for at a time; how many of one host at once is for the fetcher to say. */
const CONCURRENCY = 8;

/** A sitemap to read. */
interface FileToRead {
  readonly url: string;
  /** As its index says. */
  readonly lastmod: string | null;
  readonly depth: number;
}

/**
 * The articles of a site by its sitemap. A page is fetched when it is new, when its `lastmod` is not the one that was
 * noted, and, where it has none, to ask whether it has changed. A `lastmod` in the future is none; one that is the
 * same for every page is taken at its word. Noted are what each page was (`page <address>`) and, of a sitemap all of
 * whose pages were read and have a `lastmod`, its validators (`sitemap <address>`), so that it is passed over while it
 * does not change.
 *
 * @param opened the sitemap, where it was fetched already
 */
export function openSitemap(address: string, web: WebOptions, opened?: FetchedDocument): Source {
  let read = 0;
  let total: number | null = null;
  const listed = { news: 0, others: 0 };
  return {
    name: told(address),
    /** A news sitemap names the last two days alone. */
    get partial() {
      return listed.news > 0 && listed.others === 0;
    },
    async *rows(reading = FIRST_READING) {
      const visits = createPageVisits(web, reading);
      const context: PageContext = { web, reading, visits, given: new Set(), any: false };
      const troubles = fewWarnings(reading.warn, 'more sitemaps could not be read.');
      const asked = new Set<string>();
      const counts = { other: 0, hidden: 0, elsewhere: 0, beyond: 0 };
      const files: FileToRead[] = [{ url: address, lastmod: null, depth: 0 }];
      const known = new Set([address]);
      const turned: Turned[] = [];
      let articles = 0;
      let broken: SourceError | null = null;
      for (let file = files.shift(); file !== undefined; file = files.shift()) {
        const found = await openFile(file, web, reading, file.url === address ? opened : undefined).catch(
          (error: unknown) => {
            // Of an index, the other sitemaps are read all the same.
            if (!(error instanceof SourceError) || file?.url === address) throw error;
            broken = error;
            troubles.say(error.message);
            return null;
          },
        );
        if (found === null) continue;
        const near = found.entries.filter(({ loc }) => sameSite(loc, address));
        counts.elsewhere += found.entries.length - near.length;
        if (found.kind === 'index') {
          for (const { loc, lastmod } of near) {
            if (known.has(loc)) continue;
            if (known.size >= MOST_FILES || file.depth >= DEEPEST) {
              counts.beyond += 1;
              continue;
            }
            known.add(loc);
            files.push({ url: loc, lastmod: settled(lastmod), depth: file.depth + 1 });
          }
        }
        if (found.kind === 'pages') {
          const news = near.filter((entry) => entry.news !== null).length;
          listed.news += news;
          listed.others += near.length - news;
        }
        const pages = found.kind === 'index' ? [] : near.filter(({ loc }) => isFirst(loc, asked)).map(pageOf);
        if (file.url === address && found.kind === 'pages') total = pages.length;
        let isDone = found.kind === 'pages' && !found.cut;
        const results = pMapIterable(pages, (page) => rowsOfPage(page, context), {
          concurrency: CONCURRENCY,
          backpressure: CONCURRENCY * 2,
        });
        for await (const { rows, outcome, turned: other } of results) {
          read += 1;
          if (other !== undefined) turned.push(other);
          else if (outcome === 'other' || outcome === 'hidden') counts[outcome] += 1;
          if (outcome === 'article') articles += 1;
          // What is taken back is looked at once more in the next run.
          const isOver = other === undefined && !rows.some((row) => 'gone' in row);
          if (outcome === 'failed' || outcome === 'left' || !isOver) isDone = false;
          yield* rows;
        }
        if (found.cut) broken = cutOff(file.url);
        if (isDone && pages.every(({ lastmod }) => lastmod !== null)) yield fileNote(file, found.document);
      }
      total = read;
      yield* believed(turned, articles, reading);
      visits.finish();
      troubles.finish();
      tell(counts, reading);
      if (broken !== null) throw broken;
    },
    progress: () => ({ read, total }),
  };
}

type Turned = NonNullable<PageRows['turned']>;

/** Articles that may turn into something else in one run: so many, or this share of those that were read. */
const FEW_TURNED = { pages: 3, share: 0.1 };

/** Takes back the articles whose pages have turned into something else, unless they are so many that it is the site that is not itself. */
function believed(turned: readonly Turned[], articles: number, { warn }: Reading): SourceRow[] {
  if (turned.length <= Math.max(FEW_TURNED.pages, FEW_TURNED.share * articles)) return [...turned];
  const first = turned[0]?.location ?? '';
  warn(
    `${turned.length} pages that were articles have become something else, such as ${first}: a login, a page of maintenance or an error, or they ask to be left out (noindex). What was read of them before is kept, and the next run looks again. If they are meant to go, have them answer 404 or 410, or take them out of the sitemap and use --prune.`,
  );
  return turned.map(({ location, gone }) => ({ location, unchanged: gone }));
}

interface OpenedFile {
  readonly kind: 'index' | 'pages';
  readonly entries: readonly SitemapEntry[];
  readonly cut: boolean;
  readonly document: FetchedDocument;
}

/** `null` where nothing in it has changed since it was read to its end. */
async function openFile(
  { url, lastmod }: FileToRead,
  { fetcher }: WebOptions,
  reading: Reading,
  opened: FetchedDocument | undefined,
): Promise<OpenedFile | null> {
  // Where everything has to be told, everything has to be read.
  const noted = reading.whole ? null : readNote(reading.recall(`sitemap ${url}`));
  if (noted !== null && lastmod !== null && noted.lastmod === lastmod) return null;
  const validators = notedValidators(textOf(noted?.validators ?? null));
  const fetched = opened ?? (await fetcher.get(url, { accept: SITEMAP_ACCEPT, ...validators }));
  if (fetched.kind === 'gone') throw notThere(url, 'sitemap', `status ${fetched.status}`);
  if (fetched.kind === 'not_modified') return null;
  return { ...readSitemap(fetched.text, fetched.url), document: fetched };
}

function fileNote({ url, lastmod }: FileToRead, document: FetchedDocument): SourceRow {
  const value = JSON.stringify({ lastmod, validators: validatorsNote(document) });
  return { location: told(url), notes: [{ name: `sitemap ${url}`, value }] };
}

function pageOf({ loc, lastmod, news, image }: SitemapEntry): PageToRead {
  const hints = news === null ? {} : { title: news.title, ...tagged(news) };
  return { url: loc, lastmod: settled(lastmod), hints: { ...hints, image } };
}

/** From the midnight that begins a day, in UTC, until it is over everywhere. Milliseconds. */
const DAY_IS_OVER = 36 * 3_600_000;

/** `null` of a time to come, and of a day that is not over: more may change on it, and its name stays the same. */
function settled(lastmod: string | null): string | null {
  const at = Date.parse(lastmod ?? '');
  const isDay = lastmod?.endsWith('T00:00:00Z') === true;
  return at + (isDay ? DAY_IS_OVER : 0) <= Date.now() ? lastmod : null;
}

const tagged = ({ publishedAt, language, tags }: NonNullable<SitemapEntry['news']>) => ({
  publishedAt,
  language,
  tags,
});

function isFirst(loc: string, asked: Set<string>): boolean {
  const key = canonicalAddress(loc) ?? loc;
  if (asked.has(key)) return false;
  asked.add(key);
  return true;
}

function tell(
  { other, hidden, elsewhere, beyond }: Readonly<Record<'other' | 'hidden' | 'elsewhere' | 'beyond', number>>,
  { warn }: Reading,
): void {
  if (other > 0) {
    warn(
      `${other} pages are no articles by their own word, or have less than 100 words of main text: left out.`,
    );
  }
  if (hidden > 0) warn(`${hidden} pages ask to be left out of indexes (noindex): they are.`);
  if (beyond > 0) {
    warn(
      `${beyond} sitemaps were not read: of one index at most ${MOST_FILES} are, and of indexes in indexes ${DEEPEST}. Name the others themselves.`,
    );
  }
  if (elsewhere > 0) warn(`${elsewhere} addresses of the sitemap are of another site: left out.`);
}

function cutOff(url: string): SourceError {
  return new SourceError(
    `The sitemap ${told(url)} breaks off. Expected its end, received none. What was read is kept; try again, and if it stays so, have what writes it mended.`,
  );
}
