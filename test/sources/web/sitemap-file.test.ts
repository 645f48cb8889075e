import { describe, expect, it } from 'vitest';
import { readSitemap } from '../../../src/sources/web/sitemap-file.js';

const ADDRESS = 'https://news.example/sitemap.xml';
const NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const url = (n: number | string, more = '') => `<url><loc>https://news.example/${n}</loc>${more}</url>`;
const read = (text: string) => readSitemap(text, ADDRESS);
const locs = (text: string) => read(text).entries.map(({ loc }) => loc.replace('https://news.example/', ''));

describe('a sitemap', () => {
  it('gives its addresses with when they last changed', () => {
    const { kind, entries, cut } = read(
      `\uFEFF<?xml version="1.0"?><!-- made by hand --><urlset ${NS}>${url('a?x=1&amp;y=2', '<lastmod>2025-10-29T10:00+02:00</lastmod>')}${url('b')}</urlset>`,
    );
    expect([kind, cut]).toEqual(['pages', false]);
    expect(entries).toEqual([
      { loc: 'https://news.example/a?x=1&y=2', lastmod: '2025-10-29T08:00:00Z', news: null, image: null },
      { loc: 'https://news.example/b', lastmod: null, news: null, image: null },
    ]);
  });

  it('of news and pictures gives what it says of them, whatever its prefixes', () => {
    const { entries } = read(
      `<sm:urlset xmlns:sm="x" xmlns:n="y"><sm:url><sm:loc>https://news.example/a</sm:loc><n:news><n:publication><n:name>News</n:name><n:language>de</n:language></n:publication>
      <n:publication_date>2025-10-29</n:publication_date><n:title>Tom &amp;amp; Jerry</n:title><n:keywords>yen, dollar</n:keywords></n:news>
      <image:image><image:loc>/a.jpg</image:loc></image:image><image:image><image:loc>/b.jpg</image:loc></image:image></sm:url></sm:urlset>`,
    );
    expect(entries).toEqual([
      {
        loc: 'https://news.example/a',
        lastmod: null,
        news: {
          title: 'Tom & Jerry',
          publishedAt: '2025-10-29T00:00:00Z',
          language: 'de',
          tags: ['yen', 'dollar'],
        },
        image: 'https://news.example/a.jpg',
      },
    ]);
  });

  it('may be an index of others', () => {
    const index = `<sitemapindex ${NS}><sitemap><loc>https://news.example/1.xml</loc><lastmod>2025-10-29</lastmod></sitemap></sitemapindex>`;
    expect(read(index)).toMatchObject({
      kind: 'index',
      entries: [{ loc: 'https://news.example/1.xml', lastmod: '2025-10-29T00:00:00Z' }],
    });
  });

  it('may be an address a line', () => {
    expect(locs('\uFEFFhttps://news.example/a\r\n\r\nhttps://news.example/b\n')).toEqual(['a', 'b']);
  });

  it('is read as far as it is whole', () => {
    const cut = read(`<urlset ${NS}>${url('a')}${url('b')}<url><loc>https://news.exa`);
    expect([cut.entries.length, cut.cut]).toEqual([2, true]);
    expect(locs(`<urlset ${NS}>${url('a')}<constructor>x</constructor>${url('b')}</urlset>`)).toEqual([
      'a',
      'b',
    ]);
  });

  it.each([
    ['no end of an address', '<url><loc>https://news.example/x</url>', false, 4],
    ['no end of an entry', '<url><loc>https://news.example/x</loc>', false, 5],
    ['an end too many', '</loc>', false, 4],
    ['the end in the middle', '</urlset>', false, 4],
    ['a comment without end', '<!-- ', true, 2],
  ])('loses nothing else by %s, or says that it was cut', (_, fault, cut, count) => {
    const broken = read(`<urlset ${NS}>${url('a')}${url('b')}${fault}${url('c')}${url('d')}</urlset>`);
    expect(broken.cut).toBe(cut);
    expect(broken.entries.length).toBeGreaterThanOrEqual(count);
  });

  it('leaves out what is no address', () => {
    expect(
      locs(
        `<urlset ${NS}><url><loc></loc></url><url/><url><loc>javascript:alert(1)</loc></url>${url('a')}</urlset>`,
      ),
    ).toEqual(['a']);
    expect(locs(`<urlset ${NS}></urlset>`)).toEqual([]);
  });

  it.each([
    ['<!doctype html><html></html>', 'a page in HTML'],
    ['<rss version="2.0"><channel></channel></rss>', '--format feed'],
    ['', 'nothing at all'],
    ['User-agent: *\nDisallow: /', 'other text'],
  ])('is none where there is something else: %s', (text, expected) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'SourceError' }));
    expect(() => read(text)).toThrow(expected);
  });
});
