import { describe, expect, it } from 'vitest';
import type { ClickReport } from '../../src/engine/clicks.js';
import { ARCHIVE } from '../support/newsroom.js';
import { AUTHORISED, ask, engineOver, KEY, listening, type ProblemBody } from './site.js';

const { engine } = await engineOver(ARCHIVE);
const url = await listening(engine, { clicks: true, apiKey: KEY });
const [asked = '', first = '', second = ''] = ARCHIVE.map(({ id }) => id);

const tell = (body: unknown, headers: Record<string, string> = {}, to = url) =>
  ask<ProblemBody>(`${to}/v1/events`, {
    method: 'POST',
    // As navigator.sendBeacon sends it.
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const report = async (query = '') =>
  (await ask<ClickReport>(`${url}/v1/clicks${query}`, { headers: AUTHORISED })).body;

describe('clicks over HTTP', () => {
  it('are counted as a page tells them, without a cookie, and read with the key', async () => {
    const events = {
      article: asked,
      impressions: [
        { id: first, position: 1 },
        { id: second, position: 2 },
      ],
      clicks: [{ id: first, position: 1 }],
    };
    const answer = await tell(events);
    expect([answer.status, answer.text, answer.headers.get('set-cookie')]).toEqual([204, '', null]);
    await tell({ article: asked, impressions: [{ id: first, position: 1 }] });
    expect(await report('?by=link')).toMatchObject({
      impressions: 3,
      clicks: 1,
      rows: [
        { link: { id: first }, impressions: 2, clicks: 1, rate: 0.5 },
        { link: { id: second }, impressions: 1, clicks: 0, rate: 0 },
      ],
    });
    expect((await report('?by=position&until=2020-01-01')).rows).toEqual([]);
    expect((await report(`?article=${first}`)).impressions).toBe(0);
  });

  it.each([{ dnt: '1' }, { 'sec-gpc': '1' }])('are not counted for who sends %j', async (headers) => {
    const before = (await report()).impressions;
    expect((await tell({ article: asked, impressions: [{ id: first, position: 1 }] }, headers)).status).toBe(
      204,
    );
    expect((await report()).impressions).toBe(before);
  });

  it('of articles that are not known are passed over', async () => {
    const before = (await report()).impressions;
    expect((await tell({ article: 'nobody', impressions: [{ id: first, position: 1 }] })).status).toBe(204);
    expect((await report()).impressions).toBe(before);
  });

  it.each([
    ['{"impressions": []}', 'article'],
    [{ article: asked, clicks: [{ id: first, position: 0 }] }, 'clicks.0.position'],
    [
      { article: asked, impressions: Array.from({ length: 51 }, () => ({ id: first, position: 1 })) },
      'impressions',
    ],
  ])('that are told wrongly are refused: %j', async (body, field) => {
    const { status, body: problem } = await tell(body);
    expect([status, problem.errors?.[0]?.field]).toEqual([400, field]);
  });

  it('of a page that sends no JSON, or very much, are refused', async () => {
    expect((await tell('clicked!')).status).toBe(400);
    expect((await tell(`"${'x'.repeat(70_000)}"`)).status).toBe(413);
  });

  it('are off unless they are switched on, and nobody reads them without the key', async () => {
    const off = await listening(engine);
    const { status, body } = await tell({ article: asked }, {}, off);
    expect([status, body.detail]).toEqual([403, expect.stringContaining('--clicks')]);
    expect((await ask(`${url}/v1/clicks`)).status).toBe(401);
    expect((await ask<ProblemBody>(`${off}/v1/clicks`)).body.detail).toContain('--api-key');
  });

  it('are asked about in days that make sense', async () => {
    const { status, body } = await ask<ProblemBody>(`${url}/v1/clicks?since=2026-02-01&until=2026-01-01`, {
      headers: AUTHORISED,
    });
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'until']);
  });
});
