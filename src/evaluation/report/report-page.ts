import { html, type SafeHtml } from '../../text/safe-html.js';
import type { PairsReport, RankingReport, ReportData } from './data.js';
import { listsSection } from './lists-section.js';
import { measuresSection, verdict } from './measures-section.js';
import { count, instant } from './numbers.js';
import { recallSection } from './recall-section.js';
import { distributionsSection, scatterSection } from './scores-section.js';
import { STYLE } from './style.js';
import { worstSection } from './worst-section.js';

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly content: SafeHtml;
}

/**
 * The whole report as one HTML page that loads nothing and runs nothing; its own policy forbids both. The same data
 * give the same page.
 */
export function reportPage(data: ReportData): string {
  const { facts, systems } = data;
  const sections = data.kind === 'ranking' ? rankingSections(data) : pairsSections(data);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>Relevance on ${facts.set} · seealso</title>
<link rel="icon" href="data:,">
${STYLE}
</head>
<body>
<header>
<p class="kicker">seealso eval</p>
<h1>Relevance on ${facts.set}</h1>
${verdict(systems, facts)}
${factList(data)}
${facts.notes.length === 0 ? null : html`<ul class="notes">${facts.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<nav aria-label="Sections"><ul>${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ({ id, heading, content }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>
`,
)}</main>
</body>
</html>
`.text;
}

function rankingSections(report: RankingReport): Section[] {
  return [
    {
      id: 'measures',
      heading: 'Measures',
      content: html`<p>The dot is the mean over ${count(report.facts.judged)} judged queries, the line its 95% interval (bootstrap over the queries), the dashed line ${report.facts.reference}.</p>
${measuresSection(report.systems, report.facts)}`,
    },
    { id: 'scores', heading: 'Scores', content: distributionsSection(report.distributions) },
    { id: 'recall', heading: 'Neighbours found', content: recallSection(report.neighbourRecall) },
    { id: 'lists', heading: 'Lists', content: listsSection(report.systems) },
    { id: 'worst', heading: 'Worst queries', content: worstSection(report.worst, report.facts) },
  ];
}

function pairsSections(report: PairsReport): Section[] {
  return [
    {
      id: 'measures',
      heading: 'Measures',
      content: html`<p>How well the scores of ${count(report.facts.judged)} pairs follow the grades that people gave: 1 is perfectly, 0 not at all. The line is the 95% interval (bootstrap over the pairs), the dashed line ${report.facts.reference}.</p>
${measuresSection(report.systems, report.facts)}`,
    },
    { id: 'scores', heading: 'Scores and grades', content: scatterSection(report.scatter) },
  ];
}

function factList({ kind, facts }: ReportData): SafeHtml {
  const shown: readonly (readonly [string, string])[] = [
    ['Articles', count(facts.articles)],
    [kind === 'ranking' ? 'Queries' : 'Pairs', count(facts.judged)],
    ['Model', facts.model],
    ['Seed', String(facts.seed)],
    ['Measured', instant(facts.date)],
  ];
  return html`<dl>${shown.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}
