import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportLists } from '../../src/export/export-lists.js';
import { scriptTag } from '../../src/http/widget-script.js';
import { elementAttributes } from '../../src/page/element.js';
import { FRAGMENT_DEFAULTS } from '../../src/page/fragment.js';
import { ask, engineOver, listening, type Related } from '../http/site.js';
import { browser } from '../support/browser.js';
import { scratchFolder } from '../support/cli.js';
import { ARCHIVE } from '../support/newsroom.js';
import { fakeSite } from '../widget/service.js';

/** A site of static pages, each with the fragment that an export wrote for its article. */
const site = await fakeSite();
const addressOf = (id: string) => `${site.url}/news/${id}/`;
const { engine } = await engineOver(ARCHIVE.map((article) => ({ ...article, url: addressOf(article.id) })));
const service = await listening(engine, { corsOrigin: [site.url] });
const folder = join(scratchFolder(), 'related');
await exportLists({
  engine,
  folder,
  format: 'html',
  question: { limit: 3, language: null },
  look: {
    ...FRAGMENT_DEFAULTS,
    element: elementAttributes({
      limit: 3,
      mode: 'related',
      language: null,
      sponsored: null,
      paywalled: null,
      heading: null,
      headingLevel: 2,
      reasons: false,
    }),
  },
  progress: () => undefined,
  signal: new AbortController().signal,
});
const fragmentOf = (id: string): string => {
  const file = readdirSync(folder).find((name) => name.startsWith(`${id}-`));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
};
for (const { id, title } of ARCHIVE) {
  site.put(
    `/news/${id}/`,
    `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${fragmentOf(id)}</main>${scriptTag(service)}`,
  );
}
// As a template does that does not know the id: the element finds the article by the page's address.
const anonymous = (id: string) => fragmentOf(id).replace(/ article-id="[^"]*"/, '');

const wanted = engine.related('yen-falls', { limit: 3, language: null }).related;
const open = browser();

describe('a static site with the fragments of an export', () => {
  it('links to addresses that the endpoint knows, however a reader came by them', async () => {
    const hrefs = [...fragmentOf('yen-falls').matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');
    expect(hrefs).toEqual(wanted.map(({ id }) => addressOf(id)));
    expect(hrefs.length).toBeGreaterThan(1);
    for (const [i, href] of hrefs.entries()) {
      const visited = `${href.replace(/\/$/, '')}?utm_source=related&fbclid=x#comments`;
      const answer = await ask<Related>(`${service}/v1/related?url=${encodeURIComponent(visited)}&limit=2`);
      expect(answer.body.article?.id).toBe(wanted[i]?.id);
      expect(answer.body.related).toEqual(
        engine.related(wanted[i]?.id ?? '', { limit: 2, language: null }).related,
      );
    }
  });

  it('leads from article to article without JavaScript', async (context) => {
    const page = await (await open(context).browser()?.newContext({ javaScriptEnabled: false }))?.newPage();
    if (page === undefined) throw new Error('Expected a browser that can be without JavaScript.');
    await page.goto(addressOf('yen-falls'));
    const links = page.getByRole('navigation', { name: /^Related articles/ }).getByRole('link');
    expect(await links.allTextContents()).toEqual(wanted.map(({ title }) => title));
    await links.first().click();
    expect(page.url()).toBe(addressOf(wanted[0]?.id ?? ''));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(wanted[0]?.title);
    await page.context().close();
  });

  it('has the current list in place of the built one where there is JavaScript, asked for by address', async (context) => {
    const address = site.put(
      '/news/yen-falls/',
      `<!doctype html><html lang="en"><title>Yen</title><main>${anonymous('yen-falls')}</main>${scriptTag(service)}`,
    );
    const page = await open(context).newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${address}?utm_campaign=autumn#top`);
    const links = page.locator('related-articles').locator('[part~=link]');
    await links.first().waitFor();
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(
      wanted.map(({ id }) => addressOf(id)),
    );
    const question = new URL(asked.find((url) => url.startsWith(`${service}/v1/`)) ?? service);
    expect([question.pathname, question.searchParams.get('url')]).toEqual([
      '/v1/related',
      `${address}?utm_campaign=autumn`,
    ]);
    await page.close();
  });
});
