import { describe, expect, it } from 'vitest';
import { fileName, isFileName } from '../../src/export/file-name.js';

const nameOf = (url: string | null, title = 'Yen falls again', id = 'a1') =>
  fileName({ id, title, url }, 'html').replace(/-?[0-9a-f]{10}\.html$/, '');

describe('the name of an article’s file', () => {
  it.each([
    ['https://example.org/2025/10/yen-falls/', 'yen-falls'],
    ['https://example.org/2025/caf%C3%A9-in-K%C3%B6ln.html?x=1', 'cafe-in-koeln'],
    ['https://example.org/', 'yen-falls-again'],
    [null, 'yen-falls-again'],
    ['https://example.org/%E0%A4%A', 'yen-falls-again'],
    [`https://example.org/${'long-'.repeat(40)}`, 'long-'.repeat(16).slice(0, 79)],
    ['https://example.org/..%2F..%2Fetc%2Fpasswd', 'etc-passwd'],
  ])('%s → %s', (url, slug) => {
    expect(nameOf(url)).toBe(slug);
  });

  it('is the hash alone where nothing of it can be read as letters', () => {
    expect(fileName({ id: 'a1', title: '雨が降った', url: null }, 'json')).toMatch(/^[0-9a-f]{10}\.json$/);
  });

  it('is another for every id, whatever else they share', () => {
    const names = ['a1', 'a2', 'A1'].map((id) => fileName({ id, title: 'T', url: null }, 'html'));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(isFileName(name)).toBe(true);
  });

  it.each(['index.json', 'notes.html', '../x-0123456789.html', 'x-0123456789.html.tmp', 'x/0123456789.html'])(
    'is not %s',
    (name) => {
      expect(isFileName(name)).toBe(false);
    },
  );
});
