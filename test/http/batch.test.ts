import { beforeAll, describe, expect, it } from 'vitest';
import { type BatchQuestion, relatedBatch } from '../../src/engine/batch.js';
import type { Engine } from '../../src/engine/engine.js';
import { ARCHIVE, generatedArticles } from '../support/newsroom.js';
import { type Answered, ask, engineOver, listening, type ProblemBody, type Related } from './site.js';

const MANY = generatedArticles(200, 40, 3);

let engine: Engine;
let url = '';
const logged: string[] = [];

beforeAll(async () => {
  ({ engine } = await engineOver([...ARCHIVE, ...MANY]));
  url = await listening(engine, { log: (message) => logged.push(message) });
});

type Result = { readonly id: string | null; readonly status: number } & Partial<Related & ProblemBody>;

interface Batch {
  readonly results: readonly Result[];
}

const post = <Body = Batch>(json: unknown, query = ''): Promise<Answered<Body>> =>
  ask<Body>(`${url}/v1/related/batch${query}`, { method: 'POST', json });
const batch = async (items: readonly unknown[], query = '') => (await post({ items }, query)).body.results;

describe('a batch', () => {
  const draft = { title: 'Currency', body: 'Tokyo buys yen, and sells dollars to the Bank of Japan.' };

  it('answers each item in the order asked as it is answered alone', async () => {
    const query = '?limit=3&language=any&explain=true&exclude=dollar-rally';
    const items = [{ id: 'cup-final' }, draft, { id: 'yen-falls' }, { ...draft, id: 'yen-falls' }];
    const answer = await post({ items }, query);
    expect([answer.status, answer.type]).toEqual([200, 'application/json; charset=utf-8']);
    expect(Object.keys(answer.body)).toEqual(['results']);
    const alone = await Promise.all(
      items.map((item) =>
        'title' in item
          ? ask(`${url}/v1/related${query}`, { method: 'POST', json: item })
          : ask(`${url}/v1/articles/${item.id}/related${query}`),
      ),
    );
    expect(answer.body.results).toEqual(
      alone.map(({ body }, i) => ({
        id: ['cup-final', null, 'yen-falls', 'yen-falls'][i],
        status: 200,
        ...body,
      })),
    );
    expect(answer.body.results.flatMap(({ related = [] }) => related)).not.toHaveLength(0);
  });

  it('gives each wrong item its own problem, and the others their answers', async () => {
    const items = [
      { id: 'yen-falls' },
      { id: 'nowhere' },
      {},
      { id: 'a\nb' },
      { id: 'mine', title: ' ', body: '' },
      42,
      null,
      { title: 'A title', publishedAt: 'soon' },
      { id: 7 },
      { ...draft, id: 'mine' },
    ];
    const results = await batch(items);
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['yen-falls', 200],
      ['nowhere', 404],
      [null, 400],
      [null, 400],
      ['mine', 400],
      [null, 400],
      [null, 400],
      [null, 400],
      [null, 400],
      ['mine', 200],
    ]);
    expect(results[1]).toEqual({
      id: 'nowhere',
      type: 'urn:seealso:article_not_found',
      title: 'Not found',
      status: 404,
      detail: expect.stringContaining('nowhere'),
    });
    const fields = results.map(({ errors }) => errors?.map(({ field, expected }) => [field, expected]));
    expect(fields[2]).toEqual([['id', 'an id, or a text with a title or a body']]);
    expect(fields[3]).toEqual([['id', 'no control characters']]);
    expect(fields[4]).toEqual([['title', 'a title or a body']]);
    expect(fields[5]).toEqual([['(record)', 'object']]);
    expect(fields[6]).toEqual([['(record)', 'object']]);
    expect(fields[7]).toEqual([['publishedAt', expect.stringContaining('ISO 8601')]]);
    expect(fields[8]).toEqual([['id', 'string']]);
    for (const { type, detail } of results.filter(({ status }) => status === 400)) {
      expect(type).toBe('urn:seealso:invalid_request');
      expect(detail).toMatch(/expected .+, received .+/);
    }
  });

  it('refuses a text that is larger than one asked about alone, and takes the next', async () => {
    const long = 'the yen and the dollar '.repeat(50_000);
    const results = await batch([{ title: 'Yen', body: long }, draft]);
    expect(results.map(({ status }) => status)).toEqual([413, 200]);
    expect(results[0]).toMatchObject({ type: 'urn:seealso:entity_too_large', title: 'Too large' });
  });

  it('may be a bare list, and its members bare ids', async () => {
    const expected = await batch([{ id: 'yen-falls' }, { id: 'nowhere' }, draft]);
    expect((await post(['yen-falls', 'nowhere', draft])).body.results).toEqual(expected);
    expect((await post({ ids: ['yen-falls', 'nowhere'] })).body.results).toEqual(expected.slice(0, 2));
  });

  it('takes 200 items', async () => {
    const results = await batch(MANY.map(({ id }) => ({ id })));
    expect(results.map(({ id, status }) => [id, status])).toEqual(MANY.map(({ id }) => [id, 200]));
    const texts = await batch(MANY.map(({ title, body }) => ({ title, body })));
    expect(texts.map(({ status }) => status)).toEqual(MANY.map(() => 200));
  });

  it.each([
    ['201 items', { items: [...MANY, ARCHIVE[0]] }, 'items', /1 to 200 items/, /^201 items$/],
    ['no item', { items: [] }, 'items', /1 to 200 items/, /^0 items$/],
    ['no list', { items: { id: 'a' } }, 'items', /array/, /"id"/],
    ['nothing', {}, 'items', /a list of ids or texts/, /nothing/],
    ['an empty list', [], 'items', /1 to 200 items/, /^0 items$/],
  ])('is refused as a whole with %s', async (_, json, field, expected, received) => {
    const answer = await post<ProblemBody>(json);
    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body.errors).toEqual([
      { field, expected: expect.stringMatching(expected), received: expect.stringMatching(received) },
    ]);
  });

  it('is refused as a whole above 8 MB, and as no JSON', async () => {
    const long = { items: [{ id: 'yen-falls' }], notes: 'x'.repeat(8_400_000) };
    expect((await post<ProblemBody>(long)).status).toBe(413);
    const odd = await ask<ProblemBody>(`${url}/v1/related/batch`, { method: 'POST', body: '{"items": [' });
    expect([odd.status, odd.body.type]).toEqual([400, 'urn:seealso:entity_parse_failed']);
  });

  it('is a POST', async () => {
    const answer = await ask<ProblemBody>(`${url}/v1/related/batch`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('fails in one item without the others knowing, and tells the log why', async () => {
    const broken: Engine = {
      ...engine,
      related(id, options) {
        if (id === 'cup-final') throw new TypeError('cannot read secret.sqlite');
        return engine.related(id, options);
      },
    };
    const messages: string[] = [];
    const other = await listening(broken, { log: (message) => messages.push(message) });
    const json = { items: [{ id: 'cup-final' }, { id: 'yen-falls' }] };
    const answer = await ask<Batch>(`${other}/v1/related/batch`, { method: 'POST', json });
    expect(answer.body.results.map(({ id, status }) => [id, status])).toEqual([
      ['cup-final', 500],
      ['yen-falls', 200],
    ]);
    expect(answer.text).not.toContain('secret');
    expect(messages).toEqual([
      expect.stringMatching(/^POST \/v1\/related\/batch: TypeError: cannot read secret/),
    ]);
  });

  it('lets others be answered in between', async () => {
    let asked = 0;
    let health: Promise<number> | undefined;
    const watched: Engine = {
      ...engine,
      related(id, options) {
        asked += 1;
        health ??= ask(`${other}/healthz`).then(() => asked);
        return engine.related(id, options);
      },
    };
    const other: string = await listening(watched);
    const json = { items: MANY.map(({ id }) => ({ id })) };
    const answer = await ask<Batch>(`${other}/v1/related/batch`, { method: 'POST', json });
    expect(answer.body.results).toHaveLength(200);
    expect(await health).toBeLessThan(200);
  });

  it('foresaw all that went wrong here', () => {
    expect(logged).toEqual([]);
  });
});

describe('the questions of a batch', () => {
  const options = { limit: 4, language: null };
  const questions: readonly BatchQuestion[] = MANY.slice(0, 9).map(({ id }) => ({ kind: 'article', id }));

  it('leave a turn to others before each', async () => {
    let turns = 0;
    let waiting = true;
    const turn = () => {
      turns += 1;
      if (waiting) setImmediate(turn);
    };
    setImmediate(turn);
    const seen: number[] = [];
    const answers = await relatedBatch(
      {
        ...engine,
        related(id, asked) {
          seen.push(turns);
          return engine.related(id, asked);
        },
      },
      questions,
      options,
      new AbortController().signal,
    );
    waiting = false;
    expect(answers).toHaveLength(9);
    expect(new Set(seen).size).toBe(9);
  });

  it('end when nobody waits for the answers any more', async () => {
    const gone = new AbortController();
    let asked = 0;
    const leaving: Pick<Engine, 'related' | 'relatedTo'> = {
      ...engine,
      related(id, given) {
        asked += 1;
        if (asked === 3) gone.abort();
        return engine.related(id, given);
      },
    };
    const answers = await relatedBatch(leaving, questions, options, gone.signal);
    expect([answers.length, asked]).toEqual([3, 3]);
  });
});
