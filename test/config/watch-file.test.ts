import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWatchFile } from '../../src/config/watch-file.js';
import { UsageError } from '../../src/errors.js';
import { scratchFolder, write } from '../support/cli.js';

const read = (yaml: string, environment = {}) =>
  readWatchFile(write(scratchFolder(), 'seealso.yaml', yaml), environment);
const refused = (yaml: string): string => {
  try {
    read(yaml);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
  }
  throw new Error('Expected it to be refused.');
};

describe('the file that says what to follow', () => {
  it('gives each kind of source its own pace', () => {
    const sources = read(`
      sources:
        - feed: https://example.org/feed.xml
        - sitemap: https://example.org/sitemap.xml
        - wordpress: https://example.org
        - path: content/posts
    `);
    const [minute, day] = [60_000, 86_400_000];
    expect(sources.map(({ format, every, pruneEvery }) => [format, every, pruneEvery])).toEqual([
      ['feed', 5 * minute, null],
      ['sitemap', 60 * minute, day],
      ['wordpress', 5 * minute, day],
      [undefined, 5 * minute, day],
    ]);
    expect(sources[3]).toMatchObject({
      name: 'content/posts',
      address: 'content/posts',
      allowPrivate: false,
    });
  });

  it('lets a source say otherwise, and the defaults for all', () => {
    const [ghost, feed] = read(
      `
      defaults: { every: 2h, delay: 3s, allowPrivate: [intranet.example] }
      sources:
        - { ghost: 'https://g.example', key: $KEY, every: 90s, prune: false, name: Blog, allowPrivate: false }
        - { feed: 'https://f.example', prune: 1d, maxPages: 3, bodyFormat: html }
    `,
      { KEY: 'abc' },
    );
    expect(ghost).toMatchObject({
      name: 'Blog',
      sourceName: 'Blog',
      key: 'abc',
      every: 90_000,
      pruneEvery: null,
      delay: 3_000,
      allowPrivate: false,
    });
    expect(feed).toMatchObject({
      every: 7_200_000,
      pruneEvery: null,
      maxPages: 3,
      bodyFormat: 'html',
      allowPrivate: ['intranet.example'],
    });
  });

  it.each([
    ['sources: []', 'sources: expected at least 1'],
    ['sources: [{ every: 5m }]', 'sources.0: expected exactly one of feed, sitemap'],
    ['sources: [{ feed: "https://a.example", path: x }]', 'exactly one of'],
    ['sources: [{ feed: example.org }]', 'sources.0.feed: expected an absolute http or https address'],
    ['sources: [{ feed: "https://a.example", every: soon }]', 'sources.0.every: expected a time such as 30s'],
    ['sources: [{ feed: "https://a.example", evry: 5m }]', 'no field named evry'],
    ['sources: [{ ghost: "https://a.example", key: $NONE }]', 'environment variable NONE'],
    ['sources: [', 'is not YAML'],
    ['', 'expected object'],
  ])('is refused with its place where it is wrong: %s', (yaml, message) => {
    expect(refused(yaml)).toContain(message);
  });

  it('is missed by name', () => {
    expect(() => readWatchFile(join(scratchFolder(), 'none.yaml'), {})).toThrow('--config');
  });
});
