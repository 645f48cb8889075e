import { describe, expect, it } from 'vitest';
import { contentHash, textHash } from '../../src/catalog/hashes.js';
import { article } from '../support/articles.js';

describe('the hash of a text', () => {
  const hash = (fields: Record<string, unknown>) => textHash(article('x', fields), 'auto');

  it('is the same for the same text under any id and with any metadata', () => {
    const text = { title: 'T', summary: 'S', body: 'B' };
    const other = article('y', { ...text, section: 'Sport', updatedAt: '2026-01-01' });
    expect(textHash(other, 'auto')).toBe(hash(text));
  });

  it('tells apart texts that read alike when put together', () => {
    const hashes = [
      hash({ title: 'ab', summary: 'c', body: 'd' }),
      hash({ title: 'a', summary: 'bc', body: 'd' }),
      hash({ title: 'a', summary: 'b', body: 'cd' }),
      hash({ title: 'ab', body: 'cd' }),
      hash({ title: 'ab', summary: 'cd', body: '' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is 128 bits in hex', () => {
    expect(hash({})).toMatch(/^[0-9a-f]{32}$/);
    expect(contentHash(article('x'), 'auto')).toMatch(/^[0-9a-f]{32}$/);
  });
});
