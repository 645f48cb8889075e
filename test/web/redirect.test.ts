import { describe, expect, it } from 'vitest';
import { redirectTarget } from '../../src/web/redirect.js';

const target = (from: string, status: number, location: string) =>
  redirectTarget(new URL(from), { status, headers: new Map([['location', location]]) })?.href ?? null;

describe('the target of a redirect', () => {
  it('is relative to where it was found', () => {
    expect(target('https://a.example/x/y?z', 302, '../w#top')).toBe('https://a.example/w');
    expect(target('https://a.example/', 301, '//b.example/')).toBe('https://b.example/');
    expect(target('http://a.example/', 308, 'https://a.example/')).toBe('https://a.example/');
  });

  it('is never http where it was https', () => {
    expect(() => target('https://a.example/', 301, 'http://a.example/feed')).toThrow(
      'https://a.example/ redirects to http://a.example/feed, which is less secure. Expected https; it was not followed.',
    );
  });

  it('is none for a status that does not redirect', () => {
    expect([200, 300, 304, 305, 404].map((status) => target('https://a.example/', status, '/b'))).toEqual(
      [200, 300, 304, 305, 404].map(() => null),
    );
  });
});
