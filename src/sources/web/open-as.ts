import type { FetchedDocument } from '../../web/fetcher.js';
import { openGhost } from '../cms/ghost.js';
import { openWordPress } from '../cms/wordpress.js';
import type { Source, WebFormat } from '../source.js';
import { openFeed } from './feed.js';
import { openPage } from './page.js';
import { openSitemap } from './sitemap.js';
import type { WebOptions } from './web-options.js';

/** Opens an address as what it is said to be; `opened` is what lies there, where it was fetched already. */
export function openAs(
  format: WebFormat,
  address: string,
  web: WebOptions,
  opened?: FetchedDocument,
): Source {
  switch (format) {
    case 'feed':
      return openFeed(address, web, opened);
    case 'sitemap':
      return openSitemap(address, web, opened);
    case 'page':
      return openPage(address, web, opened);
    case 'wordpress':
      return openWordPress({ address, ...web });
    case 'ghost':
      return openGhost({ address, ...web });
  }
}
