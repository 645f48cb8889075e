import { mean } from '../../src/evaluation/measures.js';
import { createRandom } from '../../src/evaluation/random.js';
import { signFlipTest } from '../../src/evaluation/randomisation.js';
import { ABLATIONS } from './ablation.js';
import type { Objective, TunedSet, Values } from './objective.js';
import { changes, GRID, PARAMETER_NAMES, type Parameters, SHIPPED } from './parameters.js';
import { type CrossValidation, type LeftOut, meanOfSets } from './validate.js';

const ROUNDS = 10_000;

/** What was found, as text: each part a table whose columns stand under one another. */

export function setsTable(sets: readonly TunedSet[], articles: readonly number[]): string {
  return table([
    ['set', 'articles', 'queries', 'articles per query'],
    ...sets.map(({ name, pools }, i) => [
      name,
      String(articles[i] ?? 0),
      String(pools.length),
      String(Math.round(mean(pools.map(({ others }) => others.length)))),
    ]),
  ]);
}

export function parametersTable(columns: Readonly<Record<string, Parameters>>): string {
  const names = Object.keys(columns);
  return table([
    ['parameter', ...names, 'tried'],
    ...PARAMETER_NAMES.map((name) => [
      name,
      ...names.map((column) => String(columns[column]?.[name] ?? '')),
      GRID[name].join(' '),
    ]),
  ]);
}

/** A row per system: nDCG@10 of each set, their mean, and the difference of that to the first row. */
export function ndcgTable(sets: readonly TunedSet[], rows: Readonly<Record<string, Values>>): string {
  const [first] = Object.values(rows);
  return table([
    ['nDCG@10', ...sets.map(({ name }) => name), 'mean of sets', 'difference'],
    ...Object.entries(rows).map(([name, values]) => [
      name,
      ...values.map((ofSet) => four(mean([...ofSet]))),
      four(meanOfSets(values)),
      values === first ? '' : signed(meanOfSets(values) - meanOfSets(first ?? [])),
    ]),
  ]);
}

export function validationTable(sets: readonly TunedSet[], shipped: Values, validation: Values): string {
  return table([
    ['set', 'shipped', 'tuned, held out', 'difference', 'p'],
    ...sets.map(({ name }, i) => [name, ...compared(shipped[i], validation[i])]),
    [
      'mean of sets',
      four(meanOfSets(shipped)),
      four(meanOfSets(validation)),
      signed(meanOfSets(validation) - meanOfSets(shipped)),
    ],
  ]);
}

export function foldsList({ tuned }: CrossValidation): string {
  return tuned
    .map((parameters, fold) => `without fold ${fold + 1}: ${changes(SHIPPED, parameters)}\n`)
    .join('');
}

export function leftOutTable(
  sets: readonly TunedSet[],
  shipped: Values,
  leftOut: readonly LeftOut[],
): string {
  return table([
    ['set left out', 'shipped', 'tuned on the others', 'difference', 'p', 'tuned to'],
    ...sets.map(({ name }, i) => {
      const { values, tuned } = leftOut[i] ?? {};
      return [name, ...compared(shipped[i], values), tuned === undefined ? '' : changes(SHIPPED, tuned)];
    }),
  ]);
}

/** nDCG@10 with something left out, and what it costs. */
export function ablationTable(sets: readonly TunedSet[], objective: Objective): string {
  const shipped = objective.values(SHIPPED);
  return table([
    ['nDCG@10', ...sets.flatMap(({ name }) => [name, 'difference', 'p']), 'mean of sets', 'difference'],
    [
      'shipped',
      ...shipped.flatMap((ofSet) => [four(mean([...ofSet])), '', '']),
      four(meanOfSets(shipped)),
      '',
    ],
    ...ABLATIONS.map(({ name, parameters, alter }) => {
      const values = objective.values(parameters, alter);
      return [
        name,
        ...values.flatMap((ofSet, i) => compared(shipped[i], ofSet).slice(1)),
        four(meanOfSets(values)),
        signed(meanOfSets(values) - meanOfSets(shipped)),
      ];
    }),
  ]);
}

/** Every value of the grid by itself, all else as shipped. */
export function gridTable(sets: readonly TunedSet[], objective: Objective): string {
  const shipped = objective.values(SHIPPED);
  const rows = PARAMETER_NAMES.flatMap((name) =>
    GRID[name].map((value) => {
      if (value === SHIPPED[name]) return [name, `${value}, shipped`];
      const values = objective.values({ ...SHIPPED, [name]: value });
      const differences = values.map((ofSet, i) => mean([...ofSet]) - mean([...(shipped[i] ?? [])]));
      return [name, String(value), ...differences.map(signed), signed(mean(differences))];
    }),
  );
  return table([
    ['difference of nDCG@10', 'value', ...sets.map(({ name }) => name), 'mean of sets'],
    ...rows,
  ]);
}

/** Both means, their difference, and the p-value of the paired randomisation test. */
function compared(before: Float64Array = new Float64Array(), now: Float64Array = new Float64Array()) {
  const differences = now.map((value, i) => value - (before[i] ?? 0));
  const [p = 1] = signFlipTest(differences, 1, ROUNDS, createRandom(1));
  const [old, found] = [mean([...before]), mean([...now])];
  return [four(old), four(found), signed(found - old), p < 0.001 ? '<0.001' : p.toFixed(3)];
}

const four = (value: number) => value.toFixed(4);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

/** The first and the last column to the left, those between to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 || column === widths.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
