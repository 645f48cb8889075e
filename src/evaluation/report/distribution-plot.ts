import type { SafeHtml } from '../../text/safe-html.js';
import type { ScoreDistribution } from './data.js';
import { distributionFacts, PASSING, trimmed } from './distribution-facts.js';
import { COLORS, type DrawRow, draw, FONT, SCALE } from './draw.js';
import { count, decimals } from './numbers.js';

const BINS = 60;
const WIDTH = 360;

/**
 * How the scores of relevant pairs (upwards) and of other pairs (downwards) are spread: the height of a bin is the
 * square root of its share, so that the few high ones among many others remain in sight (a rootogram: Tukey, 1977).
 * Either half is scaled to its own highest bin: shapes are compared, not heights.
 */
export function distributionPlot(distribution: ScoreDistribution): SafeHtml {
  const { cutOff, relevantPairs, otherPairs } = distributionFacts(distribution);
  const { system, edges, relevant, other } = trimmed(distribution, BINS);
  const [first = 0, last = 1] = [edges[0], edges.at(-1)];
  const bars = (counts: readonly number[], sign: number) => {
    const highest = Math.max(1, ...counts);
    return counts.flatMap((pairs, bin) =>
      pairs === 0 ? [] : [[edges[bin] ?? 0, edges[bin + 1] ?? 0, sign * Math.sqrt(pairs / highest)]],
    );
  };
  return draw({
    width: WIDTH,
    height: 200,
    description: `Scores by ${system} of ${count(relevantPairs)} relevant pairs, ${spread(edges, relevant)}, and of ${count(otherPairs)} other pairs, ${spread(edges, other)}.`,
    option: {
      grid: { left: 8, right: 8, top: 18, bottom: 26 },
      xAxis: {
        ...SCALE,
        min: first,
        max: last > first ? last : first + 1,
        axisLabel: { ...SCALE.axisLabel, showMinLabel: false, showMaxLabel: false },
        splitLine: { ...SCALE.splitLine, showMinLine: false, showMaxLine: false },
        axisLine: { show: true, onZero: true, lineStyle: { color: COLORS.quiet } },
      },
      yAxis: { ...SCALE, min: -1.05, max: 1.05, show: false },
      series: [
        { type: 'custom', silent: true, renderItem: bar(COLORS.relevant), data: bars(relevant, 1) },
        { type: 'custom', silent: true, renderItem: bar(COLORS.other), data: bars(other, -1) },
        {
          type: 'custom',
          silent: true,
          renderItem: cutOffLine,
          data: cutOff === null || cutOff.score >= last ? [] : [[cutOff.score]],
        },
      ],
    },
  });
}

const bar =
  (color: string): DrawRow =>
  (_, api) => {
    const [left = 0, end = 0] = api.coord([Number(api.value(0)), Number(api.value(2))]);
    const [right = 0, middle = 0] = api.coord([Number(api.value(1)), 0]);
    return {
      type: 'rect',
      shape: {
        x: left + 0.4,
        y: Math.min(end, middle),
        width: Math.max(1, right - left - 0.8),
        height: Math.abs(end - middle),
      },
      style: { fill: color },
    };
  };

const cutOffLine: DrawRow = (_, api) => {
  const [x = 0, top = 0] = api.coord([Number(api.value(0)), 1.05]);
  const [, bottom = 0] = api.coord([0, -1.05]);
  const rightHalf = x > WIDTH / 2;
  return {
    type: 'group',
    children: [
      {
        type: 'line',
        shape: { x1: x, y1: top - 14, x2: x, y2: bottom },
        style: { stroke: COLORS.ink, lineWidth: 1, lineDash: [3, 3] },
      },
      {
        type: 'text',
        style: {
          ...FONT,
          text: `1 in ${count(1 / PASSING)} others`,
          x: x + (rightHalf ? -5 : 5),
          y: top - 14,
          fill: COLORS.ink,
          align: rightHalf ? 'right' : 'left',
        },
      },
    ],
  };
};

/** Where most of them are, to the width of a bin. */
function spread(edges: readonly number[], counts: readonly number[]): string {
  const total = counts.reduce((sum, pairs) => sum + pairs, 0);
  if (total === 0) return 'of which there are none';
  const at = (share: number) => {
    let seen = 0;
    const bin = counts.findIndex((pairs) => {
      seen += pairs;
      return seen >= share * total;
    });
    return ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2;
  };
  return `80% of them from about ${decimals(at(0.1))} to ${decimals(at(0.9))}, half above ${decimals(at(0.5))}`;
}
