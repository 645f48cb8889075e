import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../src/http/openapi/document.js';
import { METHODS } from '../../src/page/docs/api.js';
import { ask, engineOver, KEY, listening } from './site.js';
import { BANKS, smallSite } from './small-site.js';

/** An article whose id and address would break out of a command or of markup. */
const HOSTILE = {
  ...BANKS[0],
  id: `it's <b>"$(id)" & \`more\``,
  url: `https://example.org/it's-<b>?a="$(id)"&b=\`c\``,
};
const SECRET = 'long enough to guess at';
const OPTIONS = { clicks: true, ghostHookSecret: SECRET, wordpressHookSecret: SECRET };

const { serve } = await smallSite([...BANKS, HOSTILE]);
let url = '';
let page: Awaited<ReturnType<typeof ask>>;
/** The page, parsed: it is long, and nobody changes it. */
let shown: ReturnType<typeof documentOf>;
const documentOf = (text: string) => parseHTML(text).document;

beforeAll(async () => {
  url = await serve({ ...OPTIONS, front: HOSTILE.id });
  page = await ask(`${url}/docs`);
  shown = documentOf(page.text);
});

const operations = Object.entries(apiDocument().paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method, path, operation }];
  }),
);

describe('the page at /docs', () => {
  it('needs nothing from elsewhere, and no script', () => {
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    const found = shown;
    expect(found.querySelectorAll('script, img, iframe, link[rel=stylesheet], form')).toHaveLength(0);
    const style = found.querySelector('style')?.textContent ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none';");
    expect(policy).toContain(`style-src 'sha256-${hash}';`);
    expect(style).not.toMatch(/url\(|@import/);
    expect(found.querySelectorAll('[style]')).toHaveLength(0);
  });

  it('tells of every request: what it takes, what it answers, what can go wrong', () => {
    const found = shown;
    for (const { method, path, operation } of operations) {
      const section = found.querySelector(`section#${operation.operationId}`);
      expect(section?.querySelector('.call')?.textContent).toBe(`${method.toUpperCase()} ${path}`);
      const text = section?.textContent ?? '';
      for (const one of operation.parameters ?? [])
        if ('name' in one) expect([path, text.includes(one.name)]).toEqual([path, true]);
      for (const status of Object.keys(operation.responses))
        expect([path, status, status === '500' || text.includes(status)]).toEqual([path, status, true]);
    }
    const objects = [...found.querySelectorAll('#objects section')].map(({ id }) =>
      id.replace('object-', ''),
    );
    expect(objects).toEqual(Object.keys(apiDocument().components.schemas).sort());
    const row = found.querySelector('#parameter-limit');
    expect([...(row?.children ?? [])].map(({ textContent }) => textContent)).toEqual([
      'limit',
      'query',
      'integer, 1–50',
      '4',
      'Length of the list at most.',
    ]);
  });

  it('leads nowhere that is not there', () => {
    const found = shown;
    const all = [...found.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    const links = [...found.querySelectorAll('a')].map((link) => String(link.getAttribute('href')));
    expect(links.length).toBeGreaterThan(100);
    const lost = links.filter((href) => !(href.startsWith('#') && all.includes(href.slice(1))));
    expect(lost).toEqual(['./', 'openapi.json']);
  });

  it('shows nothing of what is in an article but text', () => {
    expect(page.text).not.toMatch(/<b>"\$|it's-<b>/);
    expect(page.text).not.toContain('<script');
    expect(shown.querySelector('#page pre')?.textContent).toContain(
      'article-id="it&#39;s &lt;b&gt;&quot;$(id)&quot; &amp; `more`"',
    );
  });

  it('shows how to load the widget, with the integrity of the script that is served', async () => {
    const markup = shown.querySelector('#page pre')?.textContent ?? '';
    const [, src = '', integrity] = /<script src="([^"]+)" integrity="([^"]+)"/.exec(markup) ?? [];
    const script = await ask(src);
    expect(integrity).toBe(`sha384-${createHash('sha384').update(script.text).digest('base64')}`);
  });

  it('shows commands that work as they stand', async () => {
    const commands = operations.map(({ operation: { operationId } }) => {
      const command = shown.querySelector(`#${operationId} pre`)?.textContent ?? '';
      return { operationId, command };
    });
    const untried = commands.filter(({ command }) => !command.includes('curl '));
    // Of the desk, what is read alone.
    expect(
      untried.filter(({ operationId }) => !/^(post|delete)Desk|^getDesk(Builds|Events)$/.test(operationId)),
    ).toEqual([]);
    const order = ['putArticle', 'deleteArticle'];
    commands.sort((a, b) => order.indexOf(a.operationId) - order.indexOf(b.operationId));
    const quiet = `curl() { command curl -s -S -o /dev/null -w "$name %{http_code}\\n" "$@"; }`;
    const script = commands
      .filter((one) => !untried.includes(one))
      .map(({ operationId, command }) => `name=${operationId}\n${command}`);
    const env = {
      PATH: process.env.PATH,
      SEEALSO_API_KEY: KEY,
      SEEALSO_GHOST_HOOK_SECRET: SECRET,
      SEEALSO_WORDPRESS_HOOK_SECRET: SECRET,
    };
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', [quiet, ...script].join('\n')], {
      env,
    });
    expect(stderr).toBe('');
    const statuses = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    );
    const created = { putArticle: '201', deleteArticle: '204', postEvents: '204' };
    const ignored = { postGhost: '202', postWordPress: '202' };
    const ids = commands.filter((one) => !untried.includes(one)).map(({ operationId }) => operationId);
    expect(statuses).toEqual({ ...Object.fromEntries(ids.map((id) => [id, '200'])), ...created, ...ignored });
  });

  it('names the address that readers know, and the article of the front, or else one that is there', async () => {
    const known = await serve({ publicUrl: 'https://related.example/seealso', front: 'beta' });
    const { text } = await ask(`${known}/docs`);
    expect(text).toContain('curl &#39;https://related.example/seealso/v1/articles/beta/related?limit=4&#39;');
    expect(text).not.toContain(known);
    const newest = await serve();
    expect((await ask(`${newest}/docs`)).text).toContain('/v1/articles/delta/related?limit=4');
  });

  it('is there also where there is no index yet', async () => {
    const { engine } = await engineOver(null);
    const answer = await ask(`${await listening(engine)}/docs`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('/v1/articles/japan-record-budget-ai-push/related');
  });
});
