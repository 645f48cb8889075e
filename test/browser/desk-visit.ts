import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import type { Canned, DeskServer } from '../support/desk-server.js';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export type Looks = 'light' | 'dark' | 'phone';

/** Opens a screen of the desk for somebody who is signed in, once its events arrive. */
export function visitor(open: (context: TestContext) => BrowserContext, server: DeskServer) {
  return async (context: TestContext, screen: string, canned: Canned, key = 'ana’s key'): Promise<Page> => {
    server.canned = canned;
    const browser = open(context);
    await browser.clearCookies();
    await browser.request.post(`${server.url}/desk/session`, { data: { key } });
    const page = await browser.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const listens = page.waitForResponse('**/desk/events');
    await page.goto(`${server.url}/desk#/${screen}`);
    await listens;
    return page;
  };
}

/** What axe objects to, and whether the page can be scrolled sideways. */
export async function faults(page: Page, looks: Looks): Promise<string[]> {
  await page.setViewportSize(looks === 'phone' ? { width: 360, height: 740 } : { width: 1200, height: 850 });
  await page.emulateMedia({ colorScheme: looks === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate(AXE);
  return page.evaluate(
    // In the dark only the colours are others.
    `axe.run(${looks === 'dark' ? "{ runOnly: ['color-contrast'] }" : ''}).then(({ violations }) => [
      ...violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
      ...(document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : []),
    ])`,
  );
}
