import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, type TestContext, vi } from 'vitest';
import { AUTHORISED, ask, engineOver, KEY, listening } from '../http/site.js';
import { browser } from '../support/browser.js';
import { ARCHIVE } from '../support/newsroom.js';
import { linksIn, listOf, readers, SHADOW, settled } from '../widget/reader.js';
import { answerOf, fakeService, fakeSite, link } from '../widget/service.js';

const service = await fakeService();
const site = await fakeSite();
const open = browser();
const { pageOf, visit } = readers(open, service, site);

const NOON = Date.parse('2026-05-01T12:00:00Z');

const LINKS = [link('b1'), link('b2'), link('b3')];

describe('what readers see and click', () => {
  const COUNTED = '<related-articles article-id="a1" clicks></related-articles>';
  const HEAD =
    '<style>related-articles::part(item){min-height:200px}</style><script>document.cookie = "reader=1"</script>';
  /** Lets a test say whether the page is in view. */
  const VIEW =
    'let view = "visible"; Object.defineProperty(document, "visibilityState", { get: () => view }); window.turn = (to) => { view = to; document.dispatchEvent(new Event("visibilitychange")) }';
  const told = () => service.told.map(({ body }) => body);
  const place = (position: number) => ({ id: `b${position}`, position });

  beforeEach(() => {
    service.asked.length = 0;
    service.told.length = 0;
    service.reply = () => [
      200,
      answerOf([...LINKS.slice(0, 2), link('none', { url: null }), ...LINKS.slice(2)], 'answered'),
    ];
  });

  async function watched(context: TestContext, body = COUNTED, script = ''): Promise<Page> {
    const { page } = await visit(context, pageOf(body, { head: HEAD }), async (tab) => {
      // Less than half of the third item is above the fold.
      await tab.setViewportSize({ width: 320, height: 640 });
      await tab.addInitScript(`${VIEW};${script}`);
      // A clock that stands still but for what a test adds.
      await tab.clock.install({ time: NOON - 1_000 });
      await tab.clock.pauseAt(NOON);
    });
    await listOf(page).waitFor();
    await page.evaluate('document.addEventListener("click", (event) => event.preventDefault())');
    await settled(page);
    return page;
  }

  /** Hides the page, and waits for whatever it sends at that to have come. */
  async function hide(page: Page): Promise<void> {
    await page.evaluate('turn("hidden")');
    await page.evaluate(`fetch('${service.url}/sentinel').then((answer) => answer.text())`);
  }

  it('are not counted unless the page says so', async (context) => {
    const page = await watched(context, '<related-articles article-id="a1"></related-articles>');
    await page.clock.runFor(2_000);
    await linksIn(page).first().click();
    await hide(page);
    expect(told()).toEqual([]);
  });

  it.for([
    'Object.defineProperty(navigator, "doNotTrack", { value: "1" })',
    'window.doNotTrack = "1"',
    'Object.defineProperty(navigator, "globalPrivacyControl", { value: true })',
  ])('are not counted where the reader asked for that: %s', async (asked, context) => {
    const page = await watched(context, COUNTED, asked);
    await page.clock.runFor(2_000);
    await linksIn(page).first().click();
    await hide(page);
    expect(told()).toEqual([]);
  });

  it('are impressions of what was half in view for a second without interruption, each once', async (context) => {
    const page = await watched(context);
    await page.clock.runFor(900);
    await hide(page);
    await page.evaluate('turn("visible")');
    await settled(page);
    await page.clock.runFor(900);
    await hide(page);
    expect(told()).toEqual([]);
    await page.evaluate('turn("visible")');
    await settled(page);
    await page.clock.runFor(1_000);
    expect(told()).toEqual([]);
    await hide(page);
    expect(told()).toEqual([{ article: 'answered', impressions: [place(1), place(2)], clicks: [] }]);
    await page.evaluate('turn("visible"); scrollTo(0, 1000)');
    await settled(page);
    await page.clock.runFor(5_000);
    await hide(page);
    expect(told().slice(1)).toEqual([{ article: 'answered', impressions: [place(3)], clicks: [] }]);
    expect(service.told[0]?.headers['content-type']).toMatch(/^text\/plain/);
    expect(service.told[0]?.headers.cookie).toBeUndefined();
    expect(service.told[0]?.headers.origin).toBe(site.url);
  });

  it('are clicks by mouse, by its middle button and by keyboard, told at once', async (context) => {
    const page = await watched(context);
    await page.clock.runFor(1_000);
    await linksIn(page).nth(1).click();
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    await linksIn(page).nth(0).click({ button: 'right' });
    await linksIn(page).nth(0).click({ button: 'middle' });
    await vi.waitFor(() => expect(told()).toHaveLength(2));
    await linksIn(page).nth(1).focus();
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(told()).toHaveLength(3));
    expect(told()).toEqual([
      { article: 'answered', impressions: [place(1), place(2)], clicks: [place(2)] },
      { article: 'answered', impressions: [], clicks: [place(1)] },
      { article: 'answered', impressions: [], clicks: [place(2)] },
    ]);
  });

  it('are told when the element goes, and when the page does; in a list that is made anew, only what is new to its reader', async (context) => {
    const page = await watched(context);
    await page.clock.runFor(1_000);
    await page.evaluate('window.gone = document.querySelector("related-articles"); gone.remove()');
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    await page.evaluate('document.querySelector("main").append(gone)');
    await vi.waitFor(() => expect(service.asked).toHaveLength(2));
    await page.waitForFunction(`${SHADOW}.querySelector('nav')`);
    await settled(page);
    await page.clock.runFor(1_000);
    await page.evaluate('dispatchEvent(new Event("pagehide"))');
    await page.evaluate('turn("visible"); scrollTo(0, 1000)');
    await settled(page);
    await page.clock.runFor(1_000);
    service.reply = () => [200, answerOf(LINKS, 'next')];
    await page.evaluate('scrollTo(0, 0); gone.setAttribute("article-id", "next")');
    await vi.waitFor(() => expect(told()).toHaveLength(2));
    await settled(page);
    await page.clock.runFor(1_000);
    await page.goto(site.put('/next', '<!doctype html>'));
    await vi.waitFor(() => expect(told()).toHaveLength(3));
    const both = { article: 'answered', impressions: [place(1), place(2)], clicks: [] };
    const third = { article: 'answered', impressions: [place(3)], clicks: [] };
    expect(told()).toEqual([both, third, { ...both, article: 'next' }]);
  });
});

describe('the application itself', () => {
  it('gives a page of another origin its links by address, and counts a click', async (context) => {
    // Where a browser is missing this says so before anything is indexed.
    open(context);
    const { engine } = await engineOver(
      ARCHIVE.map((article) => ({ ...article, url: `https://news.example/${article.id}` })),
    );
    const url = await listening(engine, { corsOrigin: [site.url], clicks: true, apiKey: KEY });
    const real = readers(open, { url }, site);
    const { page, said } = await real.visit(
      context,
      real.pageOf(
        '<related-articles url="https://news.example/yen-falls/?utm_source=x" clicks></related-articles>',
      ),
      (tab) => tab.addInitScript('addEventListener("click", (event) => event.preventDefault())'),
    );
    await listOf(page).waitFor();
    const { related } = engine.related('yen-falls', { limit: 4, language: null });
    expect(await linksIn(page).allTextContents()).toEqual(related.map(({ title }) => title));
    await linksIn(page).first().click();
    const clicks = `${url}/v1/clicks`;
    await vi.waitFor(async () =>
      expect((await ask(clicks, { headers: AUTHORISED })).body).toMatchObject({
        rows: [{ article: { id: 'yen-falls' }, link: { id: related[0]?.id }, clicks: 1 }],
      }),
    );
    // An address that it does not know is its answer too, which a page of another origin may read.
    await page.evaluate(
      `document.querySelector('related-articles').setAttribute('url', 'https://news.example/nowhere')`,
    );
    await vi.waitFor(() => expect(said).toEqual([expect.stringContaining('nowhere')]));
  });
});
