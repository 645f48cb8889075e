import { beforeAll, describe, expect, it } from 'vitest';
import { ASKED, COPY, DESK, OTHERS } from './desk.js';
import { ask, type Explained, engineOver, ids, listening, type Related } from './site.js';

let url = '';

beforeAll(async () => {
  const { engine } = await engineOver([...DESK, COPY]);
  url = await listening(engine);
});

const related = (query: string) =>
  ask<Related>(`${url}/v1/articles/${ASKED.id}/related?limit=50&language=any&${query}`);

describe('a mode', () => {
  it.each([
    ['related', ['strike-0', 'strike-1', 'strike-2', 'strike-4', 'strike-5', 'strike-6', 'strike-7']],
    ['background', ['strike-0', 'strike-1', 'strike-2']],
    ['followup', ['strike-4', 'strike-5']],
    ['same-event', ['strike-2', 'strike-4', 'strike-5', 'strike-copy']],
  ])('%s shows %j', async (mode, wanted) => {
    expect(ids(await related(`mode=${mode}`)).sort()).toEqual(wanted);
  });

  it('is related where none is asked for', async () => {
    const { body } = await related('');
    expect(body).toEqual((await related('mode=related')).body);
  });

  it('goes together with filters', async () => {
    expect(ids(await related('mode=background&exclude=strike-1&section=City,%20Port')).sort()).toEqual([
      'strike-0',
      'strike-2',
    ]);
    expect(
      ids(await related(`mode=followup&publishedAfter=${ASKED.publishedAt.slice(0, 10)}T20:00Z`)),
    ).toEqual(['strike-5']);
    const none = await related('mode=followup&section=Nowhere');
    expect(none.body).toMatchObject({ related: [], empty: { reason: 'filtered_out' } });
  });

  it('counts from the date that a text brings along', async () => {
    const { title, body } = ASKED;
    const asked = async (mode: string, publishedAt: string | null) =>
      ids(
        await ask<Related>(`${url}/v1/related?limit=50&language=any&mode=${mode}`, {
          method: 'POST',
          json: { title, body, publishedAt },
        }),
      ).sort();
    expect(await asked('background', ASKED.publishedAt)).toEqual(['strike-0', 'strike-1', 'strike-2']);
    // Without one it counts as written now, so that all is older.
    expect(await asked('background', null)).toEqual(OTHERS.map(({ id }) => id).sort());
    expect(await asked('followup', null)).toEqual([]);
  });
});

describe('the half-life', () => {
  const days = (id: string) => {
    const other = OTHERS.find((article) => article.id === id);
    return Math.abs(Date.parse(other?.publishedAt ?? '') - Date.parse(ASKED.publishedAt)) / 86_400_000;
  };
  const freshness = async (query: string) =>
    new Map(
      (await related(`explain=true&${query}`)).body.related.map(({ id, explain }) => [
        id,
        explain?.factors.freshness ?? Number.NaN,
      ]),
    );

  it.each([
    ['', 930],
    ['halfLife=30', 30],
    ['halfLife=0.5', 0.5],
    ['mode=followup', 90],
    ['mode=followup&halfLife=930', 930],
    ['mode=same-event', 7],
  ])('of the question %j is %d days', async (query, halfLife) => {
    const found = await freshness(query);
    expect(found.size).toBeGreaterThan(0);
    for (const [id, value] of found) {
      if (id === COPY.id) expect(value).toBe(1);
      else expect(value).toBeCloseTo((1 + (31 * days(id)) / halfLife) ** -0.2, 3);
    }
  });

  it.each(['halfLife=none', 'mode=background'])('is none with %s: nothing fades', async (query) => {
    const found = await freshness(query);
    expect(found.size).toBeGreaterThan(2);
    for (const value of found.values()) expect(value).toBe(1);
  });

  it('changes the order, and never what is in the list', async () => {
    const [short, none] = [await related('halfLife=1'), await related('halfLife=none')];
    expect(ids(short).sort()).toEqual(ids(none).sort());
    const scoreOf = (answer: typeof short, id: string) =>
      answer.body.related.find((item) => item.id === id)?.score ?? Number.NaN;
    expect(scoreOf(short, 'strike-7')).toBeLessThan(scoreOf(none, 'strike-7') / 4);
  });
});

describe('explain', () => {
  const explained = async (query = 'explain=true') =>
    (await related(query)).body.related.map(({ score, explain }) => {
      if (explain === undefined) throw new Error('Nothing is explained');
      return { score, explain };
    });

  it('is left away unless it is asked for', async () => {
    for (const query of ['', 'explain=false'])
      for (const item of (await related(query)).body.related) expect(item).not.toHaveProperty('explain');
  });

  it('gives every signal its value, its rank and its weight', async () => {
    for (const { explain } of await explained()) {
      expect(Object.keys(explain.signals)).toEqual(['words', 'general', 'archive', 'names', 'titles']);
      expect(explain.signals.words).toMatchObject({ weight: 1 });
      for (const { value, rank, weight } of Object.values(explain.signals)) {
        expect(weight).toBeGreaterThan(0);
        expect(Math.abs(value ?? 2)).toBeLessThanOrEqual(1);
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(explain.measured);
      }
    }
  });

  it('ranks by value: the higher the value, the lower the rank; equal values share one', async () => {
    const items = await explained();
    for (const signal of ['words', 'general', 'archive', 'names', 'titles']) {
      const found = items.map(({ explain }) => explain.signals[signal]);
      for (const one of found)
        for (const other of found) {
          const [a, b] = [one?.value ?? Number.NaN, other?.value ?? Number.NaN];
          if (a > b) expect(one?.rank).toBeLessThan(other?.rank ?? Number.NaN);
        }
    }
    // The copy of the article itself is measured with the others, and comes before them all.
    const ranks = items.map(({ explain }) => explain.signals.words?.rank);
    expect(ranks).not.toContain(1);
    expect([...ranks].sort()).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('says how the score comes about', async () => {
    for (const { score, explain } of await explained()) {
      expect(explain.relatedness).toBeCloseTo(fused(explain), 3);
      const { freshness, section, depth } = explain.factors;
      expect(score).toBeCloseTo(explain.relatedness * freshness * section * depth, 3);
      expect(explain.standing).toBeGreaterThanOrEqual(explain.cutoff.related);
      expect(explain.cutoff.story).toBeGreaterThanOrEqual(explain.cutoff.related);
    }
    for (const { explain } of await explained('explain=true&mode=followup'))
      expect(explain.standing).toBeGreaterThanOrEqual(explain.cutoff.story);
  });

  /** The weighted mean of the signals, damped by how near everything is to the article. */
  function fused({ signals, hubness }: Explained): number {
    const known = Object.values(signals).filter(({ value }) => value !== null);
    const sum = known.reduce((total, { value, weight }) => total + weight * Math.max(0, value ?? 0), 0);
    return sum / known.reduce((total, { weight }) => total + weight, 0) / hubness ** 0.3;
  }

  it('explains the links of a text too', async () => {
    const { title, body } = ASKED;
    const answer = await ask<Related>(`${url}/v1/related?explain=true&language=any`, {
      method: 'POST',
      json: { title, body },
    });
    expect(answer.body.related[0]?.explain?.signals.words?.value).toBeGreaterThan(0);
  });
});
