import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { articleKey, surrogateKeys } from '../../src/http/surrogate-key.js';

describe('the key of an article', () => {
  it.each([
    ['yen-falls', 'seealso/yen-falls'],
    ['a b,c/d', 'seealso/a%20b%2Cc%2Fd'],
    ['naïve 🐦', 'seealso/na%C3%AFve%20%F0%9F%90%A6'],
    ['sha256:00', 'seealso/sha256%3A00'],
  ])('is its id, percent-encoded: %s', (id, key) => {
    expect(articleKey(id)).toBe(key);
  });

  it('is a hash where that is long, also of the longest id', () => {
    const id = '🐦'.repeat(512);
    expect(articleKey(id)).toBe(`seealso/sha256:${createHash('sha256').update(id).digest('hex')}`);
    expect(articleKey('x'.repeat(200))).toBe(`seealso/${'x'.repeat(200)}`);
    expect(articleKey('x'.repeat(201))).toMatch(/^seealso\/sha256:[0-9a-f]{64}$/);
  });
});

describe('the keys of an answer', () => {
  it('name each article once, after the key of all', () => {
    expect(surrogateKeys(['b', 'a', 'b'])).toBe('seealso seealso/b seealso/a');
  });

  it('fit into the headers that a proxy takes, or are none', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `${'x'.repeat(90)}${100 + i}`);
    expect(surrogateKeys(ids(30))?.length).toBeLessThan(3_400);
    expect(surrogateKeys(ids(60))).toBeNull();
  });
});
