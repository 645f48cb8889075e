import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheOutcome, Meter, Refusal } from './meter.js';

/** Upper bounds of answering times. Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const OUTCOMES: readonly CacheOutcome[] = ['hit', 'miss', 'not_modified'];
const REFUSALS: readonly Refusal[] = ['rate', 'overload', 'timeout'];
/** More codes than that are one: they come from libraries as well. */
const CODES = 40;

/** A number that is looked up when it is asked for. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** What only ever grows, or anything else. */
  readonly kind: 'counter' | 'gauge';
  readonly labelNames?: readonly string[];
  /** What is known now; nothing where nothing is. */
  readonly values: readonly {
    readonly value: number;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

export interface Metrics {
  readonly meter: Meter;
  /** Everything in Prometheus' text format, with its type. */
  scrape(): Promise<{ readonly type: string; readonly text: string }>;
}

/** Of one application: `read` is asked at every scrape, and gives the same names each time. */
export function createMetrics(read: () => Promise<readonly Reading[]>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: 'seealso_http_request_duration_seconds',
    help: 'Time to answer, by pattern of the route, method and class of the status.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const cached = new Counter({
    name: 'seealso_answer_cache_total',
    help: 'Answers that may be cached: kept in memory (hit), made (miss), confirmed to the reader (not_modified).',
    labelNames: ['outcome'],
    registers,
  });
  const empty = new Counter({
    name: 'seealso_empty_lists_total',
    help: 'Lists that were made and hold no link, by the reason.',
    labelNames: ['reason'],
    registers,
  });
  const refused = new Counter({
    name: 'seealso_http_refused_total',
    help: 'Requests turned away: too many from one client (rate), too much to do (overload), out of time (timeout).',
    labelNames: ['reason'],
    registers,
  });
  const faults = new Counter({
    name: 'seealso_http_faults_total',
    help: 'Answers of status 500 and more, by the code of the problem or of the error behind it.',
    labelNames: ['code'],
    registers,
  });
  // From the start, so that the first of them is a rise.
  for (const outcome of OUTCOMES) cached.inc({ outcome }, 0);
  for (const reason of REFUSALS) refused.inc({ reason }, 0);
  const codes = new Set<string>();
  const looked = new Map<string, Gauge | Counter>();

  const take = ({ name, help, kind, labelNames = [], values }: Reading): void => {
    const make = () => new (kind === 'gauge' ? Gauge : Counter)({ name, help, labelNames, registers });
    const metric = looked.get(name) ?? make();
    looked.set(name, metric);
    metric.reset();
    // Without labels, what is reset says 0: what is not known says nothing.
    if (values.length === 0 && labelNames.length === 0) metric.remove();
    for (const { labels = {}, value } of values) metric.inc(labels, value);
  };

  return {
    meter: {
      answered: (route, method, status, seconds) =>
        duration.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds),
      cache: (outcome) => cached.inc({ outcome }),
      empty: (reason) => empty.inc({ reason }),
      refused: (reason) => refused.inc({ reason }),
      fault(code) {
        if (codes.size < CODES) codes.add(code);
        faults.inc({ code: codes.has(code) ? code : 'other' });
      },
    },
    async scrape() {
      // Of the process; begun when somebody watches, since it looks at the event loop all the time from then on.
      if (registry.getSingleMetric('process_cpu_seconds_total') === undefined)
        collectDefaultMetrics({ register: registry });
      for (const reading of await read()) take(reading);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
