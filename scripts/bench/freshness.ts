import { randomBytes } from 'node:crypto';
import { createRandom } from '../../src/evaluation/random.js';
import { articleId, someOf } from '../sizing/archive.js';
import { startProgram } from '../sizing/program.js';
import { type RunningProgram, startServer } from '../sizing/server.js';
import { readSample } from './archive.js';
import { type Found, isSmall, type SectionContext, type SectionRun } from './context.js';
import { type LoadTask, startLoadGenerator } from './load.js';
import { nearRelative } from './near-relative.js';
import { measured } from './result.js';
import { quantile } from './statistics.js';

const PUTS = 120;
const PUTS_SMALL = 100;
/** What is not shown by then counts as shown then. Milliseconds. */
const PATIENCE = 5_000;
const LIMIT = 4;
/** The longest list that can be asked for. */
const LONGEST = 50;
const READERS = 4;
/** What each of them waits between an answer and the next question: together some 25 requests a second. Milliseconds. */
const PAUSE = 150;
/** Readers are watched for so long without a rebuild, and for at least so long with one. Milliseconds. */
const WATCHED = 8_000;
const WATCHED_SMALL = 4_000;
const MOST_REBUILDS = 6;

export const freshness: SectionRun = {
  title: 'Freshness',
  summary: 'from PUT to another’s list, and readers during a full rebuild',
  run: measureFreshness,
};

async function measureFreshness(context: SectionContext): Promise<Found> {
  const { archive, signal } = context;
  const key = randomBytes(24).toString('hex');
  const server = await startServer(archive.indexDir, ['--api-key', key], signal);
  try {
    const puts = await measurePuts(server, key, context);
    const readers = await measureReaders(server, context);
    const shown = puts.delays;
    return {
      measurements: [
        measured(
          'freshness.p50',
          'from PUT to another’s list, p50',
          'milliseconds',
          quantile(shown, 0.5),
          'higher',
        ),
        measured(
          'freshness.p99',
          'from PUT to another’s list, p99',
          'milliseconds',
          quantile(shown, 0.99),
          'higher',
        ),
        measured(
          'freshness.put',
          'of that the answer to PUT, p50',
          'milliseconds',
          quantile(puts.answers, 0.5),
          'higher',
        ),
        measured('freshness.shown', 'PUTs that showed', 'count', shown.length, 'lower', {
          note: `of ${puts.put}; the others’ lists were full of what is nearer`,
        }),
        measured(
          'freshness.readers.without',
          'readers, p99, without a rebuild',
          'milliseconds',
          readers.without,
          null,
        ),
        measured(
          'freshness.readers.during',
          'readers, p99, during a rebuild',
          'milliseconds',
          readers.during,
          'higher',
        ),
        measured(
          'freshness.readers.ratio',
          'during beside without',
          'ratio',
          readers.during / readers.without,
          'higher',
        ),
        measured(
          'freshness.rebuild',
          'a full rebuild beside readers',
          'seconds',
          readers.rebuildSeconds,
          'higher',
        ),
      ],
      goals: [
        {
          label: 'from PUT to another’s list, p99',
          measured: 'freshness.p99',
          bound: 'at most',
          limit: 250,
          statedFor: 100_000,
        },
        {
          label: 'readers’ p99 during a full rebuild, beside that without',
          measured: 'freshness.readers.ratio',
          bound: 'at most',
          limit: 3,
          statedFor: 100_000,
        },
      ],
      curves: [],
      notes: [
        `From the sending of a PUT to the end of the first answer with the new article in it, the list of an indexed article (${LIMIT} links) being asked again and again from when PUT is answered: ${puts.put} articles, one at a time, each of sentences of the indexed one, two fifths of its text, in another order, with as much of a third article. Deleted afterwards.`,
        `Readers: ${READERS} of them, each on a connection of its own, who ask for lists that nobody asked for before, ${PAUSE} ms after the last answer. ${readers.requests} were made during ${readers.rebuilds} run${readers.rebuilds === 1 ? '' : 's'} of seealso index --rebuild, which takes both cores as it likes, and ${readers.requestsWithout} without.`,
      ],
    };
  } finally {
    await server.stop();
  }
}

async function measurePuts(
  server: RunningProgram,
  key: string,
  { archive, seed, signal, progress }: SectionContext,
) {
  const random = createRandom(seed);
  const rows = await readSample(archive, PUTS * 2);
  const delays: number[] = [];
  const answers: number[] = [];
  const ids: string[] = [];
  const put = Math.min(isSmall(archive) ? PUTS_SMALL : PUTS, Math.floor(rows.length / 2));
  for (let i = 0; i < put; i++) {
    signal.throwIfAborted();
    const [of, stranger] = [rows[2 * i], rows[2 * i + 1]];
    if (of === undefined || stranger === undefined) break;
    if (i % 20 === 0) progress(`PUT ${i} of ${put}`);
    const id = `fresh-${i + 1}`;
    ids.push(id);
    const started = performance.now();
    const { status, body } = await server.send(
      'PUT',
      `/v1/articles/${id}`,
      key,
      nearRelative(of, stranger, id, random),
    );
    if (status !== 201 && status !== 200) throw new Error(`PUT ${id} was answered with ${status}: ${body}`);
    answers.push(performance.now() - started);
    const delay = await untilShown(server, of.id, id, started);
    if (delay !== null) delays.push(delay);
  }
  for (const id of ids) await server.send('DELETE', `/v1/articles/${id}`, key);
  return { delays, answers, put };
}

/**
 * Milliseconds from `started` until the article is in the list of another, at most `PATIENCE`; `null` where it is found
 * below a list that is full of what is nearer.
 */
async function untilShown(
  server: RunningProgram,
  of: string,
  id: string,
  started: number,
): Promise<number | null> {
  const names = async (limit: number) => {
    const { body } = await server.get(`/v1/articles/${of}/related?limit=${limit}`);
    return (JSON.parse(body) as { related: { id: string }[] }).related.some((link) => link.id === id);
  };
  while (performance.now() - started < PATIENCE) {
    if (await names(LIMIT)) return performance.now() - started;
    if (await names(LONGEST)) return null;
  }
  return PATIENCE;
}

async function measureReaders(server: RunningProgram, { archive, seed, signal, progress }: SectionContext) {
  const generator = startLoadGenerator(signal);
  try {
    const paths = someOf(archive.articles, archive.articles, seed + 2)
      .slice(0, 50_000)
      .map((number) => `/v1/articles/${articleId(number)}/related`);
    let first = 0;
    const task = (milliseconds: number | null): LoadTask => ({
      origin: server.url,
      paths: [...paths.slice(first % paths.length), ...paths.slice(0, first % paths.length)],
      connections: READERS,
      requests: null,
      milliseconds,
      pause: PAUSE,
      lists: false,
    });
    await generator.run({ ...task(null), requests: 100, pause: 0 });
    first += 100;
    progress('readers without a rebuild');
    const enough = isSmall(archive) ? WATCHED_SMALL : WATCHED;
    const without = await generator.run(task(enough));
    first += without.requests;
    const latencies: number[] = [];
    const seconds: number[] = [];
    let watched = 0;
    while (watched < enough && seconds.length < MOST_REBUILDS) {
      progress('readers during a rebuild');
      const ended = new AbortController();
      const rebuild = startProgram(['index', '--index-dir', archive.indexDir, '--rebuild', '--json'], signal);
      const done = rebuild.ended.finally(() => ended.abort());
      const during = await generator.run(task(null), ended.signal);
      first += during.requests;
      watched += during.seconds * 1_000;
      latencies.push(...during.latencies);
      seconds.push((await done).seconds);
    }
    return {
      without: quantile(without.latencies, 0.99),
      during: quantile(latencies, 0.99),
      requests: latencies.length,
      requestsWithout: without.requests,
      rebuilds: seconds.length,
      rebuildSeconds: quantile(seconds, 0.5),
    };
  } finally {
    generator.close();
  }
}
