import { html, type SafeHtml } from '../../text/safe-html.js';
import type { RankingSystem } from './data.js';
import { count, decimals, NOTHING, percent } from './numbers.js';
import { scrollable } from './scrollable.js';

/** What the lists are like that readers would see, judged or not. */
export function listsSection(systems: readonly RankingSystem[]): SafeHtml {
  const looked = systems.flatMap(({ name, lists }) => (lists === null ? [] : [{ name, lists }]));
  if (looked.length === 0) return html`<p class="none">No lists were looked at.</p>`;
  const table = html`<table>
<caption><span>Lists by system</span></caption>
<thead><tr><th scope="col">System</th><th scope="col">Diversity within a list</th><th scope="col">Share of the archive in some list</th><th scope="col">Empty lists</th></tr></thead>
<tbody>
${looked.map(
  ({
    name,
    lists,
  }) => html`<tr><th scope="row">${name}</th><td>${lists.diversity === null ? NOTHING : decimals(lists.diversity)}</td><td>${percent(lists.coverage)}</td><td>${percent(lists.emptyShare)}</td></tr>
`,
)}</tbody>
</table>`;
  return html`<p>Diversity is the mean distance (1 − cosine) between two articles of one list: 0 where all are the same.</p>
${scrollable('Lists by system', table)}
${looked.every(({ lists }) => lists.mostRecommended.length === 0) ? null : html`<h3>Most often recommended</h3>`}
<div class="panels">${looked.flatMap(({ name, lists }) => (lists.mostRecommended.length === 0 ? [] : [frequent(name, lists.mostRecommended)]))}</div>`;
}

function frequent(
  system: string,
  articles: NonNullable<RankingSystem['lists']>['mostRecommended'],
): SafeHtml {
  return html`<section><h4>${system}</h4><ol class="frequent">${articles.map(
    ({ id, title, lists }) =>
      html`<li><bdi>${title.trim() === '' ? id : title}</bdi> <small>in ${count(lists)} ${lists === 1 ? 'list' : 'lists'}</small></li>`,
  )}</ol></section>
`;
}
