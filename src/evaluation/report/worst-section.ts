import { html, type SafeHtml } from '../../text/safe-html.js';
import type { ListedArticle, ReportFacts, SystemList, WorstQuery } from './data.js';
import { count, decimals, NOTHING } from './numbers.js';
import { scrollable } from './scrollable.js';

/** The queries that went worst, each with what was wanted and what the systems gave. */
export function worstSection(worst: readonly WorstQuery[], facts: ReportFacts): SafeHtml {
  if (worst.length === 0) return html`<p class="none">No query was judged.</p>`;
  return html`<p>${worst.length === 1 ? 'The query' : `The ${count(worst.length)} queries`} with the lowest ${facts.measure} of <b>${facts.reference}</b>, lowest first; open one to read its lists side by side. <span class="sign relevant">✓ 2</span> is an article judged relevant, with its grade; <span class="sign">✗ 0</span> one judged not relevant; without a sign it was not judged.</p>
${worst.map((query, i) => oneQuery(query, i === 0, facts))}`;
}

function oneQuery(query: WorstQuery, open: boolean, facts: ReportFacts): SafeHtml {
  const title = titleOf(query);
  const found = query.lists.map(({ system, items }) => `${system} ${items.filter(isRelevant).length}`);
  return html`<details class="query"${open ? html` open` : null}>
<summary><h3 dir="auto">${title}</h3>
<p><b>${facts.measure} ${decimals(query.value)}</b> · ${query.id}<br>
${count(query.judged.length)} judged relevant${found.length === 0 ? null : html`; listed by ${found.join(' · ')}`}</p></summary>
${wanted(query)}
${query.lists.length === 0 ? null : scrollable(`Lists for ${title}`, html`<div class="lists">${query.lists.map(oneList)}</div>`)}
</details>
`;
}

/** The relevant articles, with the place that each system gave them. */
function wanted({ judged, lists }: WorstQuery): SafeHtml {
  if (judged.length === 0) return html`<p class="none">No article was judged relevant.</p>`;
  const place = (id: string, { items }: SystemList) => {
    const at = items.findIndex((item) => item.id === id);
    return at < 0 ? html`<td><span class="absent">${NOTHING}</span></td>` : html`<td>${at + 1}</td>`;
  };
  return scrollable(
    'Articles judged relevant',
    html`<table class="wanted">
<caption><span>Judged relevant, with the place in each list (${NOTHING}: not listed)</span></caption>
<thead><tr><th scope="col">Article</th><th scope="col">Grade</th>${lists.map(({ system }) => html`<th scope="col">${system}</th>`)}</tr></thead>
<tbody>${judged.map(
      (article) =>
        html`<tr><th scope="row" dir="auto">${titleOf(article)}</th><td>${article.grade}</td>${lists.map((list) => place(article.id, list))}</tr>\n`,
    )}</tbody>
</table>`,
  );
}

function oneList({ system, empty, items }: SystemList): SafeHtml {
  return html`<section><h4>${system}</h4>${
    items.length === 0
      ? html`<p class="none">Nothing${empty === null ? null : html`: ${empty}`}</p>`
      : html`<ol>${items.map(oneItem)}</ol>`
  }</section>
`;
}

function oneItem(item: ListedArticle): SafeHtml {
  const relevant = isRelevant(item);
  return html`<li${relevant ? html` class="hit"` : null}><p dir="auto">${titleOf(item)}</p>
<p class="facts">${sign(item)}<span>${decimals(item.score)}</span></p>
${item.reasons.length === 0 ? null : html`<p class="reasons" dir="auto">${item.reasons.join(' · ')}</p>`}</li>
`;
}

function sign({ grade }: ListedArticle): SafeHtml | null {
  if (grade === null) return null;
  return grade > 0
    ? html`<span class="sign relevant"><span aria-hidden="true">✓ </span><span class="unseen">relevant, grade </span>${grade}</span> `
    : html`<span class="sign"><span aria-hidden="true">✗ </span><span class="unseen">judged not relevant, grade </span>${grade}</span> `;
}

function isRelevant({ grade }: ListedArticle): boolean {
  return grade !== null && grade > 0;
}

function titleOf({ id, title }: { readonly id: string; readonly title: string }): string {
  return title.trim() === '' ? id : title;
}
