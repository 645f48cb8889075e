import { html, type SafeHtml } from '../../text/safe-html.js';
import type { PairsReport, ScoreDistribution } from './data.js';
import { distributionFacts, PASSING } from './distribution-facts.js';
import { distributionPlot } from './distribution-plot.js';
import { count, decimals, percent } from './numbers.js';
import { scatterPlot } from './scatter-plot.js';

/** How well each system's scores tell relevant pairs from others. */
export function distributionsSection(distributions: readonly ScoreDistribution[]): SafeHtml {
  if (distributions.length === 0) return html`<p class="none">No scores were kept.</p>`;
  return html`<p><span class="key relevant">▲</span> Upwards: pairs of a query and an article judged relevant. <span class="key other">▼</span> Downwards: other pairs, unjudged ones included. The less the two halves share, the better a score tells them apart. A bin is as high as the square root of its share, and either half is scaled to its own highest bin, so that rare scores remain in sight. The dashed line is the score that ${count(1)} in ${count(1 / PASSING)} other pairs reaches.</p>
<div class="panels">${distributions.map(
    (
      distribution,
    ) => html`<figure><h3>${distribution.system}</h3>${hasPairs(distribution) ? distributionPlot(distribution) : null}<figcaption>${told(distribution)}</figcaption></figure>
`,
  )}</div>`;
}

/** Scores over the grades that people gave. */
export function scatterSection(scatter: PairsReport['scatter']): SafeHtml {
  if (scatter.length === 0) return html`<p class="none">No scores were kept.</p>`;
  return html`<p>Each dot is a pair of texts: to the right those that people found more alike, upwards those that the system scored higher. Where there are only a few grades the dots are spread sideways.</p>
<div class="panels">${scatter.map(
    (
      one,
    ) => html`<figure><h3>${one.system}</h3>${one.points.length === 0 ? html`<p class="none">No pair was scored.</p>` : scatterPlot(one)}</figure>
`,
  )}</div>`;
}

function hasPairs({ relevant, other }: ScoreDistribution): boolean {
  return [...relevant, ...other].some((pairs) => pairs > 0);
}

function told(distribution: ScoreDistribution): SafeHtml {
  const { relevantPairs, otherPairs, separation, cutOff } = distributionFacts(distribution);
  if (separation === null || cutOff === null) {
    return html`${count(relevantPairs)} relevant pairs, ${count(otherPairs)} others: nothing to compare.`;
  }
  return html`A relevant pair scores above another one in <b>${percent(separation)}</b> of cases. From ${decimals(cutOff.score)} on, where at most 1 in ${count(1 / PASSING)} others pass, <b>${percent(cutOff.relevantShare)}</b> of the relevant pairs do. <small>${count(relevantPairs)} relevant, ${count(otherPairs)} others counted.</small>`;
}
