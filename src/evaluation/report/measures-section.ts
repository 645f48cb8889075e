import { html, type SafeHtml } from '../../text/safe-html.js';
import type { MeasuredSystem, MeasureInterval, ReportFacts } from './data.js';
import { intervalPlot } from './interval-plot.js';
import { decimals, NOTHING, probability, signed } from './numbers.js';
import { scrollable } from './scrollable.js';

/** A difference as unlikely as this by chance is called significant. */
const SIGNIFICANT = 0.05;

/** Every measure of every system: as plots, and as one table. */
export function measuresSection(systems: readonly MeasuredSystem[], facts: ReportFacts): SafeHtml {
  const names = measureNames(systems, facts.measure);
  if (names.length === 0) return html`<p class="none">No system was measured.</p>`;
  return html`<div class="panels">${names.map((name) => panel(name, systems, facts.reference))}</div>
${table(names, systems, facts)}`;
}

/** What the run comes to, in two sentences; empty where the reference was not measured. */
export function verdict(systems: readonly MeasuredSystem[], facts: ReportFacts): SafeHtml | null {
  const reference = systems.find(({ name }) => name === facts.reference);
  const own = reference?.measures[facts.measure];
  if (own === undefined || !Number.isFinite(own.value)) return null;
  const differing = (sign: number) =>
    systems.flatMap(({ name, measures, pValue }) => {
      const value = measures[facts.measure]?.value ?? Number.NaN;
      return pValue !== null && pValue < SIGNIFICANT && Math.sign(own.value - value) === sign ? [name] : [];
    });
  const [below, above] = [differing(1), differing(-1)];
  return html`<p class="verdict"><b>${facts.reference}</b> reaches ${facts.measure} <b>${decimals(own.value)}</b> (95% interval ${decimals(own.low)} to ${decimals(own.high)}).
${below.length === 0 ? 'It is significantly better than no other system' : html`It is significantly better than ${listed(below)}`}${above.length === 0 ? null : html`, and significantly worse than ${listed(above)}`}.</p>`;
}

/** That which the report turns on first. */
function measureNames(systems: readonly MeasuredSystem[], first: string): string[] {
  const names = [...new Set(systems.flatMap(({ measures }) => Object.keys(measures)))];
  return names.includes(first) ? [first, ...names.filter((name) => name !== first)] : names;
}

function panel(measure: string, systems: readonly MeasuredSystem[], reference: string): SafeHtml {
  const rows = systems.flatMap(({ name, measures }) => {
    const interval = measures[measure];
    return interval === undefined ? [] : [{ name, interval }];
  });
  return html`<figure><h3>${measure}</h3>${intervalPlot(measure, rows, reference)}</figure>\n`;
}

function table(names: readonly string[], systems: readonly MeasuredSystem[], facts: ReportFacts): SafeHtml {
  const best = new Map(
    names.map((name) => [
      name,
      Math.max(...systems.map(({ measures }) => measures[name]?.value ?? -Infinity)),
    ]),
  );
  const cell = (name: string, interval: MeasureInterval | undefined) => {
    if (interval === undefined) return html`<td>${NOTHING}</td>`;
    const value = decimals(interval.value);
    const highest = systems.length > 1 && interval.value === best.get(name);
    return html`<td>${highest ? html`<b>${value}</b>` : value}<small>${decimals(interval.low)} to ${decimals(interval.high)}</small></td>`;
  };
  return scrollable(
    'All measures',
    html`<table>
<caption><span>All measures. Under each value its 95% interval; <b>bold</b> is the highest of a column. “Against ${facts.reference}” is the difference in ${facts.measure}, with the chance p of one as large if there were none (paired randomisation test).</span></caption>
<thead><tr><th scope="col">System</th>${names.flatMap((name) => [html`<th scope="col">${name}</th>`, ...(name === facts.measure ? [html`<th scope="col">against ${facts.reference}</th>`] : [])])}</tr></thead>
<tbody>
${systems.map(
  (
    system,
  ) => html`<tr${system.name === facts.reference ? html` class="reference"` : null}><th scope="row">${system.name}</th>${names.flatMap((name) => [cell(name, system.measures[name]), ...(name === facts.measure ? [comparison(system, systems, facts)] : [])])}</tr>
`,
)}</tbody>
</table>`,
  );
}

function comparison(
  system: MeasuredSystem,
  systems: readonly MeasuredSystem[],
  facts: ReportFacts,
): SafeHtml {
  const own = systems.find(({ name }) => name === facts.reference)?.measures[facts.measure];
  const value = system.measures[facts.measure]?.value;
  if (system.name === facts.reference) return html`<td><small>reference</small></td>`;
  if (own === undefined || value === undefined || system.pValue === null) return html`<td>${NOTHING}</td>`;
  const chance = system.pValue < SIGNIFICANT ? '' : ', may be chance';
  return html`<td>${signed(value - own.value)}<small>p ${probability(system.pValue)}${chance}</small></td>`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
