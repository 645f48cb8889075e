import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BANKS, smallSite } from '../http/small-site.js';
import { browser } from '../support/browser.js';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const open = browser();
const { serve } = await smallSite(BANKS);
const url = `${await serve()}/docs`;

/** Rules of axe that the page breaks. */
const BROKEN = (rules: string) =>
  `axe.run(document, { resultTypes: ["violations"] ${rules} }).then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))`;

describe('the page at /docs in a browser', () => {
  it('is accessible, in light and in dark, and takes its style', async (context) => {
    const page = await open(context).newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    const papers: string[] = [];
    await page.goto(url);
    // Evaluated beside the page: its own policy lets no script run.
    await page.evaluate(AXE);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // In the dark only the colours are others.
      const broken = BROKEN(colorScheme === 'dark' ? ', runOnly: ["color-contrast"]' : '');
      expect([colorScheme, await page.evaluate(broken)]).toEqual([colorScheme, []]);
      papers.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')));
    }
    expect(papers).toEqual(['rgb(253, 252, 249)', 'rgb(23, 22, 20)']);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('fits a phone without scrolling sideways, its tables told as tables', async (context) => {
    const page = await open(context).newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(url);
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
    const row = page.getByRole('table', { name: 'Shared parameters' }).getByRole('row').nth(1);
    expect(await row.getByRole('rowheader').textContent()).toBe('limit');
    expect(await row.getByRole('cell').count()).toBe(4);
    await page.close();
  });

  it('leads by its contents to what is looked for', async (context) => {
    const page = await open(context).newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(url);
    const contents = page.getByRole('navigation', { name: 'Contents' });
    await contents.getByRole('link', { name: 'Store an article' }).click();
    const heading = page.getByRole('heading', { name: 'Store an article' });
    const box = await heading.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(100);
    // Beside the text the contents stay in view.
    expect((await contents.boundingBox())?.y).toBe(0);
    await page.close();
  });
});
