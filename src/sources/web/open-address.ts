import { openGhost } from '../cms/ghost.js';
import { openWordPress } from '../cms/wordpress.js';
import type { Source, WebFormat } from '../source.js';
import { discover } from './discover.js';
import { openFeed } from './feed.js';
import { openPage } from './page.js';
import { openSitemap } from './sitemap.js';
import type { WebOptions } from './web-options.js';

/** Opens what lies at an address; without a format it is told when it is first read. Nothing is fetched yet. */
export function openAddress(address: string, format: WebFormat | undefined, web: WebOptions): Source {
  switch (format) {
    case undefined:
      return discover(address, web);
    case 'feed':
      return openFeed(address, web);
    case 'sitemap':
      return openSitemap(address, web);
    case 'page':
      return openPage(address, web);
    case 'wordpress':
      return openWordPress({ address, ...web });
    case 'ghost':
      return openGhost({ address, ...web });
  }
}
