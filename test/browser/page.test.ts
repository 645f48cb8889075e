import { describe, expect, it } from 'vitest';
import { engineOver, listening } from '../http/site.js';
import { browser } from '../support/browser.js';
import { ARCHIVE } from '../support/newsroom.js';

const HOSTILE = {
  id: 'hostile',
  title: 'Yen and dollar <img src=x onerror="document.title=\'broken into\'">',
  body: 'The yen and the dollar moved <script>document.title = "broken into"</script> on Tuesday in Tokyo, traders said.',
  summary: '"><script>document.title = "broken into"</script>',
  language: 'en',
  publishedAt: '2025-10-01T08:00:00Z',
};

/** The same report in another paper. */
const COPY = { ...ARCHIVE[2], id: 'copy', title: 'Said by an agency <img src=x>' };

const open = browser();
const { engine } = await engineOver([...ARCHIVE, HOSTILE, COPY]);
const url = await listening(engine, { front: 'yen-falls' });

describe('the page at / in a browser', () => {
  it('shows an article and, under it, the links that the endpoint gives, best first', async (context) => {
    const page = await open(context).newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Yen falls to a new low against the dollar',
    );
    const links = page.getByRole('listitem').locator('> a');
    const wanted = engine.related('yen-falls', { limit: 4, language: null }).related;
    expect(wanted.length).toBeGreaterThan(1);
    expect((await links.allTextContents()).map((text) => text.split(' <')[0])).toEqual(
      wanted.map(({ title }) => title.split(' <')[0]),
    );
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leads a reader, by keyboard too, to the article of a link', async (context) => {
    const page = await open(context).newPage();
    await page.goto(url);
    const [first] = engine.related('yen-falls', { limit: 1, language: null }).related;
    await page.getByRole('navigation', { name: 'Related articles' }).getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => address.searchParams.get('id') === first?.id);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
      first?.title.split(' <')[0],
    );
    await page.close();
  });

  it('says why a link is there, and leads to who else has it past the link of the card', async (context) => {
    const page = await open(context).newPage();
    await page.goto(url);
    const wanted = engine.related('yen-falls', { limit: 4, language: null }).related;
    const said = page.getByRole('listitem').locator('.why span');
    expect(await said.allTextContents()).toEqual(
      wanted.flatMap(({ reasons }) => reasons.map(({ text }) => text)),
    );
    const [other] = wanted.flatMap(({ alsoCoveredBy }) => alsoCoveredBy);
    await page.locator('.copies a').click();
    await page.waitForURL((address) => address.searchParams.get('id') === other?.id);
    await page.goBack();
    // Anywhere else the whole card leads to its article.
    await page.locator('.why').first().click({ force: true });
    await page.waitForURL((address) => address.searchParams.get('id') === wanted[0]?.id);
    await page.close();
  });

  it('runs nothing that a title, summary or body brings along', async (context) => {
    const page = await open(context).newPage();
    await page.goto(`${url}/?id=hostile`);
    expect(await page.title()).not.toBe('broken into');
    expect(await page.locator('script, main img').count()).toBe(0);
    await page.close();
  });

  it('fits a phone without scrolling sideways, in light and in dark', async (context) => {
    const page = await open(context).newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    const papers: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      const wider = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      expect(wider).toBe(false);
      papers.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')));
    }
    expect(papers[0]).not.toBe(papers[1]);
    await page.close();
  });
});
