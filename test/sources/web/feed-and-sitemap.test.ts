import { expect, it } from 'vitest';
import { openFeed } from '../../../src/sources/web/feed.js';
import { openSitemap } from '../../../src/sources/web/sitemap.js';
import { indexFolder } from '../../support/index-folder.js';
import { newsstand } from '../../support/newsstand.js';

const TEXT = 'The yen fell on Tuesday as traders bet that the bank would wait. '.repeat(10);

it('an article of a feed and a sitemap is one, and goes with its page, or with its place in the sitemap', async () => {
  const stand = newsstand();
  const publish = (...names: string[]) => {
    const urls = names.map((name) => `<url><loc>https://news.example/${name}</loc></url>`);
    stand.stock.set('/sitemap.xml', { type: 'application/xml', body: `<urlset>${urls.join('')}</urlset>` });
  };
  for (const name of ['a', 'b', 'c']) {
    stand.stock.set(`/${name}`, {
      body: `<html><body><main><h1>${name}</h1><p>${TEXT}</p></main></body></html>`,
    });
  }
  const items = ['a', 'b', 'c'].map(
    (name) =>
      `<item><title>${name}</title><link>https://news.example/${name}</link><description>${name}</description></item>`,
  );
  stand.stock.set('/feed.xml', {
    body: `<rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`,
  });
  publish('a', 'b', 'c');

  const index = indexFolder();
  const web = { fetcher: stand.fetcher };
  const read = async () => {
    const sources = [
      openFeed('https://news.example/feed.xml', web),
      openSitemap('https://news.example/sitemap.xml', web),
    ];
    return (await index.run(sources, { prune: true })).summary;
  };
  expect(await read()).toMatchObject({ added: 3, articles: 3 });

  // The feed names both for a while yet.
  stand.stock.delete('/b');
  publish('a', 'b');
  expect(await read()).toMatchObject({ removed: 2, articles: 1 });
  expect(index.catalog.find('https://news.example/a')).not.toBeNull();
});
