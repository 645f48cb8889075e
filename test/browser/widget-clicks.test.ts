import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, type TestContext, vi } from 'vitest';
import { browser } from '../support/browser.js';
import { linksIn, listOf, readers, SHADOW, settled } from '../widget/reader.js';
import { answerOf, fakeService, fakeSite, link } from '../widget/service.js';

const service = await fakeService();
const site = await fakeSite();
const { pageOf, visit } = readers(browser(), service, site);

const LINKS = [link('b1'), link('b2'), link('b3')];

describe('what readers see and click', () => {
  const COUNTED = '<related-articles article-id="a1" clicks></related-articles>';
  const TALL = '<style>related-articles::part(item){min-height:200px}</style>';
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
    const { page } = await visit(context, pageOf(body, { head: TALL }), async (tab) => {
      // Less than half of the third item is above the fold.
      await tab.setViewportSize({ width: 320, height: 640 });
      await tab.addInitScript(`${VIEW};${script}`);
      await tab.clock.install();
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

  it('are told when the element goes, and when the page does', async (context) => {
    const page = await watched(context);
    await page.clock.runFor(1_000);
    await page.evaluate('window.gone = document.querySelector("related-articles"); gone.remove()');
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    await page.evaluate('document.querySelector("main").append(gone)');
    await vi.waitFor(() => expect(service.asked).toHaveLength(2));
    await page.waitForFunction(`${SHADOW}.querySelector('nav')`);
    await settled(page);
    await page.clock.runFor(1_000);
    await page.goto(site.put('/next', '<!doctype html>'));
    await vi.waitFor(() => expect(told()).toHaveLength(2));
    const both = { article: 'answered', impressions: [place(1), place(2)], clicks: [] };
    expect(told()).toEqual([both, both]);
  });
});
