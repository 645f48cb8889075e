import { describe, expect, it } from 'vitest';
import { openGhost } from '../../../src/sources/cms/ghost.js';
import type { Source, SourceRow } from '../../../src/sources/source.js';
import { quickFetcher } from '../../support/cms-server.js';
import {
  GHOST_KEY,
  type GhostServer,
  ghostId,
  openGhostServer,
  storedPost,
} from '../../support/ghost-server.js';
import { indexFolder, listener } from '../../support/index-folder.js';

const { fetcher, waits } = quickFetcher();
const open = (site: GhostServer, key: string | null = GHOST_KEY): Source =>
  openGhost({ address: site.url, fetcher, ...(key === null ? {} : { key }) });

async function siteOf(count: number): Promise<GhostServer> {
  const site = await openGhostServer();
  for (let n = 1; n <= count; n += 1) site.posts.set(ghostId(n), storedPost(n));
  return site;
}

function change(site: GhostServer, n: number, changes: object): void {
  const post = site.posts.get(ghostId(n));
  if (post !== undefined) Object.assign(post, changes);
}

async function rowsOf(source: Source): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}
const idsIn = (rows: readonly SourceRow[]) =>
  rows.flatMap((row) => ('record' in row ? [(row.record as { id: string }).id] : []));

describe('a Ghost site', () => {
  it('is read once, then only what changed, and what was taken down is pruned', async () => {
    const site = await siteOf(130);
    const index = indexFolder();
    const first = await index.run([open(site)]);
    expect(first.failures).toEqual([]);
    expect(first.summary).toMatchObject({ read: expect.any(Number), added: 130, rejected: 0 });

    site.asked.length = 0;
    const second = await index.run([open(site)]);
    expect(second.summary).toMatchObject({ read: 1, unchanged: 1, embedded: 0 });
    expect(site.asked).toHaveLength(1);

    change(site, 5, { title: 'Rain at the bank', updated: Date.parse('2026-01-01T00:00:00Z') });
    change(site, 6, { status: 'draft' });
    const third = await index.run([open(site)], { prune: true });
    expect(third.summary).toMatchObject({ changed: 1, removed: 1, embedded: 1, articles: 129 });
    expect(index.catalog.find(ghostId(5))?.article.title).toBe('Rain at the bank');
    expect(index.catalog.find(ghostId(6))).toBeNull();
  });

  it('goes on where a reading was killed', async () => {
    const site = await siteOf(130);
    const index = indexFolder();
    const stop = new AbortController();
    site.before = () => {
      if (site.asked.length === 2) stop.abort(new Error('killed'));
    };
    await expect(index.run([open(site)], { signal: stop.signal })).rejects.toThrow();
    const stored = index.catalog.count();
    expect(stored).toBeGreaterThanOrEqual(64);
    expect(stored).toBeLessThan(130);
    site.before = () => undefined;
    const { summary } = await index.run([open(site)]);
    expect(summary).toMatchObject({ added: 130 - stored, articles: 130 });
  });

  it('gets through a second in which more was changed than a page holds', async () => {
    const site = await siteOf(330);
    for (let n = 20; n <= 320; n += 1) change(site, n, { updated: Date.parse('2025-06-01T00:00:00Z') });
    const ids = idsIn(await rowsOf(open(site)));
    expect([...ids].sort()).toEqual([...site.posts.keys()].sort());
  });

  it('waits where the server is overloaded or broken', async () => {
    const site = await siteOf(1);
    site.faults.push({ status: 429, headers: { 'retry-after': '9' }, body: '' }, { status: 500, body: '' });
    waits.length = 0;
    expect(idsIn(await rowsOf(open(site)))).toEqual([ghostId(1)]);
    expect(waits).toContain(9_000);
  });

  it('takes one broken post for what it is', async () => {
    const site = await siteOf(2);
    change(site, 1, { title: 7 });
    const observer = listener();
    const { summary } = await indexFolder().run([open(site)], { observer });
    expect(summary).toMatchObject({ added: 1, rejected: 1 });
    expect(observer.rejections[0]).toMatchObject({
      location: `${site.url}/ghost/api/content/posts/${ghostId(1)}/`,
      id: ghostId(1),
      problems: [{ field: 'title', expected: 'string', received: '7' }],
    });
  });

  it('needs a Content API key, and tells it to nobody', async () => {
    const site = await siteOf(1);
    expect(() => open(site, null)).toThrow(/Expected a Content API key.*received none/);
    expect(() => open(site, `${'6'.repeat(24)}:${'a'.repeat(64)}`)).toThrow(/received one of the Admin API/);
    const stale = 'abcdef0123456789abcdef0123';
    const error: unknown = await rowsOf(open(site, stale)).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/Unknown Content API Key.*Copy the Content API key/);
    expect(String(error)).not.toContain(stale);

    const source = openGhost({ address: `${site.url}/ghost/api/content/posts/?key=${GHOST_KEY}`, fetcher });
    expect(JSON.stringify([source.name, await rowsOf(source)])).not.toContain(GHOST_KEY);
    expect(source.name).toBe(open(site).name);
  });

  it('that is none says so', async () => {
    const site = await siteOf(1);
    const elsewhere = openGhost({ address: `${site.url}/blog`, key: GHOST_KEY, fetcher });
    await expect(rowsOf(elsewhere)).rejects.toThrow(/is not there.*status 404.*Ghost site/);
  });
});
