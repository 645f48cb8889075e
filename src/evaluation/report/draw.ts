import { CustomChart, type CustomSeriesOption } from 'echarts/charts';
import { GridComponent, type GridComponentOption } from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { html, printable, SafeHtml } from '../../text/safe-html.js';

use([CustomChart, GridComponent, SVGRenderer]);

export type PlotOption = ComposeOption<CustomSeriesOption | GridComponentOption>;
/** Draws one row of a series' data. */
export type DrawRow = NonNullable<CustomSeriesOption['renderItem']>;
/** Where a number of an axis stands in the picture. */
export type Place = (point: readonly [number, number]) => readonly [number, number];

export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Read out in place of the picture: what it shows, in a sentence or two. */
  readonly description: string;
  readonly option: PlotOption;
}

/**
 * The page's style sheet knows these colours for light and for dark; without it the second of each pair stands.
 * Blue and orange are told apart by all common kinds of colour blindness (Okabe and Ito, 2008).
 */
export const COLORS = {
  ink: 'var(--ink,#1c1b19)',
  quiet: 'var(--quiet,#5f5b53)',
  rule: 'var(--rule,#dcd8cf)',
  paper: 'var(--paper,#fdfcf9)',
  relevant: 'var(--relevant,#0b5fa5)',
  other: 'var(--other,#b4560b)',
} as const;

export const FONT = { fontFamily: 'system-ui, sans-serif', fontSize: 12 } as const;

/** A scale of numbers, with faint lines. */
export const SCALE = {
  type: 'value',
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: COLORS.rule } },
  axisLabel: {
    ...FONT,
    color: COLORS.quiet,
    hideOverlap: true,
    formatter: (value: number) => String(value).replace('-', '−'),
  },
  nameTextStyle: { ...FONT, color: COLORS.quiet },
} as const;

/** The plot as an SVG picture, the same for the same data, whose text a screen reader hears as `description`. */
export function draw({ width, height, description, option }: Plot): SafeHtml {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: FONT, ...option });
    const drawn = chart.renderToSVGString();
    const start = drawn.indexOf('>') + 1;
    const shapes = drawn
      .slice(start, drawn.lastIndexOf('</svg>'))
      .replace(/<style\b[\s\S]*?<\/style>/g, '')
      // What the library wants to find again in a browser. Quotes within texts are escaped, so only tags match.
      .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
      .replace(/\n+/g, '\n');
    return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${description}</title>${new SafeHtml(printable(shapes))}</svg>`;
  } finally {
    chart.dispose();
  }
}
