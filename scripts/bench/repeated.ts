import { articleId, someOf } from '../sizing/archive.js';
import type { RunningProgram } from '../sizing/server.js';
import { type StoredAnswer, startBaselines } from './baseline.js';
import { type Found, isSmall, type SectionContext } from './context.js';
import type { LoadGenerator } from './load.js';
import { type Goal, measured } from './result.js';
import { overRounds, quantile, ratios } from './statistics.js';

const ARTICLES = 20;
const CONNECTIONS = [1, 8, 32];
const ROUNDS = 5;
const ROUNDS_SMALL = 3;
/** Of one contender in one round. Milliseconds. */
const TURN = 300;

/** The same few lists again and again, beside Express answering the same bytes. */
export async function measureRepeated(
  server: RunningProgram,
  generator: LoadGenerator,
  { archive, seed, signal, progress }: SectionContext,
): Promise<Found> {
  const paths = someOf(archive.articles, ARTICLES, seed).map((n) => `/v1/articles/${articleId(n)}/related`);
  const answers: StoredAnswer[] = [];
  for (const path of paths) answers.push(await storedAnswer(server, path));
  const baselines = await startBaselines(answers, signal);
  const rounds = isSmall(archive) ? ROUNDS_SMALL : ROUNDS;
  const contenders = [
    ['rate', 'seealso', server.url],
    ['same', 'Express with the same middleware', baselines.same],
    ['bare', 'the barest Express route', baselines.bare],
  ] as const;
  const found = { measurements: [] as Found['measurements'][number][], goals: [] as Goal[] };
  const curve = contenders.map(([, label]) => ({ label, values: [] as number[] }));
  try {
    for (const connections of CONNECTIONS) {
      progress(`repeated requests over ${connections} connection${connections === 1 ? '' : 's'}`);
      const rates = contenders.map(() => [] as number[]);
      const p99 = contenders.map(() => [] as number[]);
      for (let round = 0; round <= rounds; round++) {
        for (const [i, [, , origin]] of contenders.entries()) {
          const task = { origin, paths, connections, requests: null, pause: 0, lists: false };
          const { requests, seconds, latencies } = await generator.run({ ...task, milliseconds: TURN });
          // The first round compiles.
          if (round === 0) continue;
          rates[i]?.push(requests / seconds);
          p99[i]?.push(quantile(latencies, 0.99));
        }
      }
      const over = `${connections} connection${connections === 1 ? '' : 's'}`;
      const id = `serving.repeated.${connections}`;
      for (const [i, [name, label]] of contenders.entries()) {
        const { value, range } = overRounds(rates[i] ?? []);
        curve[i]?.values.push(value);
        const worse = name === 'rate' ? 'lower' : null;
        found.measurements.push(
          measured(`${id}.${name}`, `${label}, ${over}`, 'per second', value, worse, { range }),
        );
      }
      const own = overRounds(p99[0] ?? []);
      found.measurements.push(
        measured(`${id}.p99`, `seealso, ${over}, p99`, 'milliseconds', own.value, 'higher', {
          range: own.range,
        }),
      );
      for (const [i, name, label, limit] of [
        [1, 'same', 'Express with the same middleware', 0.9],
        [2, 'bare', 'the barest Express route', 0.6],
      ] as const) {
        const { value, range } = overRounds(ratios(rates[0] ?? [], rates[i] ?? []));
        const text = `beside ${label}, ${over}`;
        found.measurements.push(measured(`${id}.of-${name}`, text, 'ratio', value, 'lower', { range }));
        found.goals.push({
          label: `repeated requests ${text}`,
          measured: `${id}.of-${name}`,
          bound: 'at least',
          limit,
          statedFor: null,
        });
      }
    }
  } finally {
    baselines.close();
  }
  return {
    ...found,
    curves: [
      {
        title: 'Repeated requests',
        x: { label: 'connections', values: CONNECTIONS.map(String) },
        unit: 'per second',
        series: curve,
      },
    ],
    notes: [
      `Repeated: the lists of ${ARTICLES} articles in turn, unpacked, over kept connections. The program, and two Express servers in one other process, take turns of ${TURN} ms; the median of ${rounds} rounds counts, and the ratio is that of each round. “The same middleware” is all that stands before the program’s own routes but the memory of answers, which lets what it knows pass by most of that; then a route that sets the headers of the stored answer and sends it; the barest sets its type alone.`,
      'Who asks is a process of its own, on the same cores as the server: with one connection its own time is in every answer, and brings the ratios nearer to 1.',
    ],
  };
}

/** Headers that say something of the content; the others are the connection’s. */
const OF_CONTENT = ['content-type', 'etag', 'cache-control', 'vary', 'surrogate-key'];

async function storedAnswer(server: RunningProgram, path: string): Promise<StoredAnswer> {
  const { status, headers, body } = await server.get(path);
  if (status !== 200) throw new Error(`${path} was answered with ${status}: ${body}`);
  const kept = OF_CONTENT.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { path, headers: Object.fromEntries(kept), body };
}
