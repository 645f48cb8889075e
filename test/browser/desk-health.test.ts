import { afterAll, describe, expect, it } from 'vitest';
import type { Status } from '../../src/engine/status.js';
import { browser } from '../support/browser.js';
import { deskServer } from '../support/desk-server.js';
import { behind, status, survey } from '../support/desk-status.js';
import { faults, visitor } from './desk-visit.js';

const NOW = Date.now();
const open = browser();
const server = await deskServer();
afterAll(() => server.close());
const visit = visitor(open, server);

/** Answers with what `now` gives at the time. */
const saying =
  (now: () => Status) =>
  ({ path }: { readonly path: string }) =>
    path === 'status' ? now() : undefined;

describe('the health of the index at the desk', () => {
  it('says whether readers can find what is published, and follows when that changes', async (context) => {
    let said = status(NOW);
    const page = await visit(
      context,
      'health',
      saying(() => said),
    );
    await page.getByRole('heading', { name: 'Up to date' }).waitFor();
    said = behind(NOW);
    server.tell('index', { generation: 'g', sequence: 1 });
    server.tell('index', { generation: 'g', sequence: 2 });
    await page.getByRole('heading', { name: '5 hours behind' }).waitFor();
    await page.getByText('3 articles wait to be found by readers').waitFor();
    said = status(NOW, { silence: 90 * 86_400 });
    server.tell('index', { generation: 'g', sequence: 3 });
    await page.getByRole('heading', { name: 'Everything stored can be found' }).waitFor();
    await page.close();
  });

  it('measures while it is looked at, and calls an estimate one', async (context) => {
    let said = status(NOW, { survey: null });
    const page = await visit(
      context,
      'health',
      saying(() => said),
    );
    await page.clock.install();
    await page.reload();
    await page.getByText('Being measured').waitFor();
    said = status(NOW, { survey: survey(NOW, 100_000) });
    await page.clock.fastForward(4000);
    await page.getByText('Estimated from a sample of 1,000 of 100,000 articles').waitFor();
    expect(await page.locator('.figure', { hasText: 'Orphans' }).textContent()).toContain('about 11.5%');
    await page.close();
  });

  it('leads from every example to its list', async (context) => {
    const page = await visit(
      context,
      'health',
      saying(() => status(NOW)),
    );
    await page.getByRole('heading', { name: 'Hubs' }).waitFor();
    const hubs = page.locator('.health-columns > div').last();
    const [hub] = survey(NOW).hubs;
    const link = hubs.getByRole('link').first();
    expect(await link.textContent()).toBe(hub?.article.title);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.hash === `#/look/${hub?.article.id}`);
    await page.close();
  });

  it('has nothing that axe objects to, in light, dark and on a phone', async (context) => {
    const page = await visit(
      context,
      'health',
      saying(() => behind(NOW)),
    );
    await page.getByRole('heading', { name: 'Last runs' }).waitFor();
    for (const looks of ['light', 'dark', 'phone'] as const) {
      expect([looks, await faults(page, looks)]).toEqual([looks, []]);
    }
    await page.close();
  });
});
