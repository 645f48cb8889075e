import type { SafeHtml } from '../../text/safe-html.js';
import type { NeighbourRecall } from './data.js';
import { COLORS, type DrawRow, draw, FONT, SCALE } from './draw.js';
import { percent } from './numbers.js';

/** Recall over `ef`, in the order of `ef`, each step as wide as the next. */
export function recallPlot(points: readonly NeighbourRecall[]): SafeHtml {
  const places = points.map(({ recall }, i) => [i, recall]);
  const lowest = Math.min(1, ...points.map(({ recall }) => recall));
  const floor = Math.min(0.9, Math.floor(lowest * 10) / 10);
  const line: DrawRow = (params, api) => ({
    type: 'polyline',
    shape: { points: params.dataIndex === 0 ? places.map((place) => api.coord(place)) : [] },
    style: { stroke: COLORS.relevant, lineWidth: 2, fill: 'none' },
  });
  const dot: DrawRow = (_, api) => {
    const [x = 0, y = 0] = api.coord([Number(api.value(0)), Number(api.value(1))]);
    return {
      type: 'group',
      children: [
        { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style: { fill: COLORS.relevant } },
        {
          type: 'text',
          style: {
            ...FONT,
            text: percent(Number(api.value(1))),
            x,
            y: y - 10,
            fill: COLORS.ink,
            align: 'center',
            verticalAlign: 'bottom',
          },
        },
      ],
    };
  };
  return draw({
    width: 420,
    height: 230,
    description: `Recall of the nearest neighbours by ef: ${points.map(({ ef, recall }) => `${percent(recall)} at ef ${ef}`).join(', ')}.`,
    option: {
      grid: { left: 48, right: 16, top: 30, bottom: 44 },
      xAxis: {
        type: 'category',
        name: 'ef',
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { ...FONT, color: COLORS.quiet },
        data: points.map(({ ef }) => String(ef)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: COLORS.quiet } },
        axisLabel: { ...FONT, color: COLORS.quiet },
      },
      yAxis: {
        ...SCALE,
        min: floor,
        max: 1,
        splitNumber: 4,
        axisLabel: { ...SCALE.axisLabel, formatter: (value: number) => `${Math.round(value * 1000) / 10}%` },
      },
      series: [
        { type: 'custom', silent: true, renderItem: line, data: places.slice(0, 1) },
        { type: 'custom', silent: true, renderItem: dot, data: places },
      ],
    },
  });
}
