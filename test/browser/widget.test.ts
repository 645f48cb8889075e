import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { scriptTag } from '../../src/http/widget-script.js';
import { browser } from '../support/browser.js';
import { linksIn, listOf, readers, SHADOW, settled } from '../widget/reader.js';
import { answerOf, fakeService, fakeSite, link } from '../widget/service.js';

const AXE = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

const service = await fakeService();
const site = await fakeSite();
const { pageOf, visit } = readers(browser(), service, site);

const LINKS = [link('b1'), link('b2'), link('b3')];

beforeEach(() => {
  service.asked.length = 0;
  service.told.length = 0;
  service.open = true;
  service.reply = () => [200, answerOf(LINKS)];
});

describe('related articles on a page of another origin', () => {
  it('are links to what the service answers, told in the page’s language', async (context) => {
    const { page, said, errors } = await visit(
      context,
      pageOf(
        '<related-articles article-id="a/1 ü" limit="3" mode="background" language="any"></related-articles>',
        {
          lang: 'de',
          head: '<script>document.cookie = "reader=1"</script>',
        },
      ),
    );
    const nav = page.getByRole('navigation', { name: 'Mehr zum Thema' });
    await nav.waitFor();
    expect(service.asked).toEqual([
      '/v1/articles/a%2F1%20%C3%BC/related?limit=3&mode=background&language=any',
    ]);
    expect(await nav.getByRole('heading', { level: 2 }).textContent()).toBe('Mehr zum Thema');
    expect(await linksIn(page).allTextContents()).toEqual(LINKS.map(({ title }) => title));
    const addresses = await linksIn(page).evaluateAll((all) =>
      all.map((one) => String(one.getAttribute('href'))),
    );
    expect(addresses).toEqual(LINKS.map(({ url }) => url));
    expect(await nav.getByRole('listitem').first().textContent()).toBe(
      'The article b1Markets · 29. Oktober 2025',
    );
    // The service is told which site asks, and neither which page nor which reader.
    expect(service.headers).toMatchObject({ origin: site.url, referer: `${site.url}/` });
    expect(service.headers.cookie).toBeUndefined();
    expect([said, errors]).toEqual([[], []]);
  });

  it('show images, summaries and reasons where the page wants them', async (context) => {
    service.reply = () => [
      200,
      answerOf([link('b1', { image: `${service.url}/picture-that-never-comes` }), link('b2')]),
    ];
    const { page } = await visit(
      context,
      pageOf('<related-articles article-id="a1" images summaries reasons></related-articles>'),
    );
    const items = listOf(page).getByRole('listitem');
    await items.first().waitFor();
    expect(await items.locator('img').count()).toBe(1);
    // The room of an image is kept from the beginning.
    const room = await items.locator('img').boundingBox();
    expect((room?.width ?? 0) / (room?.height ?? 1)).toBeCloseTo(3 / 2);
    expect(await items.locator('[part=summary]').allTextContents()).toEqual(
      LINKS.slice(0, 2).map(({ summary }) => summary),
    );
    expect(await items.locator('[part=reason]').allTextContents()).toEqual(['yen · b1', 'yen · b2']);
  });

  it('say of what was paid for that it was, in the words of the page, also from link to link', async (context) => {
    service.reply = () => [200, answerOf([link('b1', { sponsored: true }), link('b2')])];
    const { page } = await visit(
      context,
      pageOf('<related-articles id="one" article-id="a1" paywalled="false"></related-articles>'),
    );
    await page.getByRole('link', { name: 'Sponsored The article b1', exact: true }).waitFor();
    await page.getByRole('link', { name: 'The article b2', exact: true }).waitFor();
    await page.evaluate('one.setAttribute("sponsored-label", "Anzeige")');
    await page.getByRole('link', { name: 'Anzeige The article b1', exact: true }).waitFor();
    expect(await listOf(page).locator('[part=label]').allTextContents()).toEqual(['Anzeige']);
    await page.evaluate('one.setAttribute("sponsored", "false")');
    await vi.waitFor(() => expect(service.asked.at(-1)).toMatch(/\?sponsored=false&paywalled=false$/));
  });

  it('are asked for by the page’s address where it names no article', async (context) => {
    const { page } = await visit(
      context,
      pageOf('<related-articles id="one" loading="eager"></related-articles>', {
        head: '<link rel="canonical" href="/canonical">',
      }),
    );
    await listOf(page).waitFor();
    const asked = () => service.asked.map((path) => new URLSearchParams(path.split('?')[1]).get('url'));
    expect(service.asked[0]).toMatch(/^\/v1\/related\?url=/);
    expect(asked()).toEqual([`${site.url}/canonical`]);
    await page.evaluate('one.setAttribute("url", "/given?page=2")');
    await vi.waitFor(() => expect(asked()).toHaveLength(2));
    await page.evaluate(
      'document.querySelector("link").remove(); history.replaceState(0, "", "/article?utm=1#secret"); one.removeAttribute("url")',
    );
    await vi.waitFor(() => expect(asked()).toHaveLength(3));
    expect(asked().slice(1)).toEqual([`${site.url}/given?page=2`, `${site.url}/article?utm=1`]);
  });

  it('are asked for again when attributes change, once, and not any more when the element is gone', async (context) => {
    const { page, said } = await visit(
      context,
      pageOf('<related-articles id="one" article-id="a1"></related-articles>'),
    );
    await listOf(page).waitFor();
    let answer: () => void = () => undefined;
    service.reply = (path) =>
      new Promise((done) => {
        answer = () => done([200, answerOf([link(path)])]);
      });
    await page.evaluate(
      'one.setAttribute("article-id", "a2"); one.setAttribute("limit", "1"); one.setAttribute("heading", "More")',
    );
    await vi.waitFor(() => expect(service.asked).toHaveLength(2));
    // Until there is another list the old one stays.
    expect(await linksIn(page).count()).toBe(3);
    answer();
    await page.getByRole('navigation', { name: 'More' }).waitFor();
    expect(await linksIn(page).allTextContents()).toEqual(['The article /v1/articles/a2/related?limit=1']);
    expect(service.asked.slice(1)).toEqual(['/v1/articles/a2/related?limit=1']);

    const aborted = page.waitForEvent('requestfailed');
    await page.evaluate('one.setAttribute("article-id", "a3")');
    await vi.waitFor(() => expect(service.asked).toHaveLength(3));
    await page.evaluate('window.left = one; one.remove()');
    expect((await aborted).url()).toContain('/a3/');
    expect(await page.evaluate('left.shadowRoot.querySelector("a").textContent')).toContain('a2');
    expect(said).toEqual([]);
  });

  it('may stand in a page several times, each with its own', async (context) => {
    service.reply = (path) => [200, answerOf([link(path)])];
    const { page } = await visit(
      context,
      pageOf(
        '<related-articles article-id="a1"></related-articles><related-articles article-id="a2" heading="Second"></related-articles>',
      ),
    );
    await page
      .getByRole('navigation', { name: 'Related articles' })
      .getByRole('link', { name: 'a1' })
      .waitFor();
    await page.getByRole('navigation', { name: 'Second' }).getByRole('link', { name: 'a2' }).waitFor();
    const [first, second] = [
      await listOf(page).nth(0).boundingBox(),
      await listOf(page).nth(1).boundingBox(),
    ];
    // Of the default 1.5 em: lists do not touch one another.
    expect((second?.y ?? 0) - (first?.y ?? 0) - (first?.height ?? 0)).toBeCloseTo(24);
  });

  it('come from the service that the page names, below its path', async (context) => {
    const { page } = await visit(
      context,
      pageOf(`<related-articles article-id="a1" server="${service.url}/below/"></related-articles>`),
    );
    await listOf(page).waitFor();
    expect(service.asked).toEqual(['/below/v1/articles/a1/related']);
  });

  it('show under a strict Content-Security-Policy, with the integrity that the service names', async (context) => {
    const { page, said } = await visit(context, '', async () => {
      const policy = `default-src 'none'; script-src ${service.url}; connect-src ${service.url}; require-trusted-types-for 'script'`;
      site.put(
        '/strict',
        `<!doctype html><html lang="en"><title>Strict</title><related-articles article-id="a1"></related-articles>${scriptTag(service.url)}</html>`,
        { 'Content-Security-Policy': policy },
      );
    });
    await page.goto(`${site.url}/strict`);
    await listOf(page).waitFor();
    expect(await page.evaluate(`getComputedStyle(${SHADOW}.querySelector('ul')).display`)).toBe('grid');
    expect(said).toEqual([]);
  });
});

describe('what a list cannot do', () => {
  it('is run what a title or an address brings along', async (context) => {
    const evil = (url: string) => link('evil', { url, title: 'Evil' });
    service.reply = () => [
      200,
      answerOf([
        evil('javascript:window.broken=1'),
        evil('data:text/html,<script>top.broken=1</script>'),
        evil('/relative'),
        link('none', { url: null }),
        link('b1', {
          title: '<img src=x onerror="window.broken=1">',
          summary: '<script>window.broken=1</script>',
          section: '<b onclick="window.broken=1">',
          image: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
          reasons: [{ type: 'terms', text: '<svg onload="window.broken=1">' }],
        }),
      ]),
    ];
    const { page, errors } = await visit(
      context,
      pageOf('<related-articles article-id="a1" images summaries reasons></related-articles>'),
    );
    await listOf(page).waitFor();
    expect(await linksIn(page).allTextContents()).toEqual(['<img src=x onerror="window.broken=1">']);
    expect(await listOf(page).locator('img, script, svg, b').count()).toBe(0);
    expect(await page.evaluate('window.broken')).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('takes no space when it is empty, whatever the page says of the element', async (context) => {
    service.reply = () => [200, answerOf([])];
    const { page } = await visit(
      context,
      pageOf(
        `<div id="box"><related-articles article-id="a1" heading="One"></related-articles><related-articles article-id="a2"><p>Read our front page.</p></related-articles></div>`,
        {
          head: '<style>#box{display:grid;gap:50px} related-articles{display:block;margin:40px 0}</style><script>window.heard = []; addEventListener("related-articles-empty", (event) => heard.push(event.detail.empty.reason))</script>',
        },
      ),
    );
    await vi.waitFor(async () =>
      expect(await page.evaluate('heard')).toEqual(['below_cutoff', 'below_cutoff']),
    );
    expect(await page.evaluate('box.offsetHeight')).toBe(0);
    // A page that goes on to another article has a list again.
    service.reply = () => [200, answerOf(LINKS)];
    await page.evaluate('document.querySelector("related-articles").setAttribute("article-id", "a3")');
    await page.getByRole('navigation', { name: 'One' }).waitFor();
  });
});

describe('what stands between the tags', () => {
  const ELEMENT = '<related-articles article-id="a1"><p>Read our front page.</p></related-articles>';

  it('is what readers without JavaScript have', async (context) => {
    const { page } = await visit(context, pageOf(ELEMENT), async (tab) => {
      const session = await tab.context().newCDPSession(tab);
      await session.send('Emulation.setScriptExecutionDisabled', { value: true });
    });
    expect(await page.getByText('Read our front page.').isVisible()).toBe(true);
    expect(await listOf(page).count()).toBe(0);
    expect(service.asked).toEqual([]);
  });

  it('is shown until there is a list, however slow', async (context) => {
    let answer: () => void = () => undefined;
    service.reply = () =>
      new Promise((done) => {
        answer = () => done([200, answerOf(LINKS)]);
      });
    const { page } = await visit(context, pageOf(ELEMENT));
    await vi.waitFor(() => expect(service.asked).toHaveLength(1));
    expect(await page.getByText('Read our front page.').isVisible()).toBe(true);
    answer();
    await listOf(page).waitFor();
    expect(await page.getByText('Read our front page.').isVisible()).toBe(false);
  });

  it.for<readonly [string, number, unknown, string]>([
    [
      'the service fails',
      500,
      { status: 500, detail: 'Something went wrong here.' },
      'Something went wrong here.',
    ],
    ['the article is not there', 404, { status: 404, detail: 'No article a1.' }, 'No article a1.'],
    ['the answer is not JSON', 502, '<html>Bad gateway</html>', 'Expected JSON, received status 502'],
    ['the answer is another', 200, { hello: 'there' }, 'TypeError'],
    ['the page may not ask', 0, '', `seealso serve --cors-origin ${site.url}`],
  ])('stays when %s, and the console has the remedy, once', async ([, status, body, remedy], context) => {
    service.open = status !== 0;
    service.reply = () => [status || 200, body];
    const heard =
      '<script>addEventListener("related-articles-error", (event) => { window.heard = String(event.detail) })</script>';
    const { page, said, errors } = await visit(context, pageOf(ELEMENT, { head: heard }));
    await vi.waitFor(async () => expect(await page.evaluate('window.heard')).toContain(remedy));
    expect(await page.getByText('Read our front page.').isVisible()).toBe(true);
    expect(said).toEqual([expect.stringContaining(remedy)]);
    expect(said[0]).toContain(`${service.url}/v1/articles/a1/related`);
    expect(errors).toEqual([]);
  });
});

describe('a list far down the page', () => {
  const far = (attributes: string) =>
    pageOf(
      `<div style="height:2400px">Text</div><related-articles article-id="a1" images ${attributes}></related-articles><footer>The end</footer>`,
      {
        head: '<script>window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value }).observe({ type: "layout-shift", buffered: true })</script>',
      },
    );

  beforeEach(() => {
    service.reply = () => [200, answerOf(LINKS.map((one) => ({ ...one, image: `${service.url}/picture` })))];
  });

  it('is asked for when it is about a screen away, and moves nothing that the reader sees', async (context) => {
    const { page } = await visit(context, far(''));
    await page.evaluate('customElements.whenDefined("related-articles")');
    await settled(page);
    await page.mouse.move(400, 300);
    await page.mouse.wheel(0, 1000);
    await page.waitForFunction('scrollY === 1000');
    await settled(page);
    expect(service.asked).toEqual([]);
    await page.mouse.wheel(0, 500);
    await listOf(page).waitFor();
    expect(service.asked).toHaveLength(1);
    for (let at = 1500; at < 2500; at += 250) {
      await page.mouse.wheel(0, 250);
      await settled(page);
    }
    await page.waitForFunction(`[...${SHADOW}.querySelectorAll('img')].every((one) => one.complete)`);
    await settled(page);
    expect(await page.evaluate('scrollY')).toBeGreaterThan(2000);
    expect(await page.evaluate('shift')).toBe(0);
  });

  it('is measured by what counts a list that comes into view: there the footer moves', async (context) => {
    let answer: () => void = () => undefined;
    service.reply = () =>
      new Promise((done) => {
        answer = () => done([200, answerOf(LINKS)]);
      });
    const { page } = await visit(context, far('').replace('height:2400px', 'height:100px'));
    await vi.waitFor(() => expect(service.asked).toHaveLength(1));
    await settled(page);
    answer();
    await page.waitForFunction('shift > 0');
  });

  it('is asked for at once where the page says so', async (context) => {
    const { page } = await visit(context, far('loading="eager"'));
    await listOf(page).waitFor({ state: 'attached' });
    expect(await page.evaluate('scrollY')).toBe(0);
    expect(service.asked).toHaveLength(1);
  });
});

describe('a list for everybody', () => {
  it('is gone through by keyboard, one stop for each link, with a focus that is seen', async (context) => {
    service.reply = () => [
      200,
      answerOf(LINKS.map((one) => ({ ...one, url: `${site.url}/article?${one.id}` }))),
    ];
    const { page } = await visit(
      context,
      pageOf('<related-articles article-id="a1" images></related-articles>'),
    );
    await listOf(page).waitFor();
    for (const { title } of LINKS) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`${SHADOW}.activeElement.textContent`)).toBe(title);
      const outline = `getComputedStyle(${SHADOW}.activeElement, '::after').outline`;
      expect(await page.evaluate(outline)).toMatch(/\b2px\b/);
      expect(await page.evaluate(outline)).toMatch(/\bsolid\b/);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/article?b3');
    // With a pointer, all of an item leads there.
    await listOf(page).getByText('October').nth(1).click({ force: true });
    await page.waitForURL('**/article?b2');
  });

  it('has the heading that the page asks for: its level, its words, or an element of its own', async (context) => {
    const { page } = await visit(
      context,
      pageOf(
        `<related-articles article-id="a1" heading-level="3" heading="Weiter"></related-articles>
<related-articles article-id="a2" heading-level="9"></related-articles>
<related-articles article-id="a3"><h4 slot="heading">By the page</h4></related-articles>`,
      ),
    );
    const inNav = (name: string, level: number) =>
      page.getByRole('navigation', { name }).getByRole('heading', { level, name, exact: true }).waitFor();
    await inNav('Weiter', 3);
    await inNav('Related articles', 2);
    await page.getByRole('navigation', { name: 'By the page' }).waitFor();
    await page.getByRole('heading', { level: 4, name: 'By the page' }).waitFor();
    expect(await page.getByRole('heading').count()).toBe(4);
  });

  it('has names and roles in the browser’s own tree, also with the page’s heading', async (context) => {
    const { page } = await visit(
      context,
      pageOf('<related-articles article-id="a3"><h4 slot="heading">By the page</h4></related-articles>'),
    );
    await listOf(page).waitFor();
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const found = (role: string) =>
      nodes.filter((node) => !node.ignored && node.role?.value === role).map((node) => node.name?.value);
    expect(found('navigation')).toEqual(['By the page']);
    expect(found('list')).toHaveLength(1);
    expect(found('link')).toEqual(LINKS.map(({ title }) => title));
  });

  it('runs from right to left where the page does', async (context) => {
    const html = pageOf('<related-articles article-id="a1" images></related-articles>', { lang: 'ar' });
    const { page } = await visit(context, html.replace('<html', '<html dir="rtl"'));
    const items = page.getByRole('navigation', { name: 'مقالات ذات صلة' }).getByRole('listitem');
    await items.first().waitFor();
    const [first, second] = [await items.nth(0).boundingBox(), await items.nth(1).boundingBox()];
    expect(first?.y).toBe(second?.y);
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBe(780);
    expect((second?.x ?? 0) + (second?.width ?? 0)).toBeLessThan(first?.x ?? 0);
    const heading = await page.getByText('مقالات ذات صلة').boundingBox();
    expect((heading?.x ?? 0) + (heading?.width ?? 0)).toBe(780);
  });

  it('takes fonts, colours and what else is set from the page, and fits a phone', async (context) => {
    service.reply = () => [
      200,
      answerOf([link('b1', { title: `Rinder${'kennzeichnungsüberwachung'.repeat(4)}` })]),
    ];
    const { page } = await visit(
      context,
      pageOf('<related-articles article-id="a1"></related-articles>', {
        head: '<style>related-articles{color:rgb(1,2,3);--related-articles-background:rgb(9,8,7);--related-articles-border:5px solid red} related-articles::part(title){letter-spacing:3px}</style>',
      }),
      (tab) => tab.setViewportSize({ width: 360, height: 740 }),
    );
    await listOf(page).waitFor();
    const style = (selector: string, name: string) =>
      page.evaluate(`getComputedStyle(${SHADOW}.querySelector('${selector}')).${name}`);
    expect(await style('a', 'fontFamily')).toBe('Georgia, serif');
    expect(await style('a', 'color')).toBe('rgb(1, 2, 3)');
    expect(await style('p', 'color')).toBe('rgb(1, 2, 3)');
    expect(await style('li', 'backgroundColor')).toBe('rgb(9, 8, 7)');
    expect(await style('li', 'borderLeftWidth')).toBe('5px');
    expect(await style('a span', 'letterSpacing')).toBe('3px');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('has nothing that axe objects to, in light and in dark', async (context) => {
    service.reply = () => [200, answerOf(LINKS.map((one) => ({ ...one, image: `${service.url}/picture` })))];
    const { page } = await visit(
      context,
      pageOf(
        '<related-articles article-id="a1" images summaries reasons></related-articles><related-articles article-id="a2"><h2 slot="heading">More of this</h2></related-articles>',
        {
          head: '<style>:root{color-scheme:light dark} body{background:#fff;color:#767676} @media (prefers-color-scheme:dark){body{background:#171614;color:#8b8b8b}}</style>',
        },
      ),
    );
    await page.getByRole('navigation', { name: 'More of this' }).waitFor();
    await page.addScriptTag({ path: AXE });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(
        `axe.run().then(({ violations, passes }) => ({
          violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
          contrast: passes.find(({ id }) => id === 'color-contrast').nodes.filter(({ target }) => Array.isArray(target[0])).length,
        }))`,
      );
      // The page’s own text is as pale as may be; what is in the shadow was looked at, and is no paler.
      expect(found).toEqual({ violations: [], contrast: expect.any(Number) });
      expect((found as { contrast: number }).contrast).toBeGreaterThan(12);
    }
    await page.emulateMedia({ colorScheme: null });
  });
});
