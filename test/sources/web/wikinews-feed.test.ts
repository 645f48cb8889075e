import { expect, it } from 'vitest';
import { openFeed } from '../../../src/sources/web/feed.js';
import { createFetcher } from '../../../src/web/create-fetcher.js';
import { indexFolder } from '../../support/index-folder.js';
import { newsstand, serve } from '../../support/newsstand.js';
import { escaped, type NewsItem, newsEmbedder, newsPage, paragraphs, wikinews } from './wikinews.js';

/** The newest ten have only a summary, as in many feeds: the texts are on their pages. */
const SHORT = 10;

function feedOf(items: readonly NewsItem[]): string {
  const entries = items.map(({ id, title, body, publishedAt }, i) => {
    const content = `<content:encoded><![CDATA[${paragraphs(body)}]]></content:encoded>`;
    return `<item><title>${escaped(title)}</title><link>https://news.example/${id}</link><guid isPermaLink="false">wn-${id}</guid>
<pubDate>${new Date(publishedAt).toUTCString()}</pubDate><category>News</category>
<description>${escaped(body.slice(0, 200))}</description>${i < SHORT ? '' : content}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Wikinews</title><link>https://news.example/</link><language>en</language>${entries.join('\n')}</channel></rss>`;
}

it('indexes a feed of 294 articles, goes on after a kill, and then reads only what is new', async (context) => {
  const items = wikinews(context);
  const stand = newsstand();
  const stock = (list: readonly NewsItem[], etag: string) => {
    stand.stock.set('/feed.xml', { type: 'application/rss+xml', body: feedOf(list), etag });
    for (const item of list.slice(0, SHORT)) stand.stock.set(`/${item.id}`, { body: newsPage(item) });
  };
  stock(items, '"1"');
  const served = await serve(stand);
  const fetcher = createFetcher({
    userAgent: 'seealso/test',
    allowPrivate: true,
    delay: 0,
    sleep: async () => undefined,
  });
  const index = indexFolder();
  const embedder = newsEmbedder();
  const source = () => openFeed(`${served.origin}/feed.xml`, { fetcher });

  const stop = new AbortController();
  const observer = {
    progress: ({ articles }: { articles: number }) => {
      if (articles >= 64) stop.abort();
    },
    rejected: () => undefined,
    notEmbeddable: () => undefined,
    warning: () => undefined,
  };
  await expect(index.run([source()], { embedder, signal: stop.signal, observer })).rejects.toThrow(
    'Stopped on request',
  );
  const kept = index.catalog.count();
  expect(kept).toBeGreaterThanOrEqual(64);
  expect(kept).toBeLessThan(294);
  expect(stand.asked()).toHaveLength(2 + SHORT);

  const first = (await index.run([source()], { embedder })).summary;
  expect(first).toMatchObject({ read: 294, added: 294 - kept, unchanged: kept, rejected: 0, articles: 294 });
  // The pages of the ten were read before the kill.
  expect(stand.asked()).toEqual(['200 /feed.xml']);
  const address = `https://127.0.0.1:${new URL(served.origin).port}/${items[0]?.id}`;
  const stored = index.catalog.find(address)?.article;
  expect(stored).toMatchObject({
    title: items[0]?.title,
    language: 'en',
    url: `${served.origin}/${items[0]?.id}`,
  });
  expect(stored?.body).toContain(escaped(items[0]?.body.split('\n\n')[0] ?? '(none)'));

  const embedded = embedder.texts.length;
  const second = (await index.run([source()], { embedder })).summary;
  expect(second).toMatchObject({ read: 0, embedded: 0, articles: 294, generation: first.generation });
  expect([stand.asked(), embedder.texts.length]).toEqual([['304 /feed.xml'], embedded]);

  const changed = items.map((item, i) => (i === 20 ? { ...item, body: `Corrected. ${item.body}` } : item));
  stock(
    [
      { ...(items[0] as NewsItem), id: 'new', title: 'New', body: items[1]?.body ?? '' },
      ...changed.slice(0, 293),
    ],
    '"2"',
  );
  const third = (await index.run([source()], { embedder })).summary;
  // The tenth of before is the eleventh now, and has its text in the feed: the same text.
  expect(third).toMatchObject({ read: 294, added: 1, articles: 295 });
  expect(third.embedded).toBeLessThanOrEqual(3);
  expect(stand.asked()).toEqual(['200 /feed.xml', '200 /new']);

  await fetcher.close();
  await served.close();
});
