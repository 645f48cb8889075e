import type { BrowserContext, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import type { FakeService, FakeSite } from './service.js';

export interface Visit {
  readonly page: Page;
  /** What the page's console was told, but for what a browser says of answers by itself. */
  readonly said: string[];
  /** Errors that nobody caught. */
  readonly errors: string[];
}

export interface PageOptions {
  readonly lang?: string;
  /** What else stands in the head, before the script. */
  readonly head?: string;
}

/** Readers of a site whose pages have the widget of a service. */
export function readers(
  open: (context: TestContext) => BrowserContext,
  service: Pick<FakeService, 'url'>,
  site: FakeSite,
) {
  let shared: Visit | undefined;
  return {
    /** An article of the site with `body` below its heading. */
    pageOf: (body: string, { lang = 'en', head = '' }: PageOptions = {}): string =>
      `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>An article</title>
<style>body{margin:20px;font:16px/1.5 Georgia,serif}</style>
${head}
<script src="${service.url}/widget.js" async></script>
</head>
<body><main><h1>An article</h1>${body}</main></body>
</html>`,

    /** Opens a page in the tab of all tests, or in one of its own, closed with the test, that `prepare` has before. */
    async visit(
      context: TestContext,
      html: string,
      prepare?: (page: Page) => Promise<unknown>,
    ): Promise<Visit> {
      const visit = prepare === undefined && shared ? shared : newTab(await open(context).newPage());
      const { page, said, errors } = visit;
      if (prepare === undefined) shared = visit;
      else context.onTestFinished(() => page.close());
      said.length = 0;
      errors.length = 0;
      await page.setViewportSize({ width: 800, height: 600 });
      await prepare?.(page);
      await page.goto(site.put('/article', html));
      return visit;
    },
  };
}

function newTab(page: Page): Visit {
  const said: string[] = [];
  const errors: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (!/^(Failed to load|Access to fetch)/.test(message.text())) said.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, said, errors };
}

/** The first element's inside, in expressions that are evaluated in a page. */
export const SHADOW = "document.querySelector('related-articles').shadowRoot";

export const listOf = (page: Page) => page.getByRole('navigation');
export const linksIn = (page: Page) => listOf(page).getByRole('link');

/** Until the browser has said to its observers what is in view. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => new IntersectionObserver(done).observe(document.body))');
