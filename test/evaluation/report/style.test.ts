import { expect, it } from 'vitest';
import { STYLE } from '../../../src/evaluation/report/style.js';

/** The colours of one scheme by name, from the style sheet itself. */
const schemes = [...STYLE.text.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, body = '']) =>
    new Map(
      [...body.matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)].map(([, name = '', color = '']) => [name, color]),
    ),
);

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, i) => sum + part * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it('every text has a contrast of 4.5 on every ground, in light and in dark', () => {
  expect(schemes).toHaveLength(2);
  const weak = schemes.flatMap((colors) =>
    ['paper', 'tint'].flatMap((ground) =>
      ['ink', 'quiet', 'relevant', 'other'].filter(
        (text) => !(contrast(colors.get(text) ?? '', colors.get(ground) ?? '') >= 4.5),
      ),
    ),
  );
  // Orange never stands on the tint.
  expect(weak.filter((text) => text !== 'other')).toEqual([]);
  expect(
    schemes.every((colors) => contrast(colors.get('other') ?? '', colors.get('paper') ?? '') >= 4.5),
  ).toBe(true);
});
