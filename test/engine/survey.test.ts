import { describe, expect, it } from 'vitest';
import { createBreath } from '../../src/engine/breath.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { LiveIndex } from '../../src/engine/live-index.js';
import { surveyLists } from '../../src/engine/survey.js';
import { StoppedError } from '../../src/errors.js';
import { ALONE, BANKS } from '../http/small-site.js';
import { NOON, type Site } from '../support/site.js';
import { sites } from './sites.js';

const { of } = sites();

const SILENCED = { ...BANKS[0], id: 'silenced', title: 'The yen of the bank', noRecommend: true };
const COPY = { ...BANKS[1], id: 'copy' };

/** Four articles link to each other, but none to `delta`; one stands alone; one is never to be recommended. */
async function bankSite(): Promise<Site> {
  const site = await of([...BANKS, ALONE, SILENCED]);
  chooseCutoff(site.index.catalog, { score: 0 });
  for (const article of ['alpha', 'beta', 'gamma', 'silenced'])
    site.engine.editing.decide({ action: 'block', article, link: 'delta', note: null }, 'ann');
  return site;
}

/** What is measured of the same lists in another way than by asking for all of them. */
const parts = (site: Site) => ({
  catalog: site.index.catalog,
  index: site.served.live() as LiveIndex,
  clock: () => site.now,
  breath: async () => undefined,
  progress: () => undefined,
});

describe('a survey of the lists', () => {
  it('knows what is in most lists, what in none, and which have no link', async () => {
    const survey = await (await bankSite()).engine.survey();
    expect(survey).toMatchObject({ sampled: 6, articles: 6, measuredAt: new Date(NOON).toISOString() });
    expect(survey.noList).toMatchObject({
      count: 1,
      share: 1 / 6,
      examples: [{ id: 'alone', title: 'Zephyr', url: ALONE.url, reason: 'below_cutoff' }],
    });
    expect(survey.orphans.count).toBe(2);
    expect(survey.orphans.share).toBeCloseTo(2 / 6);
    expect(survey.orphans.examples.map(({ id }) => id)).toEqual(['delta', 'alone']);
    const hubs = survey.hubs.map(({ article, lists }) => [article.id, lists]);
    expect(hubs).toEqual([
      ['beta', 4],
      ['gamma', 4],
      ['alpha', 3],
    ]);
    expect(survey.hubs[0]?.share).toBeCloseTo(4 / 6);
    expect(survey.meanLinks).toBeCloseTo(11 / 6);
  });

  it('takes what stands under a link as its copy for linked to', async () => {
    const site = await of([...BANKS, COPY]);
    chooseCutoff(site.index.catalog, { score: 0 });
    const survey = await site.engine.survey();
    expect(survey.hubs.map(({ article }) => article.id)).toHaveLength(4);
    expect(survey.orphans.count).toBe(0);
  });

  it('estimates from a sample what it would count in the whole', async () => {
    const site = await bankSite();
    const whole = await surveyLists(parts(site));
    const sample = await surveyLists(parts(site), { whole: 5, sample: 3, suspects: 5 });
    expect(sample).toMatchObject({ sampled: 3, articles: 6 });
    expect(sample.orphans).toEqual(whole.orphans);
    expect(sample.noList.count).toBe(Math.round(sample.noList.share * 6));
    expect(sample.meanLinks).toBeGreaterThan(0);
    const again = await surveyLists(parts(site), { whole: 5, sample: 3, suspects: 5 });
    expect(again).toEqual(sample);
  });

  it('says how far it is, and ends where it should', async () => {
    const site = await bankSite();
    const told: (readonly [number, number])[] = [];
    await site.engine.survey({ progress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    told.length = 0;
    const progress = (done: number, total: number) => told.push([done, total]);
    await surveyLists({ ...parts(site), progress }, { whole: 5, sample: 3, suspects: 2 });
    expect(told).toEqual([1, 2, 3, 14, 25].map((done) => [done, 25]));
  });

  it('is the same until a list can be another, and made once for all who ask at a time', async () => {
    const site = await bankSite();
    const [one, other] = await Promise.all([site.engine.survey(), site.engine.survey()]);
    expect(other).toBe(one);
    expect(await site.engine.survey()).toBe(one);
    await site.engine.remove('gamma');
    const changed = await site.engine.survey();
    expect([changed.articles, changed.hubs[0]?.article.id]).toEqual([5, 'beta']);
  });

  it('stops when it is told to, and when the engine is closed', async () => {
    const site = await bankSite();
    const aborted = new AbortController();
    let seen = 0;
    const stopped = site.engine.survey({
      signal: aborted.signal,
      progress(done) {
        seen = done;
        aborted.abort();
      },
    });
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(seen).toBe(1);
    expect((await site.engine.survey()).sampled).toBe(6);

    await site.engine.remove('gamma');
    const closed = site.engine.survey().catch((error: unknown) => error);
    await site.engine.close();
    expect(await closed).toBeInstanceOf(StoppedError);
    await expect(site.engine.survey()).rejects.toThrow('closed');
  });
});

describe('a breath', () => {
  it('rests so long that work takes no more than its share', async () => {
    let now = 0;
    const breath = createBreath({ share: 0.5, signal: new AbortController().signal, clock: () => now });
    const restOf = async (work: number) => {
      now += work;
      const before = performance.now();
      await breath();
      return performance.now() - before;
    };
    expect(await restOf(4)).toBeLessThan(20);
    // Ten milliseconds of work in all are followed by as many of rest; timers may be a little early.
    expect(await restOf(36)).toBeGreaterThanOrEqual(38);
  });

  it('ends a rest at once when it is aborted', async () => {
    let now = 0;
    const aborted = new AbortController();
    const breath = createBreath({ share: 0.001, signal: aborted.signal, clock: () => now });
    now += 60_000;
    const resting = breath();
    aborted.abort();
    await expect(resting).rejects.toThrow(StoppedError);
  });
});
