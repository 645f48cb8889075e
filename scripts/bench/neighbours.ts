import { setImmediate as turn } from 'node:timers/promises';
import { openGeneration } from '../../src/generation/generation.js';
import { AT_LEAST } from '../../src/recommend/candidates.js';
import { createExactIndex } from '../../src/vectors/exact.js';
import type { Neighbour, VectorIndex } from '../../src/vectors/vector-index.js';
import { rowOf } from '../../src/vectors/vector-table.js';
import { someOf } from '../sizing/archive.js';
import type { Found, SectionContext, SectionRun } from './context.js';
import { currentGeneration } from './indexing.js';
import { measured } from './result.js';
import { quantile } from './statistics.js';

const QUERIES = 500;
const NEAREST = 10;
const WIDTHS = [16, 32, 64, 128, 256, 512];

export const neighbours: SectionRun = {
  title: 'Nearest neighbours',
  summary: 'recall@10 of the graph against exact search, and its latency, over ef',
  run: measureNeighbours,
};

interface Searched {
  readonly recall: number;
  readonly milliseconds: readonly number[];
}

async function measureNeighbours({ archive, seed, signal, progress }: SectionContext): Promise<Found> {
  const { folder, manifest } = await currentGeneration(archive.indexDir);
  const { table, index } = await openGeneration(folder);
  const exact = createExactIndex(table);
  const rows = someOf(table.labels.length, QUERIES, seed);
  progress(`exact neighbours of ${rows.length} articles`);
  const truth: Set<number>[] = [];
  const exactTimes: number[] = [];
  for (const row of rows) {
    await turn(undefined, { signal });
    const started = performance.now();
    const found = exact.search(rowOf(table, row), NEAREST + 1);
    exactTimes.push(performance.now() - started);
    truth.push(others(found, table.labels[row] ?? 0));
  }
  const search = async (k: number, ef?: number): Promise<Searched> => {
    await turn(undefined, { signal });
    return searched(index, k, ef);
  };
  const searched = (graph: VectorIndex, k: number, ef?: number): Searched => {
    let shares = 0;
    const milliseconds = rows.map((row, i) => {
      const started = performance.now();
      const found = graph.search(rowOf(table, row), k, ef);
      const spent = performance.now() - started;
      const [wanted, got] = [truth[i] ?? new Set<number>(), others(found, table.labels[row] ?? 0)];
      shares += [...wanted].filter((label) => got.has(label)).length / Math.max(1, wanted.size);
      return spent;
    });
    return { recall: shares / rows.length, milliseconds };
  };
  progress('the graph, over ef');
  // So that the first width does not pay for what is compiled on the way.
  await search(NEAREST + 1, WIDTHS[0]);
  const byWidth: Searched[] = [];
  for (const ef of WIDTHS) byWidth.push(await search(NEAREST + 1, ef));
  const shipped = await search(AT_LEAST);
  const labels = WIDTHS.map(String);
  return {
    measurements: [
      measured('neighbours.recall', 'recall@10 as the program searches', 'share', shipped.recall, 'lower'),
      measured(
        'neighbours.p50',
        'one such search, p50',
        'milliseconds',
        quantile(shipped.milliseconds, 0.5),
        'higher',
      ),
      measured(
        'neighbours.p99',
        'one such search, p99',
        'milliseconds',
        quantile(shipped.milliseconds, 0.99),
        'higher',
      ),
      measured('neighbours.exact', 'exact search, p50', 'milliseconds', quantile(exactTimes, 0.5), null),
      measured(
        'neighbours.of-exact',
        'the graph beside exact search, p50',
        'ratio',
        quantile(shipped.milliseconds, 0.5) / quantile(exactTimes, 0.5),
        'higher',
      ),
      ...byWidth.flatMap(({ recall, milliseconds }, i) => [
        measured(`neighbours.recall.${labels[i]}`, `recall@10 at ef ${labels[i]}`, 'share', recall, null),
        measured(
          `neighbours.p99.${labels[i]}`,
          `p99 at ef ${labels[i]}`,
          'milliseconds',
          quantile(milliseconds, 0.99),
          null,
        ),
      ]),
    ],
    goals: [
      {
        label: 'recall@10 at the shipped setting',
        measured: 'neighbours.recall',
        bound: 'at least',
        limit: 0.99,
        statedFor: null,
      },
    ],
    curves: [
      {
        title: 'Recall@10 by ef',
        x: { label: 'ef', values: labels },
        unit: 'share',
        series: [{ label: 'graph', values: byWidth.map(({ recall }) => recall) }],
      },
      {
        title: 'One search by ef',
        x: { label: 'ef', values: labels },
        unit: 'milliseconds',
        series: [
          { label: 'p50', values: byWidth.map(({ milliseconds }) => quantile(milliseconds, 0.5)) },
          { label: 'p99', values: byWidth.map(({ milliseconds }) => quantile(milliseconds, 0.99)) },
        ],
      },
    ],
    notes: [
      `The vectors of ${rows.length} articles of the index, each searched among all others, itself left out. The program asks for ${AT_LEAST} neighbours and so searches ${Math.max(AT_LEAST, manifest.hnsw.ef)} wide, whatever the list’s length; its ten nearest count here. Exact search compares with all ${table.labels.length} vectors.`,
    ],
  };
}

/** The ten nearest beside the article itself. */
function others(found: readonly Neighbour[], self: number): Set<number> {
  return new Set(
    found
      .map(({ label }) => label)
      .filter((label) => label !== self)
      .slice(0, NEAREST),
  );
}
