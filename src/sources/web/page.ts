import type { FetchedDocument } from '../../web/fetcher.js';
import { FIRST_READING, type Source } from '../source.js';
import { told } from './addresses.js';
import { notThere } from './fetch-text.js';
import { rowsOfPage } from './page-article.js';
import { createPageVisits } from './page-visits.js';
import type { WebOptions } from './web-options.js';

/**
 * One page as a source of one article. Its validators are noted. What has no main text is an unreadable row.
 *
 * @param opened the page, where it was fetched already
 */
export function openPage(address: string, web: WebOptions, opened?: FetchedDocument): Source {
  let read = 0;
  return {
    name: told(address),
    async *rows(reading = FIRST_READING) {
      const visits = createPageVisits(web, { ...reading, warn: () => undefined });
      const context = { web, reading, visits, given: new Set<string>(), any: true };
      const page = { url: address, lastmod: null, hints: {} };
      const { rows, outcome, error, turned } = await rowsOfPage(page, context, opened);
      if (error !== undefined) throw error;
      // One that was an article here is told as taken down.
      if (outcome === 'gone' && !rows.some((row) => 'gone' in row))
        throw notThere(address, 'page', 'nothing');
      read = 1;
      yield* rows;
      if (outcome === 'hidden') {
        if (turned !== undefined) yield turned;
        reading.warn(`${told(address)} asks to be left out of indexes (noindex): it is.`);
      }
      if (outcome === 'other') {
        yield {
          location: told(address),
          unreadable: { expected: 'an HTML page with a title and a main text', received: 'none' },
        };
      }
    },
    progress: () => ({ read, total: 1 }),
  };
}
