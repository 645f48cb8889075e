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
        - { path: content/posts, baseUrl: 'https://example.org/posts' }
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
      baseUrl: 'https://example.org/posts/',
      allowPrivate: false,
    });
  });

  it('tells no key that stands in an address, and two sources apart', () => {
    const [feed] = read('sources: [{ feed: "https://example.org/feed.xml?token=letmein" }]');
    expect(feed).toMatchObject({ name: 'https://example.org/feed.xml?token=...' });
    expect(feed?.address).toContain('letmein');
    const twice = `sources: [{ path: a, name: Blog }, { sitemap: 'https://example.org/s.xml', name: Blog }]`;
    expect(refused(twice)).toContain('sources.1: expected another name than sources.0 has, received "Blog"');
    const same = `sources: [{ wordpress: 'https://example.org/', idPrefix: a }, { wordpress: 'https://example.org/' }]`;
    expect(refused(same)).toContain('Give each a name');
  });

  it('lets a source say otherwise, and the defaults for all', () => {
    const [ghost, feed] = read(
      `
      defaults: { every: 2h, delay: 3s, allowPrivate: [intranet.example] }
      sources:
        - { ghost: 'https://g.example', key: $KEY, every: 90s, prune: false, name: Blog, allowPrivate: false }
        - { feed: 'https://f.example', delay: 250ms, prune: 1d, maxPages: 3, bodyFormat: html }
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
      delay: 250,
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
    ['sources: [{ path: x, baseUrl: example.org }]', 'sources.0.baseUrl: expected an http or https address'],
    [
      'sources: [{ feed: "https://a.example", baseUrl: "https://a.example" }]',
      'sources.0.baseUrl: expected a path',
    ],
    ['sources: [', 'is not YAML'],
    ['', 'expected object'],
  ])('is refused with its place where it is wrong: %s', (yaml, message) => {
    expect(refused(yaml)).toContain(message);
  });

  it('is missed by name', () => {
    expect(() => readWatchFile(join(scratchFolder(), 'none.yaml'), {})).toThrow('--config');
  });
});
