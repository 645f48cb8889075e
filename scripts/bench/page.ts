import { count, instant } from '../../src/evaluation/report/numbers.js';
import { scrollable } from '../../src/evaluation/report/scrollable.js';
import { STYLE } from '../../src/evaluation/report/style.js';
import { html, SafeHtml } from '../../src/text/safe-html.js';
import { type Compared, compareSection } from './compare.js';
import { growthOf } from './growth.js';
import { linePlot } from './line-plot.js';
import { shown } from './numbers.js';
import { versionsText } from './print.js';
import { type BenchResult, type Goal, type Outcome, outcomeOf, type SectionResult } from './result.js';

const OWN_STYLE = new SafeHtml(`<style>
.goals { list-style: none; padding: 0; margin: 1.25rem 0; display: grid; gap: .4rem; max-width: 60rem }
.goals li { display: grid; grid-template-columns: 7rem 1fr; gap: .25rem 1rem; padding: .35rem 0; border-bottom: 1px solid var(--rule) }
.outcome { font-weight: 700 }
.met { color: var(--relevant) }
.missed, .worse { color: var(--other) }
.line { display: inline-block; margin-right: 1rem; white-space: nowrap }
.line svg { display: inline-block; width: 34px; height: 10px; margin: 0; vertical-align: middle }
.goals li { break-inside: avoid }
td.label, th.label { text-align: left; white-space: normal; min-width: 9rem }
td small { white-space: normal }
main section > h3 { font-size: 1.15rem; margin-top: 2rem }
.how { font-size: .9rem; color: var(--quiet); max-width: 44rem; margin-top: .6rem }
@media (max-width: 40rem) { .goals li { grid-template-columns: 1fr } }
</style>`);

const SIGN: Readonly<Record<Outcome, string>> = {
  met: '✓ met',
  missed: '✗ missed',
  'not measured': '– not measured',
};

/** The result as one page that loads nothing and runs nothing. The same results give the same page. */
export function benchPage(result: BenchResult, old: BenchResult | null): string {
  const names = [...new Set(result.sections.map(({ section }) => section))];
  const titleOf = (name: string) => result.sections.find(({ section }) => section === name)?.title ?? name;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>Speed and memory · seealso</title>
<link rel="icon" href="data:,">
${STYLE}
${OWN_STYLE}
</head>
<body>
<header>
<p class="kicker">seealso bench</p>
<h1>Speed and memory</h1>
<p class="verdict">${verdict(result, old)}</p>
<dl>
<div><dt>Measured</dt><dd>${instant(result.date)}, in ${shown(result.seconds, 'seconds')}</dd></div>
<div><dt>Machine</dt><dd>${result.machine}</dd></div>
<div><dt>Versions</dt><dd>${versionsText(result)}</dd></div>
<div><dt>Articles</dt><dd>${result.data}, seed ${result.seed}</dd></div>
${old === null ? null : html`<div><dt>Compared with</dt><dd>${instant(old.date)}; ${old.machine}; seealso ${old.versions.seealso ?? ''}</dd></div>`}
</dl>
<nav aria-label="Sections"><ul>${names.map((name) => html`<li><a href="#${name}">${titleOf(name)}</a></li>`)}</ul></nav>
</header>
<main>
${names.map((name) => sectionHtml(name, titleOf(name), result, old))}</main>
</body>
</html>
`.text;
}

function verdict(result: BenchResult, old: BenchResult | null): string {
  const outcomes = result.sections.flatMap(({ goals, measurements }) =>
    goals.map((goal) => outcomeOf(goal, measurements)),
  );
  const of = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const unknown = of('not measured') === 0 ? '' : `, ${of('not measured')} not measured`;
  const goals = `Of ${outcomes.length} goals ${of('met')} met, ${of('missed')} missed${unknown}.`;
  if (old === null) return goals;
  const verdicts = result.sections
    .flatMap((section) => compareSection(section, old))
    .map(({ verdict }) => verdict);
  const changed = (name: string) => verdicts.filter((one) => one === name).length;
  return `${goals} Beyond noise ${changed('worse')} numbers worse, ${changed('better')} better than before.`;
}

function sectionHtml(name: string, title: string, result: BenchResult, old: BenchResult | null): SafeHtml {
  const runs = result.sections.filter(({ section }) => section === name);
  const growth = growthOf(name, result, old);
  const plots = growth.map(({ title, unit, sizes, lines }) =>
    linePlot({
      title,
      unit,
      x: { label: 'articles', names: sizes.map(count), places: sizes.map((size) => Math.log10(size)) },
      lines: lines.map(({ old: before, ...line }) =>
        before.some((value) => value !== null) ? { ...line, old: before } : line,
      ),
    }),
  );
  return html`<section aria-labelledby="${name}">
<h2 id="${name}">${title}</h2>
${plots.length === 0 ? null : html`<div class="panels">${plots}</div>`}
${runs.map((run) => runHtml(run, old))}</section>
`;
}

function runHtml(run: SectionResult, old: BenchResult | null): SafeHtml {
  const curves = run.curves.map(({ title, x, unit, series }) =>
    linePlot({
      title,
      unit,
      x: { label: x.label, names: x.values, places: x.values.map((_, i) => i) },
      lines: series,
    }),
  );
  const name = `${run.title}, ${count(run.articles)} articles`;
  return html`<h3>${count(run.articles)} articles</h3>
${run.goals.length === 0 ? null : html`<ul class="goals">${run.goals.map((goal) => goalHtml(goal, run))}</ul>`}
${curves.length === 0 ? null : html`<div class="panels">${curves}</div>`}
<details${new SafeHtml(old === null ? '' : ' open')}><summary>All numbers, and how they were measured</summary>
${scrollable(name, tableHtml(name, run, old))}
${run.notes.map((note) => html`<p class="how">${note}</p>`)}
</details>
`;
}

function goalHtml(goal: Goal, { measurements, articles }: SectionResult): SafeHtml {
  const outcome = outcomeOf(goal, measurements);
  const row = measurements.find(({ id }) => id === goal.measured);
  const unit = row?.unit ?? 'ratio';
  const stated =
    goal.statedFor === null || goal.statedFor === articles
      ? null
      : html` <small>stated for ${count(goal.statedFor)} articles</small>`;
  return html`<li><span class="outcome ${outcome === 'not measured' ? 'absent' : outcome}">${SIGN[outcome]}</span><span>${goal.label}: <b>${shown(row?.value ?? null, unit)}</b>, ${goal.bound} ${shown(goal.limit, unit)}${stated}</span></li>`;
}

function tableHtml(name: string, run: SectionResult, old: BenchResult | null): SafeHtml {
  const compared = old === null ? null : compareSection(run, old);
  const head =
    compared === null
      ? null
      : html`<th scope="col">before</th><th scope="col">now over then</th><th scope="col">beyond noise</th>`;
  const rows = run.measurements.map(
    (
      { label, value, unit, range, note },
      i,
    ) => html`<tr><th scope="row" class="label">${label}${note === null ? null : html`<small> ${note}</small>`}</th><td>${shown(value, unit)}</td><td>${range === null ? '' : `${shown(range[0], unit)} to ${shown(range[1], unit)}`}</td>${compared === null ? null : comparedHtml(compared[i])}</tr>
`,
  );
  return html`<table><caption><span>${name}</span></caption><thead><tr><th scope="col" class="label">measured</th><th scope="col">value</th><th scope="col">rounds</th>${head}</tr></thead><tbody>
${rows}</tbody></table>`;
}

function comparedHtml(compared: Compared | undefined): SafeHtml {
  if (compared === undefined || compared.old === null) return html`<td></td><td></td><td></td>`;
  const { old, ratio, verdict, measurement } = compared;
  const shownVerdict =
    verdict === 'alike' || verdict === 'only now' ? html`` : html`<b class="${verdict}">${verdict}</b>`;
  return html`<td>${shown(old, measurement.unit)}</td><td>${ratio === null ? '–' : `× ${ratio.toFixed(2)}`}</td><td>${shownVerdict}</td>`;
}
