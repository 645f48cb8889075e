import type { SafeHtml } from '../../text/safe-html.js';
import type { MeasureInterval } from './data.js';
import { COLORS, type DrawRow, draw, FONT, SCALE } from './draw.js';
import { decimals } from './numbers.js';

export interface IntervalRow {
  readonly name: string;
  readonly interval: MeasureInterval;
}

const ROW = 26;
const RIGHT = 52;
/** Of the font, at its widest common. */
const LETTER = 7.5;
const WIDTH = 360;

/** A dot for each system's mean and a whisker for its interval, with a dashed line at the reference. */
export function intervalPlot(measure: string, rows: readonly IntervalRow[], reference: string): SafeHtml {
  const known = rows.filter(({ interval }) => Number.isFinite(interval.value));
  const labels = Math.min(120, LETTER * Math.max(0, ...known.map(({ name }) => name.length)));
  const compared = known.find(({ name }) => name === reference)?.interval.value;
  const drawRow: DrawRow = (_, api) => {
    const [value, low, high, row] = [0, 1, 2, 3].map((column) => Number(api.value(column)));
    const at = (x = Number.NaN) => api.coord([x, row ?? 0]);
    const [[x = 0, y = 0], [from = 0], [to = 0]] = [at(value), at(low), at(high)];
    const color = known[row ?? -1]?.name === reference ? COLORS.relevant : COLORS.ink;
    const line = { stroke: color, lineWidth: 2 };
    const cap = (end: number) => ({
      type: 'line' as const,
      shape: { x1: end, y1: y - 4, x2: end, y2: y + 4 },
      style: line,
    });
    return {
      type: 'group',
      children: [
        { type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style: line },
        cap(from),
        cap(to),
        { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style: { fill: color } },
        {
          type: 'text',
          style: {
            ...FONT,
            text: decimals(value ?? Number.NaN),
            x: WIDTH,
            y,
            fill: color,
            align: 'right',
            verticalAlign: 'middle',
          },
        },
      ],
    };
  };
  const drawReference: DrawRow = (_, api) => {
    const [x = 0, bottom = 0] = api.coord([Number(api.value(0)), known.length - 1]);
    const [, top = 0] = api.coord([0, 0]);
    return {
      type: 'line',
      shape: { x1: x, y1: top - ROW / 2, x2: x, y2: bottom + ROW / 2 },
      style: { stroke: COLORS.relevant, lineWidth: 1, lineDash: [3, 4] },
    };
  };
  return draw({
    width: WIDTH,
    height: known.length * ROW + 34,
    description: `${measure} with its 95% interval. ${known.map(({ name, interval }) => `${name} ${decimals(interval.value)} (${decimals(interval.low)} to ${decimals(interval.high)})`).join(', ')}.`,
    option: {
      grid: {
        left: labels + 12,
        right: RIGHT,
        top: 4,
        bottom: 30,
      },
      xAxis: { ...SCALE, splitNumber: 4, ...rangeOf(known) },
      yAxis: {
        type: 'category',
        inverse: true,
        data: known.map(({ name }) => name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...FONT, color: COLORS.ink, interval: 0, width: labels, overflow: 'truncate' },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          renderItem: drawReference,
          encode: { x: 0 },
          data: compared === undefined ? [] : [[compared]],
        },
        {
          type: 'custom',
          silent: true,
          renderItem: drawRow,
          encode: { x: [0, 1, 2], y: 3 },
          data: known.map(({ interval: { value, low, high } }, row) => [value, low, high, row]),
        },
      ],
    },
  });
}

/** From 0, or from below where a correlation is negative; never without width. */
function rangeOf(rows: readonly IntervalRow[]): { readonly min: number; readonly max?: number } {
  const lowest = Math.min(0, ...rows.map(({ interval }) => interval.low));
  const highest = Math.max(0, ...rows.map(({ interval }) => interval.high));
  const min = Math.floor(lowest * 10) / 10;
  return highest > min ? { min } : { min, max: 1 };
}
