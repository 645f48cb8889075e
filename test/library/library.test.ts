import express from 'express';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.js';
import { listen } from '../../src/http/server.js';
import { buildIndex, createEndpoint, IndexMissingError, openIndex } from '../../src/index.js';
import { ARCHIVE } from '../support/newsroom.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('the engine as a library', () => {
  it('builds an index from records and answers from it, with a default for everything else', async () => {
    const indexDir = temporaryFolder();
    await expect(openIndex({ indexDir })).rejects.toBeInstanceOf(IndexMissingError);

    const rejected: string[] = [];
    const { summary } = await buildIndex({
      indexDir,
      records: [...ARCHIVE, { id: 'no title' }],
      observer: { rejected: ({ location }) => rejected.push(location) },
    });
    expect(summary).toMatchObject({ added: ARCHIVE.length, rejected: 1 });
    expect(rejected).toEqual([`records:${ARCHIVE.length + 1}`]);

    const index = await openIndex({ indexDir });
    const [asked, other] = ARCHIVE;
    expect(index.info().articles).toBe(ARCHIVE.length);
    const { related } = index.related(asked?.id ?? '');
    expect(related.length).toBeGreaterThan(0);
    expect(index.related(asked?.id ?? '', { limit: 1 }).related).toEqual(related.slice(0, 1));
    const draft = { title: other?.title ?? '', body: other?.body ?? '' };
    expect((await index.relatedTo(draft, { limit: 1 })).related[0]?.id).toBe(asked?.id);

    // The endpoint under a path of another application.
    const site = express().use('/related', createEndpoint(index, { corsOrigin: ['https://news.example'] }));
    const server = await listen(site, '127.0.0.1', 0);
    const answer = await createClient({ baseUrl: `${server.url}/related` }).related(asked?.id ?? '');
    expect(answer.related).toEqual(related);
    const read = async (path: string) => (await fetch(`${server.url}/related${path}`)).text();
    expect(await read('/docs')).toContain(`${server.url}/related/v1/articles/`);
    expect(JSON.parse(await read('/openapi.json'))).toMatchObject({ servers: [{ url: '/related' }] });
    const [, next] = /<a href="([^"]+)"/.exec((await read('')).split('<nav')[1] ?? '') ?? [];
    expect(new URL(next ?? '', `${server.url}/related`).pathname).toBe('/related');
    await server.close();

    // What was put is seen by the next answer, and kept by the next build.
    expect(await index.remove(related[0]?.id ?? '')).toBe(true);
    expect(index.related(asked?.id ?? '').related.map(({ id }) => id)).not.toContain(related[0]?.id);
    await index.close();
    expect((await buildIndex({ indexDir })).summary.articles).toBe(ARCHIVE.length - 1);
  });
});
