import { earlierOf } from './compare.js';
import type { BenchResult, Unit } from './result.js';

interface GrowthRequest {
  readonly section: string;
  readonly title: string;
  readonly lines: readonly { readonly id: string; readonly label: string }[];
}

/** What is drawn against the size of the archive. */
const REQUESTS: readonly GrowthRequest[] = [
  {
    section: 'indexing',
    title: 'Time to index',
    lines: [
      { id: 'indexing.seconds', label: 'index' },
      { id: 'indexing.insertion', label: 'insertion alone' },
      { id: 'indexing.embedding', label: 'embedding alone' },
    ],
  },
  {
    section: 'indexing',
    title: 'Memory while indexing',
    lines: [
      { id: 'indexing.peak', label: 'most held' },
      { id: 'indexing.graph', label: 'graph' },
      { id: 'indexing.vectors', label: 'vectors' },
    ],
  },
  {
    section: 'neighbours',
    title: 'Finding neighbours',
    lines: [
      { id: 'neighbours.p99', label: 'graph, p99' },
      { id: 'neighbours.p50', label: 'graph, p50' },
      { id: 'neighbours.exact', label: 'exact, p50' },
    ],
  },
  {
    section: 'serving',
    title: 'A list asked for the first time',
    lines: [
      { id: 'serving.first.p99', label: 'p99' },
      { id: 'serving.first.p50', label: 'p50' },
    ],
  },
  {
    section: 'serving',
    title: 'With a filter, p99',
    lines: [
      { id: 'serving.filter.half.p99', label: '50%' },
      { id: 'serving.filter.tenth.p99', label: '10%' },
      { id: 'serving.filter.hundredth.p99', label: '1%' },
      { id: 'serving.filter.thousandth.p99', label: '0.1%' },
    ],
  },
  {
    section: 'freshness',
    title: 'From PUT to another’s list',
    lines: [
      { id: 'freshness.p99', label: 'p99' },
      { id: 'freshness.p50', label: 'p50' },
    ],
  },
  {
    section: 'freshness',
    title: 'Readers, p99',
    lines: [
      { id: 'freshness.readers.during', label: 'during a rebuild' },
      { id: 'freshness.readers.without', label: 'without' },
    ],
  },
  { section: 'start', title: 'Time to ready', lines: [{ id: 'start.seconds', label: 'serve' }] },
  {
    section: 'start',
    title: 'Memory of the server',
    lines: [{ id: 'start.memory-after', label: 'after 100 requests' }],
  },
];

export interface GrowthLine {
  readonly label: string;
  /** By size; `null` where it was not measured. */
  readonly values: readonly (number | null)[];
  /** The same of the earlier run. */
  readonly old: readonly (number | null)[];
}

export interface Growth {
  readonly title: string;
  readonly unit: Unit;
  /** Articles, ascending. */
  readonly sizes: readonly number[];
  readonly lines: readonly GrowthLine[];
}

/** Cost against size, of one section; what was measured at no size is left out. */
export function growthOf(section: string, result: BenchResult, old: BenchResult | null): Growth[] {
  const runs = result.sections
    .filter((found) => found.section === section)
    .sort((a, b) => a.articles - b.articles);
  const sizes = runs.map(({ articles }) => articles);
  return REQUESTS.filter((request) => request.section === section).flatMap(({ title, lines }) => {
    const drawn = lines
      .map(({ id, label }) => {
        const rows = runs.map(({ measurements }) => measurements.find((row) => row.id === id));
        const before = runs.map((run) =>
          (old === null ? null : earlierOf(run, old))?.measurements.find((row) => row.id === id),
        );
        return {
          unit: rows.find((row) => row !== undefined)?.unit,
          label,
          values: rows.map((row) => row?.value ?? null),
          old: before.map((row) => row?.value ?? null),
        };
      })
      .filter(({ values }) => values.some((value) => value !== null));
    const unit = drawn[0]?.unit;
    return unit === undefined ? [] : [{ title, unit, sizes, lines: drawn }];
  });
}
