import { describe, expect, it } from 'vitest';
import { until } from '../support/cli.js';
import { ARCHIVE } from '../support/newsroom.js';
import { AUTHORISED, ask, engineOver, indexArticles, KEY, listening, type ProblemBody } from './site.js';

describe('a server without an index', () => {
  it('lives, is not ready, and becomes ready by itself when an index is published', async () => {
    const { engine, indexDir } = await engineOver(null);
    const url = await listening(engine, { apiKey: KEY });
    const put = { method: 'PUT', json: { title: 'A title', body: 'A body' }, headers: AUTHORISED };

    expect((await ask(`${url}/healthz`)).body).toEqual({ status: 'ok' });
    const questions = ['/readyz', '/', '/v1/articles/yen-falls/related'].map((path) =>
      ask<ProblemBody>(url + path),
    );
    const text = { method: 'POST', json: { title: 'A text about the yen' } };
    const batch = { method: 'POST', json: { items: [{ id: 'yen-falls' }, text.json] } };
    questions.push(ask(`${url}/v1/related`, text), ask(`${url}/v1/articles/new`, put));
    questions.push(ask(`${url}/v1/related/batch`, batch));
    for (const answer of await Promise.all(questions)) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({ type: 'urn:seealso:index_missing', status: 503 });
      expect(answer.body.detail).toContain('seealso index');
    }

    await indexArticles(indexDir, ARCHIVE);
    const ready = await until('readiness', async () => {
      const answer = await ask(`${url}/readyz`);
      return answer.status === 200 && answer;
    });
    expect(ready.body).toEqual({
      status: 'ready',
      index: {
        generation: expect.any(String),
        sequence: ARCHIVE.length,
        model: 'seealso-en',
        articles: ARCHIVE.length,
        publishedAt: expect.any(String),
      },
    });
    expect((await ask(`${url}/healthz`)).status).toBe(200);
    expect((await ask(`${url}/v1/articles/yen-falls/related`)).status).toBe(200);
    expect((await ask(`${url}/v1/related`, text)).status).toBe(200);
    expect((await ask(`${url}/v1/articles/new`, put)).status).toBe(201);
  });
});
