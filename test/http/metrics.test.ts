import { beforeAll, describe, expect, it } from 'vitest';
import type { BuildsState } from '../../src/engine/builds.js';
import { type Meter, NO_METER } from '../../src/http/meter.js';
import { createMetrics } from '../../src/http/metrics.js';
import { readings } from '../../src/http/readings.js';
import { VERSION } from '../../src/version.js';
import { until } from '../support/cli.js';
import { NOON } from '../support/site.js';
import { AUTHORISED, ask, type ProblemBody } from './site.js';
import { ALONE, BANKS, type SmallSite, smallSite } from './small-site.js';

let small: SmallSite;
let url = '';

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE]);
  url = await small.serve();
});

const scrape = async (at = url) => (await ask(`${at}/metrics`, { headers: AUTHORISED })).text;

/** Of the line that begins so; `undefined` where there is none. */
function sampleOf(text: string, sample: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

describe('/metrics', () => {
  it('tells how the index does, in the format of Prometheus', async () => {
    const { status, type, text, headers } = await ask(`${url}/metrics`, { headers: AUTHORISED });
    expect([status, type, headers.get('cache-control')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'no-store',
    ]);
    const { generation } = small.site.engine.info();
    expect(text).toContain(`seealso_info{version="${VERSION}"} 1`);
    expect(text).toMatch(
      new RegExp(`^seealso_index_info\\{generation="${generation}",model="[^"]+"\\} 1$`, 'm'),
    );
    const values = (...names: readonly string[]) => names.map((name) => sampleOf(text, `seealso_${name}`));
    expect(values('ready', 'index_articles', 'index_changes', 'index_pending_articles')).toEqual([
      1, 5, 0, 0,
    ]);
    expect(values('index_sequence')).toEqual([small.site.engine.info().sequence]);
    expect(values('writes_open', 'drafts_open', 'embedding_failures_total')).toEqual([0, 0, 0]);
    // This server builds nothing: nothing is known of builds.
    expect(values('build_running', 'build_failed')).toEqual([undefined, undefined]);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(sampleOf(text, name)).toBeGreaterThanOrEqual(0);
  });

  it('begins no survey', async () => {
    await scrape();
    expect(small.site.engine.status().survey).toBeNull();
  });

  it('is for whoever has a key for reading, or sits at the machine where there is none', async () => {
    const refused = await ask<ProblemBody>(`${url}/metrics`);
    expect([refused.status, refused.body.type]).toEqual([401, 'urn:seealso:wrong_key']);
    const bare = await small.serve({ apiKey: undefined });
    expect((await ask(`${bare}/metrics`)).status).toBe(200);
    const proxied = await ask(`${bare}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(proxied.status).toBe(403);
    const posted = await ask(`${url}/metrics`, { method: 'POST', headers: AUTHORISED });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('counts requests by route, method and class of their status, never by what a client sent', async () => {
    const own = await small.serve();
    for (const id of ['alpha', 'beta', 'nowhere']) await ask(`${own}/v1/articles/${id}/related`);
    for (const path of ['/a', '/b?c=1', '/v1/articles/alpha/elsewhere']) await ask(own + path);
    await ask(`${own}/healthz`, { method: 'PURGE' });
    const count = (labels: string) =>
      new RegExp(`^seealso_http_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, 'm');
    const text = await until('all of them', async () => {
      const found = await scrape(own);
      return found.includes('other') && found;
    });
    const list = 'route="/v1/articles/:id/related",method="GET"';
    expect(count(`${list},status="2xx"`).exec(text)?.[1]).toBe('2');
    expect(count(`${list},status="4xx"`).exec(text)?.[1]).toBe('1');
    expect(count('route="\\(none\\)",method="GET",status="4xx"').exec(text)?.[1]).toBe('3');
    expect(count('route="/healthz",method="other",status="4xx"').exec(text)?.[1]).toBe('1');
    expect(text).not.toMatch(/alpha|nowhere|elsewhere|PURGE/);
  });

  it('counts faults by their code', async () => {
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    const own = await smallSite(BANKS);
    const broken = await own.serve();
    Object.assign(own.site.index.catalog, {
      find: () => {
        throw new Error('cannot read', { cause: full });
      },
    });
    expect((await ask(`${broken}/v1/articles/alpha/related`)).status).toBe(500);
    const text = await until('a fault', async () => {
      const found = await scrape(broken);
      return found.includes('seealso_http_faults_total{') && found;
    });
    expect(text).toContain('seealso_http_faults_total{code="SQLITE_FULL"} 1');
  });

  it('counts what is embedded, and says so of the index once there is something to say', async () => {
    const before = sampleOf(await scrape(), 'seealso_embedded_texts_total') ?? Number.NaN;
    const json = { title: 'Ferries', body: 'The ferries of the north sail again.' };
    await ask(`${url}/v1/related`, { method: 'POST', json });
    await ask(`${url}/v1/articles/ferries`, { method: 'PUT', json, headers: AUTHORISED });
    const after = await scrape();
    expect(sampleOf(after, 'seealso_embedded_texts_total')).toBe(before + 2);
    expect(sampleOf(after, 'seealso_index_changes')).toBe(1);
  });
});

describe('what is read at a scrape', () => {
  const parts = { builds: undefined, openRequests: () => 0, clock: () => NOON + 90_000 };
  const read = async (more: Partial<Parameters<typeof readings>[0]>) => {
    const all = await readings({ engine: small.site.engine, ...parts, ...more });
    return (name: string) => all.find((one) => one.name === `seealso_${name}`)?.values[0]?.value;
  };

  it('is that there is no index, where there is none', async () => {
    const info = (): never => {
      throw new Error('There is no index.');
    };
    const value = await read({ engine: { ...small.site.engine, info } });
    expect([value('ready'), value('index_articles'), value('http_requests_open')]).toEqual([0, undefined, 0]);
  });

  it('is how old the index and its newest article are', async () => {
    const publishedAt = new Date(NOON).toISOString();
    const { engine } = small.site;
    const value = await read({
      engine: {
        ...engine,
        info: () => ({ ...engine.info(), publishedAt }),
        article: (id) => ({ ...engine.article(id), publishedAt }),
      },
    });
    expect([value('index_age_seconds'), value('newest_article_age_seconds')]).toEqual([90, 90]);
  });

  it('is what the desk builds, and how that ended', async () => {
    const idle: BuildsState = { running: null, staged: null, failure: null, generations: [] };
    const failed = { ...idle, failure: { at: '2026-05-01T12:00:00Z', message: 'no' } };
    const state = async () => failed;
    const value = await read({ builds: { state } });
    const names = ['build_running', 'build_staged', 'build_refused', 'build_failed'];
    expect(names.map(value)).toEqual([0, 0, 0, 1]);
    const broken = await read({
      builds: {
        state: async () => {
          throw new Error('cannot read');
        },
      },
    });
    expect(names.map(broken)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the meter', () => {
  const text = async (told: (meter: Meter) => void) => {
    const metrics = createMetrics(async () => []);
    told(metrics.meter);
    return (await metrics.scrape()).text;
  };

  it('begins at nothing, so that the first is a rise', async () => {
    const none = await text(() => undefined);
    for (const sample of [
      'seealso_answer_cache_total{outcome="not_modified"} 0',
      'seealso_http_refused_total{reason="overload"} 0',
    ])
      expect(none).toContain(sample);
  });

  it('counts refusals, cached answers and empty lists', async () => {
    const some = await text((meter) => {
      meter.refused('rate');
      meter.cache('hit');
      meter.cache('hit');
      meter.empty('below_cutoff');
    });
    expect(some).toContain('seealso_http_refused_total{reason="rate"} 1');
    expect(some).toContain('seealso_answer_cache_total{outcome="hit"} 2');
    expect(some).toContain('seealso_empty_lists_total{reason="below_cutoff"} 1');
  });

  it('tells what becomes known later, with its labels, and forgets what is not so any more', async () => {
    let generation: string | null = null;
    const metrics = createMetrics(async () => [
      {
        name: 'seealso_index_info',
        help: 'Generation.',
        kind: 'gauge',
        labelNames: ['generation'],
        values: generation === null ? [] : [{ value: 1, labels: { generation } }],
      },
    ]);
    const samples = async () => (await metrics.scrape()).text.match(/^seealso_index_info.*/gm);
    expect(await samples()).toBeNull();
    for (generation of ['g1', 'g2'])
      expect(await samples()).toEqual([`seealso_index_info{generation="${generation}"} 1`]);
    generation = null;
    expect(await samples()).toBeNull();
  });

  it('takes no more than so many codes', async () => {
    const many = await text((meter) => {
      for (let i = 0; i < 1000; i += 1) meter.fault(`E${i}`);
    });
    expect(many.match(/^seealso_http_faults_total\{/gm)).toHaveLength(41);
    expect(many).toContain('seealso_http_faults_total{code="other"} 960');
  });

  it('of an application is told beside the one that somebody gives', async () => {
    const outcomes: string[] = [];
    const meter: Meter = { ...NO_METER, answered: (...told) => outcomes.push(told.slice(0, 3).join(' ')) };
    const own = await small.serve({ meter });
    await ask(`${own}/healthz`);
    await until('an answer', async () => outcomes.length > 0);
    expect(outcomes).toEqual(['/healthz GET 200']);
    expect(await scrape(own)).toContain('route="/healthz"');
  });
});
