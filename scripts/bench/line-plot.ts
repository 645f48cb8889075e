import { COLORS, type DrawRow, draw, FONT, SCALE } from '../../src/evaluation/report/draw.js';
import { html, type SafeHtml } from '../../src/text/safe-html.js';
import { shown, tick } from './numbers.js';
import type { Unit } from './result.js';
import { paddedTo, ticksOf } from './scale.js';

/** Colour and dashes both tell the lines apart: neither need be seen. */
const LINES = [
  { color: COLORS.relevant, dash: [] },
  { color: COLORS.other, dash: [7, 4] },
  { color: COLORS.quiet, dash: [2, 3] },
  { color: COLORS.ink, dash: [9, 3, 2, 3] },
] as const;

export interface PlottedLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** The same of an earlier run, drawn hollow. */
  readonly old?: readonly (number | null)[];
}

export interface LinePlot {
  readonly title: string;
  readonly unit: Unit;
  readonly x: {
    readonly label: string;
    readonly names: readonly string[];
    /** Where each stands, in steps of any width. */
    readonly places: readonly number[];
  };
  readonly lines: readonly PlottedLine[];
}

/** Lines with a mark at each value, a key below, and the whole in words for a screen reader. Scales are logarithmic but for shares. */
export function linePlot({ title, unit, x, lines }: LinePlot): SafeHtml {
  const isShare = unit === 'share';
  const heightOf = (value: number | null) =>
    value === null || (!isShare && value <= 0) ? null : isShare ? value : Math.log10(value);
  const all = lines.flatMap(({ values, old = [] }) => [...values, ...old]);
  const ticks = ticksOf(
    all.filter((value): value is number => heightOf(value) !== null),
    isShare,
  );
  const heights = ticks.map((tick) => heightOf(tick) ?? 0);
  const [left, right] = paddedTo(x.places);
  const series = lines.flatMap((line, i) => {
    const style = LINES[i % LINES.length] ?? LINES[0];
    const points = (values: readonly (number | null)[]) =>
      values.flatMap((value, at) => {
        const height = heightOf(value);
        return height === null ? [] : [[x.places[at] ?? 0, height] as const];
      });
    const drawn = (values: readonly (number | null)[], hollow: boolean) => ({
      type: 'custom' as const,
      silent: true,
      renderItem: rowOf(points(values), style, hollow),
      data: points(values)
        .slice(0, 1)
        .map((point) => [...point]),
    });
    return [...(line.old === undefined ? [] : [drawn(line.old, true)]), drawn(line.values, false)];
  });
  const picture = draw({
    width: 420,
    height: 240,
    description: `${title}, by ${x.label}. ${lines.map((line) => described(line, x.names, unit)).join(' ')}`,
    option: {
      grid: { left: 62, right: 22, top: 14, bottom: 46 },
      xAxis: {
        ...SCALE,
        min: left,
        max: right,
        name: x.label,
        nameLocation: 'middle',
        nameGap: 28,
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: COLORS.quiet } },
        axisLabel: {
          ...FONT,
          color: COLORS.quiet,
          customValues: [...x.places],
          formatter: (value: number) => x.names[nearest(x.places, value)] ?? '',
        },
      },
      yAxis: {
        ...SCALE,
        min: heights[0] ?? 0,
        max: heights.at(-1) ?? 1,
        splitLine: { show: false },
        axisLabel: {
          ...FONT,
          color: COLORS.quiet,
          customValues: heights,
          formatter: (value: number) => tick(ticks[nearest(heights, value)] ?? null, unit),
        },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          renderItem: rulesAt(heights, left, right),
          data: [[left, heights[0] ?? 0]],
        },
        ...series,
      ],
    },
  });
  return html`<figure><h3>${title}</h3>${picture}<figcaption>${lines.map((line, i) => key(line, i, unit))}</figcaption></figure>`;
}

type Style = (typeof LINES)[number];

function rowOf(points: readonly (readonly [number, number])[], style: Style, hollow: boolean): DrawRow {
  return (_, api) => {
    const places = points.map((point) => api.coord([...point]));
    return {
      type: 'group',
      children: [
        {
          type: 'polyline',
          shape: { points: places },
          style: {
            stroke: style.color,
            lineWidth: hollow ? 1 : 2,
            lineDash: [...style.dash],
            fill: 'none',
            opacity: hollow ? 0.7 : 1,
          },
        },
        ...places.map(([cx = 0, cy = 0]) => ({
          type: 'circle' as const,
          shape: { cx, cy, r: 4 },
          style: { fill: hollow ? COLORS.paper : style.color, stroke: style.color, lineWidth: 1.5 },
        })),
      ],
    };
  };
}

/** Faint lines at the ticks, which an axis draws at its own. */
function rulesAt(heights: readonly number[], left: number, right: number): DrawRow {
  return (_, api) => ({
    type: 'group',
    children: heights.map((height) => {
      const [x1 = 0, y1 = 0] = api.coord([left, height]);
      const [x2 = 0, y2 = 0] = api.coord([right, height]);
      return {
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: COLORS.rule, lineWidth: 1 },
      };
    }),
  });
}

function nearest(places: readonly number[], value: number): number {
  const distances = places.map((place) => Math.abs(place - value));
  return distances.indexOf(Math.min(...distances));
}

function described({ label, values, old = [] }: PlottedLine, names: readonly string[], unit: Unit): string {
  const told = (some: readonly (number | null)[]) =>
    some.map((value, i) => `${shown(value, unit)} at ${names[i] ?? ''}`).join(', ');
  return `${label}: ${told(values)}${old.length === 0 ? '' : `; earlier ${told(old)}`}.`;
}

function key({ label, values, old }: PlottedLine, i: number, unit: Unit): SafeHtml {
  const { color, dash } = LINES[i % LINES.length] ?? LINES[0];
  const last = values.at(-1) ?? null;
  const before = old?.at(-1) ?? null;
  return html`<span class="line"><svg width="34" height="10" aria-hidden="true"><line x1="1" y1="5" x2="33" y2="5" stroke="${color}" stroke-width="2" stroke-dasharray="${dash.join(' ')}"/></svg> ${label} <b>${shown(last, unit)}</b>${before === null ? null : html` (was ${shown(before, unit)})`}</span> `;
}
