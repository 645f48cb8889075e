import type { SafeHtml } from '../../text/safe-html.js';
import type { ScoreScatter } from './data.js';
import { COLORS, type DrawRow, draw, SCALE } from './draw.js';
import { count, decimals } from './numbers.js';

/** More dots than these hide one another, and weigh the page down. */
const DOTS = 600;
/** Up to so many different grades are a scale of steps, on which dots would lie upon one another. */
const STEPS = 12;

/** Scores over grades; on a scale of a few steps the dots are spread sideways, always the same way. */
export function scatterPlot({ system, points }: ScoreScatter): SafeHtml {
  const known = points.filter(({ grade, score }) => Number.isFinite(grade) && Number.isFinite(score));
  const every = Math.max(1, Math.ceil(known.length / DOTS));
  const dots = known.filter((_, i) => i % every === 0);
  const grades = [...new Set(known.map(({ grade }) => grade))].sort((a, b) => a - b);
  const [lowest = 0, highest = 1] = [grades[0], grades.at(-1)];
  const step = Math.min(...grades.slice(1).map((grade, i) => grade - (grades[i] ?? grade)), highest - lowest);
  const width = grades.length <= STEPS && step > 0 ? step * 0.6 : 0;
  const margin = (highest - lowest || 1) * 0.02 + width / 2;
  const dot: DrawRow = (_, api) => {
    const [cx = 0, cy = 0] = api.coord([Number(api.value(0)), Number(api.value(1))]);
    return { type: 'circle', shape: { cx, cy, r: 2.5 }, style: { fill: COLORS.relevant, opacity: 0.45 } };
  };
  return draw({
    width: 360,
    height: 250,
    description: `Scores by ${system} over the grades of ${count(dots.length)} pairs. ${meansByGrade(known)}`,
    option: {
      grid: { left: 42, right: 10, top: 24, bottom: 42 },
      xAxis: {
        ...SCALE,
        name: 'grade',
        nameLocation: 'middle',
        nameGap: 26,
        min: lowest - margin,
        max: highest + margin,
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: COLORS.quiet } },
        axisLabel: { ...SCALE.axisLabel, showMinLabel: false, showMaxLabel: false },
      },
      yAxis: { ...SCALE, name: 'score', nameLocation: 'end', nameGap: 8, scale: true, splitNumber: 4 },
      series: [
        {
          type: 'custom',
          silent: true,
          renderItem: dot,
          data: dots.map(({ grade, score }, i) => [grade + width * (((i * 0.618034) % 1) - 0.5), score]),
        },
      ],
    },
  });
}

/** The mean score of the least and of the most alike third. */
function meansByGrade(points: ScoreScatter['points']): string {
  if (points.length < 3) return '';
  const sorted = [...points].sort((a, b) => a.grade - b.grade);
  const third = Math.floor(points.length / 3);
  const mean = (part: ScoreScatter['points']) =>
    decimals(part.reduce((sum, { score }) => sum + score, 0) / part.length);
  return `Mean score ${mean(sorted.slice(0, third))} in the third with the lowest grades, ${mean(sorted.slice(-third))} in that with the highest.`;
}
