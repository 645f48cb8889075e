import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleLink, RelatedAnswer } from '../../src/engine/answers.js';
import { ArticleNotFoundError, SourceError } from '../../src/errors.js';
import { type ExportRequest, exportLists } from '../../src/export/export-lists.js';
import type { ExportedList } from '../../src/export/render.js';
import { article } from '../support/articles.js';

const link = (id: string, title = `Title of ${id}`): ArticleLink => ({
  id,
  title,
  url: `https://example.org/${id}`,
});

const INFO = { generation: 'g1', sequence: 1, model: 'm', articles: 3, publishedAt: '2026-01-01T00:00:00Z' };

/** An engine that lists, under each article, all the others. */
function engineOf(links: readonly ArticleLink[], score = 0.5): ExportRequest['engine'] {
  return {
    links: () => links,
    article: (id) => article(id),
    related(id, { limit }): RelatedAnswer {
      const asked = links.find((one) => one.id === id);
      if (asked === undefined) throw new ArticleNotFoundError(id);
      const others = links.filter((one) => one.id !== id).slice(0, limit);
      return {
        article: asked,
        related: others.map((one) => ({
          ...one,
          summary: null,
          image: null,
          section: 'Markets',
          publishedAt: null,
          sponsored: false,
          paywalled: false,
          score,
          pinned: false,
          reasons: [{ type: 'meaning', text: 'close in meaning' }],
          alsoCoveredBy: [],
        })),
        empty: others.length > 0 ? null : { reason: 'no_candidates', detail: 'None.' },
        index: { ...INFO, sequence: links.length },
      };
    },
  };
}

const root = mkdtempSync(join(tmpdir(), 'seealso-export-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('an export', () => {
  let folder: string;
  let number = 0;
  beforeEach(() => {
    number += 1;
    folder = join(root, `export-${number}`);
  });

  const write = (links: readonly ArticleLink[], more: Partial<ExportRequest> = {}) =>
    exportLists({
      engine: engineOf(links),
      folder,
      format: 'html',
      question: { limit: 2, language: null },
      look: { heading: 'More', headingLevel: 3, reasons: false, element: null },
      progress: () => undefined,
      signal: new AbortController().signal,
      ...more,
    });
  const files = () => readdirSync(folder).sort();
  const fileOf = (id: string) => files().find((name) => name.startsWith(`${id}-`)) ?? '(none)';
  const textOf = (id: string) => readFileSync(join(folder, fileOf(id)), 'utf8');

  it('writes a fragment for every article, and says in index.json whose each is', async () => {
    expect(await write(['a', 'b', 'c'].map((id) => link(id)))).toEqual({
      articles: 3,
      written: 3,
      unchanged: 0,
      removed: 0,
      empty: 0,
    });
    expect(textOf('a')).toMatch(/^<nav .*<h3 .*>More<\/h3>.*href="https:\/\/example\.org\/b"/s);
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
      articles: { id: string; file: string }[];
    };
    expect(index.articles.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(files()).toEqual([...index.articles.map(({ file }) => file), 'index.json'].sort());
  });

  it('writes JSON of what a template shows, and nothing that moves with every index', async () => {
    const links = ['a', 'b', 'c'].map((id) => link(id));
    await write(links, { format: 'json' });
    const list = JSON.parse(textOf('a')) as ExportedList;
    expect(list).toMatchObject({ article: link('a'), related: [link('b'), link('c')], empty: null });
    expect(textOf('a')).not.toMatch(/score|generation|sequence/);
    expect((await write(links, { format: 'json', engine: engineOf(links, 0.51) })).written).toBe(0);
  });

  it('touches only what has changed, and puts right what was altered or lost', async () => {
    const links = ['a', 'b', 'c'].map((id) => link(id));
    await write(links);
    const before = new Map(files().map((name) => [name, statSync(join(folder, name)).mtimeMs]));
    expect(await write(links)).toMatchObject({ written: 0, unchanged: 3 });
    for (const [name, time] of before) expect(statSync(join(folder, name)).mtimeMs).toBe(time);
    writeFileSync(join(folder, fileOf('a')), 'scribble');
    rmSync(join(folder, fileOf('b')));
    expect(await write(links)).toMatchObject({ written: 2, unchanged: 1 });
  });

  it('removes the files of what was taken down, and nothing else', async () => {
    await write(['a', 'b', 'c'].map((id) => link(id)));
    writeFileSync(join(folder, 'mine-0123456789.html'), 'an editor’s own');
    expect(await write([link('a'), link('c')])).toMatchObject({ articles: 2, removed: 1 });
    expect(fileOf('b')).toBe('(none)');
    expect(textOf('a')).not.toContain('example.org/b');
    expect(existsSync(join(folder, 'mine-0123456789.html'))).toBe(true);
    // With another format the files have other names.
    expect(await write([link('a')], { format: 'json' })).toMatchObject({ written: 1, removed: 2 });
    expect(files().filter((name) => name.endsWith('.html'))).toEqual(['mine-0123456789.html']);
  });

  it('writes an empty file where there is nothing to show, so that an include does not fail', async () => {
    expect(await write([link('a')])).toMatchObject({ written: 1, empty: 1 });
    expect(textOf('a')).toBe('');
  });

  it('leaves a folder alone that is somebody else’s', async () => {
    await write([]);
    writeFileSync(join(folder, 'index.json'), '{"pages": []}');
    await expect(write([link('a')])).rejects.toThrow(SourceError);
    expect(files()).toEqual(['index.json']);
  });

  it('never removes what its index.json could be made to name', async () => {
    await write([link('a')]);
    const outside = join(root, 'precious.html');
    writeFileSync(outside, 'precious');
    const entry = { id: 'x', url: null, file: '../precious.html' };
    writeFileSync(join(folder, 'index.json'), JSON.stringify({ generator: 'seealso', articles: [entry] }));
    await write([link('a')]);
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });

  it('that was cut off leaves nothing behind that the next would not know', async () => {
    const stop = new AbortController();
    const links = Array.from({ length: 30 }, (_, i) => link(i === 20 ? 'b' : `a${i}`));
    const progress = () => stop.abort();
    await expect(write(links, { signal: stop.signal, progress })).rejects.toThrow();
    expect(await write([link('b')])).toMatchObject({ articles: 1 });
    expect(files()).toEqual([fileOf('b'), 'index.json']);
  });

  it('passes over an article that is taken down while it is written', async () => {
    const links = () => [link('a'), link('b'), link('gone')];
    const engine = { ...engineOf([link('a'), link('b')]), links };
    expect(await write([], { engine })).toMatchObject({ articles: 3, empty: 1 });
    expect(textOf('gone')).toBe('');
    expect(await write([], { engine, format: 'json' })).toMatchObject({ articles: 3, empty: 1 });
    expect(JSON.parse(textOf('gone'))).toEqual({ article: null, related: [], empty: null });
  });

  it('goes on beside another into the same folder', async () => {
    const links = Array.from({ length: 50 }, (_, i) => link(`a${i}`));
    const both = await Promise.all([write(links), write(links)]);
    expect(both.map(({ articles }) => articles)).toEqual([50, 50]);
    expect(await write(links)).toMatchObject({ written: 0, unchanged: 50 });
    expect(files()).toHaveLength(51);
  });

  it('removes what one that was killed left unfinished, once nobody can be writing it', async () => {
    await write([link('a')]);
    const [old, young] = ['0', '1'].map((digit) => `${fileOf('a')}.${digit.repeat(16)}.tmp`);
    for (const name of [old, young]) writeFileSync(join(folder, name ?? ''), '<nav');
    const yesterday = Date.now() / 1000 - 86_400;
    utimesSync(join(folder, old ?? ''), yesterday, yesterday);
    await write([link('a')]);
    expect(files()).toEqual([fileOf('a'), young, 'index.json'].sort());
  });
});
