import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '../../src/text/address.js';
import { seededRandom } from '../support/random.js';

const PAGE = 'https://example.org/2025/caf%C3%A9-prices';

describe('an address', () => {
  it.each([
    ['the other scheme', 'http://example.org/2025/caf%C3%A9-prices'],
    ['capitals in scheme and host', 'HTTPS://Example.ORG/2025/caf%C3%A9-prices'],
    ['www.', 'https://www.example.org/2025/caf%C3%A9-prices'],
    ['a default port', 'http://example.org:80/2025/caf%C3%A9-prices'],
    ['the other default port', 'https://example.org:443/2025/caf%C3%A9-prices'],
    ['a user name', 'https://reader@example.org/2025/caf%C3%A9-prices'],
    ['the dot of the root domain', 'https://example.org./2025/caf%C3%A9-prices'],
    ['trailing slashes', 'https://example.org/2025/caf%C3%A9-prices//'],
    ['the page of its folder', 'https://example.org/2025/caf%C3%A9-prices/index.html'],
    ['another page of its folder', 'https://example.org/2025/caf%C3%A9-prices/Default.aspx'],
    ['a fragment', 'https://example.org/2025/caf%C3%A9-prices#comments'],
    ['an empty query', 'https://example.org/2025/caf%C3%A9-prices?'],
    [
      'marks of a newsletter',
      'https://example.org/2025/caf%C3%A9-prices?utm_source=x&UTM_Medium=y&mc_cid=1&_hsenc=a',
    ],
    [
      'marks of an advertisement',
      'https://example.org/2025/caf%C3%A9-prices?gclid=1&fbclid=2&msclkid=3&at_medium=4',
    ],
    ['letters of any script', 'https://example.org/2025/café-prices'],
    ['small hexadecimal digits', 'https://example.org/2025/caf%c3%a9-prices'],
    ['needless encoding', 'https://example.org/%32025/caf%C3%A9%2Dprices'],
    ['dots', 'https://example.org/2024/../2025/./caf%C3%A9-prices'],
    ['space around it', '  https://example.org/2025/caf%C3%A9-prices\n'],
  ])('is the same with %s', (_, written) => {
    expect(canonicalAddress(written)).toBe(PAGE);
  });

  it.each([
    ['another path', 'https://example.org/2025/cafe-prices'],
    ['another case of the path', 'https://example.org/2025/Caf%C3%A9-prices'],
    ['another host', 'https://news.example.org/2025/caf%C3%A9-prices'],
    ['another port', 'https://example.org:8443/2025/caf%C3%A9-prices'],
    ['a parameter that may name a page', 'https://example.org/2025/caf%C3%A9-prices?page=2'],
    ['a parameter that only looks like tracking', 'https://example.org/2025/caf%C3%A9-prices?utmost=2'],
    ['an encoded slash', 'https://example.org/2025%2Fcaf%C3%A9-prices'],
    ['a question mark in the path', 'https://example.org/2025/caf%C3%A9-prices%3Fpage=2'],
    ['a file named like a folder page', 'https://example.org/2025/caf%C3%A9-prices/index.html.txt'],
  ])('is another with %s', (_, written) => {
    const address = canonicalAddress(written);
    expect(address).not.toBeNull();
    expect(address).not.toBe(PAGE);
  });

  it('keeps the query but for what tracks, sorted by name', () => {
    expect(canonicalAddress('http://example.org/?b=2&utm_id=9&a=x%20y&b=1&c')).toBe(
      'https://example.org/?a=x%20y&b=2&b=1&c=',
    );
    expect(canonicalAddress('https://example.org/index.php?a=x+y&c=&b=2&b=1')).toBe(
      'https://example.org/?a=x%20y&b=2&b=1&c=',
    );
    expect(canonicalAddress('https://example.org/?q=a%26b%3D%2B')).toBe('https://example.org/?q=a%26b%3D%2B');
  });

  it('has its host in Punycode', () => {
    expect(canonicalAddress('http://www.MÜNCHEN.example/ä')).toBe('https://xn--mnchen-3ya.example/%C3%A4');
    expect(canonicalAddress('https://xn--mnchen-3ya.example/%c3%a4/')).toBe(
      canonicalAddress('http://münchen.example/ä'),
    );
  });

  it('keeps a host that is nothing without its www', () => {
    expect(canonicalAddress('https://www.com/a')).toBe('https://www.com/a');
    expect(canonicalAddress('http://localhost:3000/a/')).toBe('https://localhost:3000/a');
    expect(canonicalAddress('http://[::1]/a')).toBe('https://[::1]/a');
  });

  it.each([
    ['/2025/other/', 'https://example.org/2025/other'],
    ['other', 'https://example.org/2025/other'],
    ['../', 'https://example.org/'],
    ['?p=7', 'https://example.org/2025/post?p=7'],
    ['#notes', 'https://example.org/2025/post'],
    ['//cdn.example.net/x', 'https://cdn.example.net/x'],
    ['http://elsewhere.example/', 'https://elsewhere.example/'],
  ])('%s is found from the address of the page on which it stands', (written, address) => {
    expect(canonicalAddress(written, 'http://www.example.org/2025/post?utm_source=x')).toBe(address);
  });

  it.each(['', '/2025/other', 'other', '//example.org/x', 'www.example.org/x', 'https://', 'https://a b/'])(
    'is none without a base: %j',
    (written) => expect(canonicalAddress(written)).toBeNull(),
  );

  it.each([
    'mailto:a@example.org',
    'javascript:void(0)',
    'ftp://example.org/a',
    'data:text/html,x',
    'tel:+441',
  ])('is none, base or not: %s', (written) => {
    expect(canonicalAddress(written)).toBeNull();
    expect(canonicalAddress(written, 'https://example.org/')).toBeNull();
  });

  it('is found also where the base is no address', () => {
    expect(canonicalAddress('https://example.org/a', 'posts/hello')).toBe('https://example.org/a');
    expect(canonicalAddress('/a', 'posts/hello')).toBeNull();
  });

  it('is none beyond any sensible length', () => {
    expect(canonicalAddress(`https://example.org/${'a'.repeat(10_000)}`)).toBeNull();
    expect(canonicalAddress(`https://example.org/${'é'.repeat(3_000)}`)).toBeNull();
  });
});

describe('any address', () => {
  const random = seededRandom(7);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const PARTS = [
    'a',
    'B',
    '7',
    '%',
    '%4',
    '%41',
    '%2F',
    '%e9',
    '%C3%A9',
    'é',
    '漢',
    '+',
    '&',
    '=',
    ';',
    '|',
    '[',
    '"',
    ' ',
    "'",
    '..',
    '.',
    '%2e',
    '\\',
    '^',
    'index.html',
    '\ud800',
    '~',
    '%7E',
    ',',
    '%2C',
  ];
  const some = (separator: string) =>
    Array.from({ length: Math.floor(random() * 6) }, () => one(PARTS)).join(separator);
  const addresses = Array.from(
    { length: 3_000 },
    () =>
      `${one(['http', 'https', 'HTTP'])}://${one(['example.org', 'www.example.org', 'WWW.www.Example.org', 'bücher.example', 'www.com'])}${one(['', ':80', ':443', ':8080'])}/${some('/')}${one(['', '/', '/index.php', '?', `?${some('&')}`, `?${some('=')}`])}${one(['', '#x'])}`,
  );

  it('is its own canonical form', () => {
    for (const address of addresses) {
      const canonical = canonicalAddress(address);
      expect(canonical, address).not.toBeNull();
      expect(canonicalAddress(canonical ?? ''), address).toBe(canonical);
      // A piece of a longer string is another kind of string inside the engine.
      expect(canonicalAddress(`x ${address}`.slice(2)), address).toBe(canonical);
    }
  });

  it('is not changed by what only tracks, by a fragment or by the scheme', () => {
    for (const address of addresses) {
      const [before = ''] = address.trimEnd().split('#');
      const tracked = `${before}${before.includes('?') ? '&' : '?'}utm_campaign=spring&fbclid=x#top`;
      expect(canonicalAddress(tracked), address).toBe(canonicalAddress(address));
      expect(canonicalAddress(address.replace(/^https?/i, 'http')), address).toBe(canonicalAddress(address));
    }
  });

  it('still leads to the same path and parameters', () => {
    for (const address of addresses) {
      const canonical = canonicalAddress(address) ?? 'null';
      const [was, is] = [new URL(address), new URL(canonical)];
      const bare = (url: URL) => safeDecode(url.pathname).replace(/(?:\/+(?:index\.(?:html|php))?)*$/, '');
      expect(bare(is), address).toBe(bare(was));
      expect(is.hostname.replace(/^(?:www\.)+(?=.*\.)/, ''), address).toBe(
        was.hostname.replace(/^(?:www\.)+(?=.*\.)/, ''),
      );
    }
  });
});

/** Decodes what is UTF-8, a character at a time. */
function safeDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.toUpperCase().replaceAll('%41', 'A');
    }
  });
}
