import { cpus, totalmem } from 'node:os';
import type { Sizing } from './measure.js';

/** Where and when it was measured, and of what. */
export interface Circumstances {
  readonly machine: string;
  readonly node: string;
  /** Such as `2026-11-23`. */
  readonly date: string;
  readonly texts: string;
}

export function circumstances(corpus: string | null, now: Date): Circumstances {
  const [core] = cpus();
  return {
    machine: `${core?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    node: process.version,
    date: now.toISOString().slice(0, 10),
    texts: corpus ?? 'made-up words',
  };
}

const COLUMNS: readonly (readonly [title: string, cell: (sizing: Sizing) => string])[] = [
  ['articles', ({ articles }) => articles.toLocaleString('en')],
  ['catalogue', ({ catalogBytes }) => megabytes(catalogBytes)],
  ['one generation', ({ generationBytes }) => megabytes(generationBytes)],
  ['with the three that are kept', ({ folderBytes }) => megabytes(folderBytes)],
  ['`index`: memory', ({ indexPeakBytes }) => megabytes(indexPeakBytes)],
  ['time', ({ indexSeconds }) => seconds(indexSeconds)],
  ['again, unchanged', ({ againSeconds }) => seconds(againSeconds)],
  ['`serve`: ready in', ({ readySeconds }) => seconds(readySeconds)],
  ['memory', ({ serveBytes }) => megabytes(serveBytes)],
  ['p50', ({ p50Milliseconds }) => `${p50Milliseconds.toFixed(1)} ms`],
  ['p99', ({ p99Milliseconds }) => `${p99Milliseconds.toFixed(1)} ms`],
];

/** A table in Markdown. A megabyte is a million bytes. */
export function sizingTable(rows: readonly Sizing[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return (
    line(COLUMNS.map(([title]) => title)) +
    line(COLUMNS.map(() => '--:')) +
    rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))).join('')
  );
}

const megabytes = (bytes: number) =>
  `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
const seconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} s`;
