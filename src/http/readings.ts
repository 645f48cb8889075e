import type { Builds } from '../engine/builds.js';
import type { Engine } from '../engine/engine.js';
import { VERSION } from '../version.js';
import type { Reading } from './metrics.js';

export interface ReadingParts {
  readonly engine: Pick<Engine, 'info' | 'activity' | 'newest' | 'article'>;
  readonly builds: Pick<Builds, 'state'> | undefined;
  /** Requests that are not answered yet. */
  readonly openRequests: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What is looked up when somebody asks for the metrics: a few statements and small files, no survey. */
export async function readings({ engine, builds, openRequests, clock }: ReadingParts): Promise<Reading[]> {
  const index = indexOf(engine, clock());
  const building = await builds?.state().catch(() => undefined);
  const gauge = (name: string, help: string, value: number | null | undefined): Reading => ({
    name,
    help,
    kind: 'gauge',
    values: value === null || value === undefined ? [] : [{ value }],
  });
  const counter = (name: string, help: string, value: number | undefined): Reading => ({
    ...gauge(name, help, value),
    kind: 'counter',
  });
  const { info, activity } = index ?? {};
  const flag = (is: boolean | undefined) => (is === undefined ? undefined : Number(is));
  return [
    told('seealso_info', 'Version of the program.', ['version'], { version: VERSION }),
    gauge('seealso_ready', 'Whether there is an index to answer from.', Number(index !== null)),
    gauge('seealso_http_requests_open', 'Requests that are not answered yet.', openRequests()),
    told(
      'seealso_index_info',
      'Generation that answers, and its model.',
      ['generation', 'model'],
      info === undefined ? null : { generation: info.generation, model: info.model },
    ),
    gauge('seealso_index_age_seconds', 'Since the generation was built.', index?.age),
    gauge('seealso_index_articles', 'Articles that are stored.', info?.articles),
    gauge('seealso_index_sequence', 'Number of the last change of the catalogue.', info?.sequence),
    gauge('seealso_index_changes', 'Changes since the generation was built.', activity?.changesSince),
    gauge(
      'seealso_index_pending_articles',
      'Articles whose text is still to be embedded.',
      activity?.pending,
    ),
    gauge('seealso_index_pending_seconds', 'So long there have been such.', activity?.pendingFor),
    gauge('seealso_newest_article_age_seconds', 'Since the newest article was published.', index?.silence),
    gauge('seealso_writes_open', 'Writes that are done or wait for their turn.', activity?.writes),
    gauge('seealso_drafts_open', 'Texts asked about that are still to be embedded.', activity?.drafts),
    counter('seealso_embedded_texts_total', 'Texts embedded by this process.', activity?.embedded.texts),
    counter('seealso_embedding_seconds_total', 'Time that took.', activity?.embedded.seconds),
    counter('seealso_embedding_failures_total', 'Embeddings that failed.', activity?.embedded.failures),
    counter(
      'seealso_repair_failures_total',
      'Rebuilds of a damaged generation that failed.',
      activity?.failedRepairs,
    ),
    gauge(
      'seealso_build_running',
      'Whether the desk builds or publishes.',
      flag(building && building.running !== null),
    ),
    gauge(
      'seealso_build_staged',
      'Whether a build waits to be published.',
      flag(building && building.staged !== null),
    ),
    gauge(
      'seealso_build_refused',
      'Whether the gate refused it.',
      flag(building && building.staged?.verdict.passed === false),
    ),
    gauge(
      'seealso_build_failed',
      'Whether what the desk last began failed.',
      flag(building && building.failure !== null),
    ),
  ];
}

function told<Name extends string>(
  name: string,
  help: string,
  labelNames: readonly Name[],
  labels: Readonly<Record<Name, string>> | null,
): Reading {
  return { name, help, kind: 'gauge', labelNames, values: labels === null ? [] : [{ value: 1, labels }] };
}

/** `null` where it cannot be asked: that is told by `seealso_ready`, and its cause by whoever answers readers. */
function indexOf(engine: ReadingParts['engine'], now: number) {
  try {
    const info = engine.info();
    const newest = engine.newest();
    const publishedAt = newest === null ? null : engine.article(newest).publishedAt;
    return {
      info,
      activity: engine.activity(),
      age: since(info.publishedAt, now),
      silence: publishedAt === null ? null : since(publishedAt, now),
    };
  } catch {
    return null;
  }
}

/** Seconds. */
const since = (instant: string, now: number): number => Math.max(0, (now - Date.parse(instant)) / 1000);
