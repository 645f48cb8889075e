import { describe, expect, it } from 'vitest';
import { createClient, type RelatedQuestion, RequestFailedError } from '../../src/client/index.js';
import { engineOver, KEY, letAllThrough, listening } from '../http/site.js';
import { ARCHIVE } from '../support/newsroom.js';

const { engine, indexDir } = await engineOver(
  ARCHIVE.map((article) => ({ ...article, url: `https://news.example/${article.id}` })),
);
letAllThrough(indexDir);
const baseUrl = await listening(engine, { apiKey: KEY, clicks: true });
const client = createClient({ baseUrl: `${baseUrl}/`, apiKey: KEY });
const asked = ARCHIVE[0]?.id ?? '';

const failure = async (request: Promise<unknown>): Promise<RequestFailedError> => {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RequestFailedError)) throw new Error(`Expected a failed request, received ${error}`);
  return error;
};

describe('the client', () => {
  it('asks for what is related to an article, an address, a text, and many of them', async () => {
    const wanted = engine.related(asked, { limit: 2, language: null });
    expect(wanted.related).toHaveLength(2);
    expect(await client.related(asked, { limit: 2 })).toEqual(wanted);
    const url = new URL(`http://www.news.example/${asked}/?utm_source=mail#top`);
    expect(await client.relatedByUrl(url, { limit: 2 })).toEqual(wanted);
    const { title = '', body = '' } = ARCHIVE[0] ?? {};
    const { article, related } = await client.relatedTo({ id: asked, title, body }, { limit: 2 });
    expect([article, related.length]).toEqual([null, 2]);
    const results = await client.relatedBatch([asked, { title, body }, 'nobody'], { limit: 2 });
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      [asked, 200],
      [null, 200],
      ['nobody', 404],
    ]);
    expect(results[0]).toMatchObject(wanted);
  });

  it('says everything that the endpoint can be asked', async () => {
    const all: Required<RelatedQuestion> = {
      limit: 3,
      language: 'any',
      mode: 'background',
      halfLife: 'none',
      section: ['A', 'B, C'],
      tag: 'x',
      publishedAfter: new Date('2020-01-01'),
      publishedBefore: '2021-01-01',
      exclude: ['a', 'b'],
      excludeLinked: true,
      sponsored: false,
      paywalled: false,
      explain: true,
    };
    const seen: string[] = [];
    const spying = createClient({
      baseUrl,
      fetch: async (url, init) => {
        seen.push(String(url));
        return fetch(url, init);
      },
    });
    expect((await spying.related(asked, all)).empty?.reason).toBe('filtered_out');
    const { searchParams } = new URL(seen[0] ?? '');
    expect([...new Set(searchParams.keys())].sort()).toEqual(Object.keys(all).sort());
    expect(searchParams.getAll('section')).toEqual(['A', 'B, C']);
    expect(searchParams.get('publishedAfter')).toBe('2020-01-01T00:00:00.000Z');
  });

  it('takes what is null for unsaid, as programs without types write it', async () => {
    const unsaid = { limit: 2, language: null, section: undefined } as unknown as RelatedQuestion;
    expect(await client.related(asked, unsaid)).toEqual(await client.related(asked, { limit: 2 }));
  });

  it('reads, puts and removes an article, whatever its id', async () => {
    const id = 'späti/100 % "neu"?';
    expect((await client.put(id, { title: 'A title', body: 'Yen and dollar.' })).outcome).toBe('added');
    expect((await client.article(id)).title).toBe('A title');
    await client.remove(id);
    expect((await failure(client.article(id))).status).toBe(404);
  });

  it('tells what readers clicked, and which index answers', async () => {
    expect(await client.clicks({ by: 'position', since: '2026-01-01', limit: 5 })).toMatchObject({
      by: 'position',
      from: '2026-01-01',
      impressions: 0,
    });
    expect((await client.index()).generation).toBe(engine.info().generation);
  });

  it('says what the server said was wrong', async () => {
    const wrong = await failure(client.related(asked, { limit: 99 }));
    expect([wrong.status, wrong.problem?.errors?.[0]?.field]).toEqual([400, 'limit']);
    expect(wrong.message).toContain('limit');
    const without = createClient({ baseUrl });
    expect((await failure(without.remove(asked))).problem?.type).toBe('urn:seealso:wrong_key');
    const proxy = createClient({
      baseUrl,
      fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    });
    expect(await failure(proxy.index())).toMatchObject({ status: 502, problem: null });
  });

  it('gives up after a while', async () => {
    const slow = createClient({
      baseUrl,
      timeout: 1,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    await expect(slow.index()).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
