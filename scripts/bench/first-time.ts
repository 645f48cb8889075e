import { createRandom } from '../../src/evaluation/random.js';
import { articleId, someOf, TAG_SHARES } from '../sizing/archive.js';
import type { RunningProgram } from '../sizing/server.js';
import { type Found, isSmall, type SectionContext } from './context.js';
import { exhaustiveLengths } from './exhaustive.js';
import type { LoadGenerator, LoadTask } from './load.js';
import { type Goal, type Measurement, measured } from './result.js';
import { quantile } from './statistics.js';

/** Asked before anything is timed, so that the server has compiled what it runs. */
const WARM_UP = 300;
const FIRST = 5_000;
const FILTERED = 500;
const FILTERED_SMALL = 200;
/** Lists of these are held against an exhaustive ranking. */
const EXHAUSTIVE = 60;
const LIMIT = 4;

const onceEach = { connections: 1, milliseconds: null, pause: 0 } as const;

/** Lists that nobody has asked for before, each of another article; then with filters. */
export async function measureFirstTime(
  server: RunningProgram,
  generator: LoadGenerator,
  context: SectionContext,
): Promise<Found> {
  const { archive, seed, progress } = context;
  const numbers = someOf(archive.articles, WARM_UP + FIRST, seed);
  const warmUp = numbers.slice(0, Math.min(WARM_UP, numbers.length / 4));
  const asked = numbers.slice(warmUp.length);
  const pathOf = (number: number) => `/v1/articles/${articleId(number)}/related?limit=${LIMIT}`;
  const task = (paths: readonly string[]): LoadTask => ({
    ...onceEach,
    origin: server.url,
    paths,
    requests: paths.length,
    lists: true,
  });
  await generator.run(task(warmUp.map(pathOf)));
  progress(`${asked.length} lists, each asked for the first time`);
  const first = await generator.run(task(asked.map(pathOf)));
  const p99 = quantile(first.latencies, 0.99);
  const measurements: Measurement[] = [
    measured(
      'serving.first.p50',
      'first-time requests, p50',
      'milliseconds',
      quantile(first.latencies, 0.5),
      'higher',
    ),
    measured('serving.first.p99', 'first-time requests, p99', 'milliseconds', p99, 'higher'),
    measured(
      'serving.first.p999',
      'first-time requests, p99.9',
      'milliseconds',
      quantile(first.latencies, 0.999),
      'higher',
    ),
    measured(
      'serving.first.full',
      `of their lists are full (${LIMIT})`,
      'share',
      shareOf(first.lists, (length) => length >= LIMIT),
      'lower',
    ),
  ];
  const goals: Goal[] = [
    {
      label: 'first-time requests over 1 connection, p99',
      measured: 'serving.first.p99',
      bound: 'at most',
      limit: 10,
      statedFor: 100_000,
    },
  ];
  const filtered = drawn(asked, isSmall(archive) ? FILTERED_SMALL : FILTERED, seed);
  const compared = filtered.slice(0, EXHAUSTIVE);
  progress(`an exhaustive ranking under each filter, of ${compared.length} articles`);
  const possible = await exhaustiveLengths(
    archive.indexDir,
    compared.map(articleId),
    TAG_SHARES.map(([tag]) => tag),
    LIMIT,
    context.signal,
  );
  for (const [tag, share] of TAG_SHARES) {
    progress(`filter of ${share * 100}%`);
    const found = await generator.run(task(filtered.map((number) => `${pathOf(number)}&tag=${tag}`)));
    const name = `filter of ${share * 100}%`;
    const id = `serving.filter.${tag}`;
    const wanted = possible.get(tag) ?? [];
    const asLong = shareOf(found.lists.slice(0, wanted.length), (length, i) => length >= (wanted[i] ?? 0));
    measurements.push(
      measured(`${id}.p50`, `${name}, p50`, 'milliseconds', quantile(found.latencies, 0.5), 'higher'),
      measured(`${id}.p99`, `${name}, p99`, 'milliseconds', quantile(found.latencies, 0.99), 'higher'),
      measured(
        `${id}.full`,
        `${name}, lists that are full (${LIMIT})`,
        'share',
        shareOf(found.lists, (length) => length >= LIMIT),
        'lower',
      ),
      measured(
        `${id}.exhaustive-full`,
        `${name}, those an exhaustive ranking fills`,
        'share',
        shareOf(wanted, (length) => length >= LIMIT),
        null,
      ),
      measured(
        `${id}.as-long`,
        `${name}, lists as long as an exhaustive ranking’s`,
        'share',
        asLong,
        'lower',
      ),
    );
    goals.push(
      {
        label: `${name}, p99`,
        measured: `${id}.p99`,
        bound: 'at most',
        limit: 20,
        statedFor: 100_000,
      },
      {
        label: `${name}, lists as full as can be`,
        measured: `${id}.as-long`,
        bound: 'at least',
        limit: 1,
        statedFor: 100_000,
      },
    );
  }
  return {
    measurements,
    goals,
    curves: [],
    notes: [
      `First-time: ${asked.length} articles, each asked for once over one connection, after ${warmUp.length} others that are not counted. Filters: tags that were given by chance, asked of ${filtered.length} of those articles.`,
      `A list is never filled with what is not related closely enough: of ${compared.length} articles every other article that passes the filter was measured and held against the cut-off, and a list is as full as can be where it has as many links as pass, at most ${LIMIT}. Copies of one article count once in a list, and each by itself there.`,
    ],
  };
}

function drawn(numbers: readonly number[], count: number, seed: number): number[] {
  const random = createRandom(seed);
  const left = [...numbers];
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(random.below(left.length), 1));
  return chosen;
}

function shareOf(values: readonly number[], holds: (value: number, i: number) => boolean): number {
  return values.filter(holds).length / values.length;
}
