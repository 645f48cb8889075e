import { html, type SafeHtml } from '../../text/safe-html.js';
import type { NeighbourRecall } from './data.js';
import { percent } from './numbers.js';
import { recallPlot } from './recall-plot.js';

/** What the graph's short cut costs. */
export function recallSection(points: readonly NeighbourRecall[]): SafeHtml {
  if (points.length === 0) {
    return html`<p class="none">Not measured: no vectors were searched through a graph.</p>`;
  }
  const sorted = [...points].sort((a, b) => a.ef - b.ef);
  return html`<p>The HNSW graph looks at a few articles instead of at all. The more candidates it keeps in a search (<i>ef</i>), the more of the articles that are truly nearest it finds, and the longer it takes.</p>
<div class="beside"><figure>${recallPlot(sorted)}</figure>
<table class="narrow">
<caption><span>Share of the nearest articles found</span></caption>
<thead><tr><th scope="col">ef</th><th scope="col">Recall</th></tr></thead>
<tbody>${sorted.map(({ ef, recall }) => html`<tr><th scope="row">${ef}</th><td>${percent(recall)}</td></tr>`)}</tbody>
</table></div>`;
}
