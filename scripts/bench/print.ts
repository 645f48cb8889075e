import { type Compared, compareSection } from './compare.js';
import { shown } from './numbers.js';
import { type BenchResult, type Goal, type Measurement, outcomeOf, type SectionResult } from './result.js';

/** A section as text: circumstances, what was measured, and which goals are met. */
export function sectionText(section: SectionResult, result: BenchResult, old: BenchResult | null): string {
  const compared = old === null ? [] : compareSection(section, old);
  const cells = section.measurements.map((row) => [
    row.label,
    shown(row.value, row.unit),
    row.range === null ? '' : `${shown(row.range[0], row.unit)} to ${shown(row.range[1], row.unit)}`,
    comparedText(
      row,
      compared.find(({ measurement }) => measurement === row),
    ),
    row.note ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (i === 0 || i > 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [
    `## ${section.title}, ${section.articles.toLocaleString('en')} articles`,
    '',
    `${result.machine}; ${versionsText(result)}; ${result.data}, seed ${result.seed}`,
    '',
    ...lines,
    '',
    ...section.goals.map((goal) => goalText(goal, section)),
    ...section.notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}

export function goalText(goal: Goal, section: SectionResult): string {
  const row = section.measurements.find(({ id }) => id === goal.measured);
  const unit = row?.unit ?? 'ratio';
  const stated =
    goal.statedFor === null || goal.statedFor === section.articles ? '' : statedText(goal.statedFor);
  return `  ${outcomeOf(goal, section.measurements).toUpperCase()}: ${goal.label}${stated}: ${goal.bound} ${shown(goal.limit, unit)}, measured ${shown(row?.value ?? null, unit)}`;
}

const statedText = (articles: number) => ` (a goal for ${articles.toLocaleString('en')} articles)`;

export function versionsText({ versions }: BenchResult): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

function comparedText({ unit }: Measurement, compared: Compared | undefined): string {
  if (compared === undefined || compared.old === null) return '';
  const change = compared.ratio === null ? '' : ` (× ${compared.ratio.toFixed(2)}${worseText(compared)})`;
  return `was ${shown(compared.old, unit)}${change}`;
}

function worseText({ verdict }: Compared): string {
  return verdict === 'worse' ? ', WORSE' : verdict === 'better' ? ', better' : '';
}

/** The last lines: how many goals are met, and which are not. */
export function summaryText(result: BenchResult): string {
  const all = result.sections.flatMap((section) =>
    section.goals.map((goal) => ({ section, goal, outcome: outcomeOf(goal, section.measurements) })),
  );
  const of = (outcome: string) => all.filter((one) => one.outcome === outcome);
  const missed = all.filter(({ outcome }) => outcome !== 'met');
  return [
    `${of('met').length} goals met, ${of('missed').length} missed, ${of('not measured').length} not measured, in ${Math.round(result.seconds)} s.`,
    ...missed.map(
      ({ section, goal }) =>
        `${goalText(goal, section)} (${section.section}, ${section.articles.toLocaleString('en')} articles)`,
    ),
  ].join('\n');
}
