import { expect, it } from 'vitest';
import { openSitemap } from '../../../src/sources/web/sitemap.js';
import { createFetcher } from '../../../src/web/create-fetcher.js';
import { indexFolder, listener } from '../../support/index-folder.js';
import { newsstand, serve } from '../../support/newsstand.js';
import { type NewsItem, newsEmbedder, newsPage, wikinews } from './wikinews.js';

const COUNT = 130;

const lastmods = new Map<string, string>();
function sitemapOf(items: readonly NewsItem[]): string {
  const urls = items.map(
    ({ id, publishedAt }) =>
      `<url><loc>https://news.example/${id}</loc><lastmod>${lastmods.get(id) ?? publishedAt}</lastmod></url>`,
  );
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`;
}

it('indexes a site by its packed sitemaps through overload, failures and a kill; then an update and a takedown', async (context) => {
  const items = wikinews(context).slice(0, COUNT);
  const [busy, broken, edited, removed] = items.slice(100).map(({ id }) => id) as [
    string,
    string,
    string,
    string,
  ];
  const stand = newsstand();
  const stock = (etag: string) =>
    stand.stock.set('/news.xml.gz', { type: 'application/gzip', body: sitemapOf(items), etag });
  stand.stock.set('/sitemap.xml', {
    type: 'application/xml',
    body: '<sitemapindex><sitemap><loc>https://news.example/news.xml.gz</loc></sitemap></sitemapindex>',
  });
  stock('"1"');
  for (const item of items) stand.stock.set(`/${item.id}`, { body: newsPage(item), etag: `"${item.id}"` });
  const page = (id: string) => ({ body: newsPage(items.find((item) => item.id === id) as NewsItem) });
  stand.stock.set(`/${busy}`, (visits) =>
    visits === 0 ? { status: 429, headers: { 'retry-after': '7' } } : page(busy),
  );
  stand.stock.set(`/${broken}`, { status: 500 });

  const served = await serve(stand);
  const waited: number[] = [];
  const fetcher = createFetcher({
    userAgent: 'seealso/test',
    allowPrivate: true,
    delay: 0,
    concurrency: 4,
    sleep: async (milliseconds) => void waited.push(milliseconds),
  });
  const index = indexFolder();
  const embedder = newsEmbedder();
  const run = (extras = {}) =>
    index.run([openSitemap(`${served.origin}/sitemap.xml`, { fetcher })], { embedder, ...extras });

  const stop = new AbortController();
  const observer = {
    ...listener(),
    progress: ({ articles }: { articles: number }) => void (articles >= 64 && stop.abort()),
  };
  await expect(run({ signal: stop.signal, observer })).rejects.toThrow('Stopped on request');
  const kept = index.catalog.count();
  expect(kept).toBeGreaterThanOrEqual(64);
  stand.asked();

  const heard = listener();
  const first = (await run({ observer: heard })).summary;
  expect(first).toMatchObject({ added: COUNT - 1 - kept, unchanged: kept, rejected: 0, articles: COUNT - 1 });
  expect(heard.warnings).toEqual([expect.stringMatching(new RegExp(`${broken}.*500`))]);
  expect(waited).toContain(7_000);
  // Four times the page that fails, twice the one that was busy unless that was before the kill, and the sitemaps.
  expect(
    stand
      .asked()
      .filter(
        (answer) => answer.startsWith('200 /') && !answer.includes('.xml') && !answer.includes('robots'),
      ),
  ).toHaveLength(COUNT - 1 - kept);

  stand.stock.set(`/${broken}`, page(broken));
  const second = (await run()).summary;
  expect(second).toMatchObject({ added: 1, embedded: 1, unchanged: COUNT - 1, articles: COUNT });
  expect(stand.asked()).toEqual(['200 /sitemap.xml', '200 /news.xml.gz', `200 /${broken}`]);

  const third = (await run()).summary;
  expect(third).toMatchObject({ read: 0, embedded: 0, articles: COUNT, generation: second.generation });
  expect(stand.asked()).toEqual(['200 /sitemap.xml', '304 /news.xml.gz']);

  lastmods.set(edited, '2024-05-01T00:00:00Z').set(removed, '2024-05-01T00:00:00Z');
  stand.stock.set(`/${edited}`, { body: (page(edited).body ?? '').replace('<h1>', '<h1>Correction: ') });
  stand.stock.set(`/${removed}`, { status: 410 });
  stock('"2"');
  const fourth = (await run()).summary;
  expect(fourth).toMatchObject({ added: 0, changed: 1, removed: 1, embedded: 1, articles: COUNT - 1 });
  expect(stand.asked()).toEqual([
    '200 /sitemap.xml',
    '200 /news.xml.gz',
    `200 /${edited}`,
    `410 /${removed}`,
  ]);

  items.splice(0, 5);
  stock('"3"');
  expect((await run({ prune: true })).summary).toMatchObject({
    removed: 5,
    embedded: 0,
    articles: COUNT - 6,
  });

  await fetcher.close();
  await served.close();
});
