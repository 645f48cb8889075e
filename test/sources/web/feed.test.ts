import { beforeEach, describe, expect, it } from 'vitest';
import { openFeed } from '../../../src/sources/web/feed.js';
import { newsstand } from '../../support/newsstand.js';
import { reader, recordOf, said } from './reader.js';

const FEED = 'https://news.example/feed.xml';
const TEXT = 'The yen fell on Tuesday as traders bet that the bank would wait. '.repeat(6);
const whole = (name: string, text = TEXT) =>
  `<item><title>${name}</title><link>/${name}</link><content:encoded><![CDATA[<p>${text}</p>]]></content:encoded></item>`;
const short = (name: string, summary = `In short, ${name}.`) =>
  `<item><title>${name}</title><link>/${name}</link><description>${summary}</description></item>`;
const rss = (...items: string[]) =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>${items.join('')}</channel></rss>`;
const page = (name: string) => ({
  body: `<html lang="en"><head><meta property="article:section" content="Markets"></head><body><main><h1>${name} at length</h1><p>${TEXT}</p></main></body></html>`,
});
const ids = (...names: string[]) => names.map((name) => `https://news.example/${name}`);

let stand = newsstand();
let catalogue = reader();
const read = (more = {}, options = {}) =>
  catalogue.read(openFeed(FEED, { fetcher: stand.fetcher, ...more }), options);
const stock = (body: string, etag?: string) =>
  stand.stock.set('/feed.xml', {
    type: 'application/rss+xml',
    body,
    ...(etag === undefined ? {} : { etag }),
  });

beforeEach(() => {
  stand = newsstand();
  catalogue = reader();
});

describe('a feed', () => {
  it('gives its articles, by the address of their pages', async () => {
    stock(rss(whole('a'), whole('b')));
    const source = openFeed(FEED, { fetcher: stand.fetcher });
    const rows = await catalogue.read(source);
    expect(rows.map(said)).toEqual(ids('a', 'b'));
    expect(rows.map(({ location }) => location)).toEqual([`${FEED}#1`, `${FEED}#2`]);
    expect([source.partial, source.progress()]).toEqual([true, { read: 2, total: 2 }]);
    expect(recordOf(rows[0])).toMatchObject({
      title: 'a',
      url: 'https://news.example/a',
      body: `<p>${TEXT}</p>`,
    });
  });

  it('that has not changed costs one request, by the validators of the last reading', async () => {
    stock(rss(whole('a')), '"1"');
    await read();
    stand.asked();
    expect([await read(), stand.asked()]).toEqual([[], ['304 /feed.xml']]);
  });

  it('gives only what is new or has changed', async () => {
    stock(rss(short('a'), short('b')), '"1"');
    for (const name of ['a', 'b', 'c']) stand.stock.set(`/${name}`, page(name));
    await read();
    stand.asked();
    stock(rss(short('c'), short('a'), short('b', 'Otherwise in short.')), '"2"');
    const rows = await read();
    expect(rows.map(said)).toEqual(ids('c', 'a', 'b').map((id, i) => (i === 1 ? `= ${id}` : id)));
    expect(stand.asked().sort()).toEqual(['200 /b', '200 /c', '200 /feed.xml']);
  });

  it('is read anew where an article is held no longer', async () => {
    stock(rss(whole('a'), whole('b')));
    await read();
    catalogue.held.delete('https://news.example/b');
    expect((await read()).map(said)).toEqual(['= https://news.example/a', 'https://news.example/b']);
  });

  it('goes on where it was killed', async () => {
    stock(rss(short('a'), short('b'), short('c')), '"1"');
    for (const name of ['a', 'b', 'c']) stand.stock.set(`/${name}`, page(name));
    await read({}, { killedAfter: 2 });
    stand.asked();
    expect((await read()).map(said)).toEqual([
      '= https://news.example/a',
      '= https://news.example/b',
      'https://news.example/c',
    ]);
    expect(stand.asked()).toEqual(['200 /feed.xml', '200 /c']);
  });

  it('is read once where an entry stands there twice', async () => {
    stock(rss(whole('a', 'New.'), whole('a', 'Old.')));
    expect((await read()).map((row) => recordOf(row).body)).toEqual(['<p>New.</p>']);
  });

  it('tells an entry that it cannot use and goes on', async () => {
    stock(rss('<item><title>No address</title></item>', '<item><link>/x</link></item>', whole('b')));
    expect((await read()).map(said)).toEqual([
      '! an entry with neither a link nor an id: "No address"',
      '! neither',
      'https://news.example/b',
    ]);
  });

  it('names an article without a title by its first words', async () => {
    stock(rss(`<item><link>/a</link><description>${TEXT.repeat(5)}</description></item>`));
    expect(recordOf((await read())[0]).title).toBe(
      'The yen fell on Tuesday as traders bet that the bank would wait. The yen fell…',
    );
  });

  it('puts a prefix before its ids, and finds them again', async () => {
    stock(rss(whole('a')));
    expect((await read({ idPrefix: 'x:' })).map(said)).toEqual(['x:https://news.example/a']);
    expect((await read({ idPrefix: 'x:' })).map(said)).toEqual(['= x:https://news.example/a']);
  });

  it('breaks off after what could be read, and is read again', async () => {
    stock(`${rss(whole('a'))}<item>`.replace('</channel></rss>', ''), '"1"');
    await expect(read()).rejects.toThrow('breaks off after 1 entries');
    expect(catalogue.held).toEqual(new Set(ids('a')));
    stock(rss(whole('a'), whole('b')), '"1"');
    expect((await read()).map(said)).toEqual(['= https://news.example/a', 'https://news.example/b']);
  });

  it('keeps a key in its address to itself', async () => {
    const secret = `${FEED}?token=s3cret`;
    stand.stock.set('/feed.xml?token=s3cret', { body: rss(whole('a'), '<item></item>') });
    const source = openFeed(secret, { fetcher: stand.fetcher });
    const rows = await catalogue.read(source);
    expect(stand.asked()).toEqual(['200 /feed.xml?token=s3cret']);
    expect(JSON.stringify([source.name, rows, [...catalogue.notes]])).not.toContain('s3cret');
    stand.stock.clear();
    await expect(catalogue.read(source)).rejects.toThrow('feed.xml?token=...');
  });

  it('says where there is none', async () => {
    await expect(read()).rejects.toThrow('There is no feed at https://news.example/feed.xml');
    stock('<html><head><title>Log in</title></head></html>');
    await expect(read()).rejects.toThrow('received a page in HTML titled "Log in"');
  });
});

describe('an entry with only a summary', () => {
  it('gets the main text of its page, and what the page adds', async () => {
    stock(rss(short('a')));
    stand.stock.set('/a', page('a'));
    const record = recordOf((await read())[0]);
    expect(record).toMatchObject({
      id: 'https://news.example/a',
      title: 'a',
      summary: 'In short, a.',
      section: 'Markets',
      language: 'en',
    });
    expect(record.body).toContain('The yen fell on Tuesday');
  });

  it('is known by its page’s own address', async () => {
    stock(rss('<item><title>a</title><link>/click?to=a</link><description>Short.</description></item>'));
    stand.stock.set('/click?to=a', { status: 301, headers: { location: '/a' } });
    stand.stock.set('/a', page('a'));
    const rows = await read();
    expect(recordOf(rows[0])).toMatchObject({
      id: 'https://news.example/a',
      url: 'https://news.example/a',
      formerUrls: ['https://news.example/click?to=a'],
    });
    expect((await read()).map(said)).toEqual(['= https://news.example/a']);
  });

  it('keeps its summary while its page fails, which is tried again', async () => {
    stock(rss(short('a')), '"1"');
    stand.stock.set('/a', { status: 503 });
    expect(recordOf((await read())[0]).body).toBe('In short, a.');
    expect(catalogue.warnings()).toEqual(['https://news.example/a answers with status 503.']);
    stand.stock.set('/a', page('a'));
    expect(recordOf((await read())[0]).body).toContain('The yen fell on Tuesday');
    expect(await read()).toEqual([]);
  });

  it('keeps the text of its page where that fails later', async () => {
    stock(rss(short('a')));
    stand.stock.set('/a', page('a'));
    await read();
    stand.stock.set('/a', { status: 503 });
    stock(rss(short('a', 'Changed.')));
    expect((await read()).map(said)).toEqual(['= https://news.example/a']);
    stand.stock.set('/a', page('a'));
    expect(recordOf((await read())[0])).toMatchObject({ summary: 'Changed.' });
  });

  it.each([
    ['is gone', { status: 404 }],
    ['says less', { body: '<html><body><p>Please log in to read on.</p></body></html>' }],
    ['is a file', { type: 'application/pdf', body: '%PDF' }],
  ])('keeps its summary for good where its page %s', async (_, stocked) => {
    stock(rss(short('a')));
    stand.stock.set('/a', stocked);
    expect(recordOf((await read())[0]).body).toBe('In short, a.');
    expect((await read()).map(said)).toEqual(['= https://news.example/a']);
  });

  it('waits for the next run where one may fetch no more pages', async () => {
    stock(rss(short('a'), short('b')), '"1"');
    for (const name of ['a', 'b']) stand.stock.set(`/${name}`, page(name));
    expect((await read({ maxPages: 1 })).map(said)).toEqual(ids('a'));
    expect(catalogue.warnings()).toEqual([expect.stringMatching(/^1 pages are left after 1.*--max-pages/)]);
    expect((await read({ maxPages: 1 })).map(said)).toEqual([
      '= https://news.example/a',
      'https://news.example/b',
    ]);
  });

  it('is asked for no longer after twenty failures in a row', async () => {
    stock(rss(...Array.from({ length: 40 }, (_, i) => short(`n${i}`))));
    for (let i = 0; i < 40; i++) stand.stock.set(`/n${i}`, { status: 500 });
    await expect(read()).rejects.toThrow(/pages in a row could not be read/);
    expect(stand.asked().length).toBeLessThanOrEqual(1 + 20 + 4);
    expect(catalogue.warnings()).toHaveLength(6);
    expect(catalogue.held.size).toBe(40);
  });
});

it('an entry whose page tells another id than its summary had is one article in the end', async () => {
  stock(rss(short('a')), '"1"');
  stand.stock.set('/a', { status: 500 });
  expect((await read()).map(said)).toEqual(ids('a'));
  const canonical = '<link rel="canonical" href="/2025/a">';
  stand.stock.set('/a', { body: page('a').body.replace('<head>', `<head>${canonical}`) });
  expect((await read()).map(said)).toEqual([...ids('2025/a'), `- ${ids('a')[0]}`]);
  expect([...catalogue.held]).toEqual(ids('2025/a'));
  expect(await read()).toEqual([]);
});

describe('older entries', () => {
  it('are read without, where their page is not there', async () => {
    stock(rss('<atom:link rel="next" href="/feed.xml?page=2"/>', whole('a')), '"1"');
    expect((await read()).map(said)).toEqual(ids('a'));
    expect(catalogue.warnings()).toEqual([expect.stringContaining('/feed.xml?page=2 is not there')]);
    expect(await read()).toEqual([]);
  });

  const pages = (newest: string[]) => {
    stock(rss('<atom:link rel="next" href="/feed.xml?page=2"/>', ...newest.map((name) => whole(name))));
    stand.stock.set('/feed.xml?page=2', {
      body: rss('<atom:link rel="next" href="/feed.xml?page=3"/>', whole('b')),
    });
    stand.stock.set('/feed.xml?page=3', {
      body: rss('<atom:link rel="next" href="/feed.xml"/>', whole('c')),
    });
  };

  it('are followed to their end, and a circle ends', async () => {
    pages(['a']);
    expect((await read()).map(said)).toEqual(ids('a', 'b', 'c'));
    expect(stand.asked()).toHaveLength(3);
  });

  it('are followed later only as far as there is news', async () => {
    pages(['a']);
    await read();
    stand.asked();
    await read();
    expect(stand.asked()).toEqual(['200 /feed.xml']);
    pages(['z', 'a']);
    expect((await read()).map(said)).toEqual([
      'https://news.example/z',
      '= https://news.example/a',
      '= https://news.example/b',
    ]);
  });

  it('are followed to their end after a kill', async () => {
    pages(['a']);
    await read({}, { killedAfter: 2 });
    expect((await read()).map(said)).toEqual([
      '= https://news.example/a',
      '= https://news.example/b',
      'https://news.example/c',
    ]);
  });
});
