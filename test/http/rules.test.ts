import { afterEach, beforeAll, expect, it } from 'vitest';
import type { RelatedAnswer } from '../../src/engine/answers.js';
import type { Wanted } from '../../src/engine/editing.js';
import { BatchResultAnswer, RelatedAnswerBody } from '../../src/http/answers/related.js';
import { NOON } from '../support/site.js';
import { ask } from './site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from './small-site.js';

const LIST = '/v1/articles/alpha/related';
const UNDER = { article: 'alpha', note: null } as const;
const PLACE = { mode: 'related', position: 1, from: null, expiresAt: null } as const;
const PIN = { action: 'pin', ...UNDER, ...PLACE, link: 'alone' } as const;

let small: SmallSite;
let url = '';
const made: number[] = [];

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE]);
  url = await small.serve();
});

afterEach(() => {
  small.site.now = NOON;
  for (const number of made.splice(0).reverse()) small.site.engine.editing.undo(number, 'ann');
});

const decide = (wanted: Wanted) => made.push(small.site.engine.editing.decide(wanted, 'ann').number);
const tagOf = async (path: string) => (await ask(url + path)).headers.get('etag') ?? '';
const statusFor = async (path: string, tag: string) =>
  (await ask(url + path, { headers: { 'if-none-match': tag } })).status;
const answered = async (path = LIST) =>
  RelatedAnswerBody.parse((await ask(url + path)).body) as RelatedAnswer;

it('what editors decide shows with the next answer, to whoever holds an older one too', async () => {
  const before = await tagOf(LIST);
  decide({ ...PIN });
  expect(await statusFor(LIST, before)).toBe(200);
  const pinned = await tagOf(LIST);
  expect(await statusFor(LIST, pinned)).toBe(304);
  expect((await answered()).related[0]).toMatchObject({
    ...{ id: 'alone', pinned: true, score: 0 },
    reasons: [{ type: 'editors', text: 'chosen by the editors' }],
  });
  decide({ action: 'block', ...UNDER, link: 'alone' });
  expect(await statusFor(LIST, pinned)).toBe(200);
  expect((await answered()).related.map(({ id }) => id)).not.toContain('alone');
});

it('a pin that ends is gone with the moment, though nothing was written', async () => {
  decide({ ...PIN, expiresAt: NOON + 1000 });
  const tag = await tagOf(LIST);
  small.site.now = NOON + 999;
  expect(await statusFor(LIST, tag)).toBe(304);
  small.site.now = NOON + 1000;
  expect(await statusFor(LIST, tag)).toBe(200);
  expect((await answered()).related.map(({ id }) => id)).not.toContain('alone');
});

it('a filter that a request names holds a pin back, and a list that is too short for it', async () => {
  decide({ ...PIN, position: 2 });
  const shown = async (query: string) =>
    (await answered(`${LIST}?${query}`)).related.some(({ id }) => id === 'alone');
  expect(await Promise.all(['limit=2', 'limit=1', 'section=World', 'exclude=alone'].map(shown))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('an article without links answers so, wherever it is asked about', async () => {
  decide({ action: 'no_links', ...UNDER });
  expect(await answered()).toMatchObject({ related: [], empty: { reason: 'no_links' } });
  const batch = await ask(`${url}/v1/related/batch`, { method: 'POST', json: { items: [{ id: 'alpha' }] } });
  const results = (batch.body.results as unknown[]).map((one) => BatchResultAnswer.parse(one));
  expect(results).toMatchObject([{ status: 200, related: [], empty: { reason: 'no_links' } }]);
  expect((await ask(`${url}${LIST}.html`)).text.trim()).not.toContain('<a');
});

it('a fragment says of a pinned link why it is there', async () => {
  decide({ ...PIN });
  expect((await ask(`${url}${LIST}.html?reasons=true`)).text).toContain('chosen by the editors');
});
