import type { Interval } from './bootstrap.js';
import { SIGNIFICANT } from './gate.js';
import { LIST_LENGTH, type ListStatistics } from './lists.js';
import { type EvaluationResult, mainMeasure } from './result.js';
import { REFERENCE } from './set.js';

/** A result as text: systems by measures, and what the lists are like. */
export function resultTable(result: EvaluationResult): string {
  const main = mainMeasure(result);
  const others = Object.keys(result.systems[0]?.measures ?? {}).filter((name) => name !== main);
  const measured = aligned([
    ['system', main, '95% interval', 'p', '', ...others],
    ...result.systems.map(({ name, measures, pValue }) => {
      const interval = measures[main];
      return [
        name,
        interval?.value.toFixed(4) ?? '',
        interval === undefined ? '' : intervalText(interval),
        pValue === null ? '' : pText(pValue),
        pValue !== null && pValue < SIGNIFICANT ? '*' : '',
        ...others.map((measure) => measures[measure]?.value.toFixed(4) ?? ''),
      ];
    }),
  ]);
  const judged = 'queries' in result ? `${result.queries} queries` : `${result.pairs} pairs`;
  return (
    `${result.articles} articles, ${judged}\n\n${measured}\n` +
    `p: paired randomisation test of ${main} against ${REFERENCE}; * where p < ${SIGNIFICANT}\n` +
    ('queries' in result ? `\nThe first ${LIST_LENGTH} of each list:\n\n${listTable(result)}` : '')
  );
}

function listTable({ systems }: Extract<EvaluationResult, { queries: number }>): string {
  return aligned(
    [
      ['system', 'diversity', 'coverage', 'empty', 'most recommended'],
      ...systems.map(({ name, lists }) => [
        name,
        lists.diversity?.toFixed(4) ?? '–',
        percent(lists.coverage),
        percent(lists.empty),
        mostRecommended(lists),
      ]),
    ],
    ['most recommended'],
  );
}

function mostRecommended({ mostRecommended: [first] }: ListStatistics): string {
  if (first === undefined) return '–';
  const title = first.title.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const short = [...title].length > 40 ? `${[...title].slice(0, 39).join('')}…` : title;
  return `${first.lists} lists: ${short} (${first.id})`;
}

function intervalText({ low, high }: Interval): string {
  return `[${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

function pText(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** Columns of equal width: the first and those named to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[], left: readonly string[] = []): string {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || left.includes(header[column] ?? '')
            ? cell.padEnd(widths[column] ?? 0)
            : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
