import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answered, AUTHORISED, ask, ids, KEY, listening, type Related } from './site.js';
import { ALONE, BANKS, bank, type SmallSite, smallSite } from './small-site.js';

const hostile = {
  ...bank('epsilon', 2),
  id: 'hostile.html',
  title: '<img src=x onerror=alert(1)> Bank & "yen"',
  summary: '</p><script>alert(2)</script>',
  section: '<i>World</i>',
  url: `https://example.org/"><script>alert(3)</script>`,
};
const slashed = { ...bank('zeta', 3), id: 'news/2026/slash/' };
const placeless = ['eta', 'theta', 'iota'].map((name) => ({
  ...bank(name, 0),
  id: `placeless-${name}`,
  url: null,
}));

let small: SmallSite;
let url = '';

beforeAll(async () => {
  small = await smallSite([...BANKS, ALONE, hostile, slashed, ...placeless]);
  url = await small.serve();
});

const pathOf = (id: string) => `/v1/articles/${encodeURIComponent(id)}/related.html`;
const fragment = (id: string, query = '') => ask(url + pathOf(id) + query);
const related = (id: string, query = '') =>
  ask<Related>(`${url}/v1/articles/${encodeURIComponent(id)}/related${query}`);

const documentOf = ({ text }: Answered) =>
  parseHTML(`<!doctype html><html><body>${text}</body></html>`).document;
const linksIn = (answer: Answered) =>
  [...documentOf(answer).querySelectorAll('a')].map((link) => link.getAttribute('href'));

/** Addresses of those of the list that have one, as JSON gives it. */
const linkable = async (id: string, query: string) => {
  const { body } = await related(id, query);
  return body.related.flatMap((link) => ('url' in link && typeof link.url === 'string' ? [link.url] : []));
};

describe('related articles as HTML', () => {
  it('are a landmark with a heading and the links of the list, and no document around it', async () => {
    const answer = await fragment('alpha', '?limit=2&exclude=hostile.html');
    expect([answer.status, answer.type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text).toMatch(/^<nav class="related-articles"[\s\S]*<\/nav>\n$/);
    const found = documentOf(answer);
    expect(found.querySelector('nav')?.getAttribute('aria-label')).toBe(
      'Related articles: Bank alpha and the yen',
    );
    expect(found.querySelector('nav > h2')?.textContent).toBe('Related articles');
    expect(found.querySelectorAll('nav > ul > li')).toHaveLength(2);
    expect(found.querySelector('time')?.getAttribute('datetime')).toMatch(/^2026-04-0\dT08:00:00Z$/);
  });

  it('are asked for as the list is, by id and by address', async () => {
    for (const query of [
      '?limit=50&exclude=hostile.html',
      '?limit=50&section=Markets',
      '?limit=50&halfLife=none&publishedAfter=2026-04-03',
    ]) {
      const expected = await linkable('alpha', query);
      expect(expected.length).toBeGreaterThan(0);
      expect(linksIn(await fragment('alpha', query))).toEqual(expected);
      const address = encodeURIComponent(String(BANKS[0]?.url));
      const byAddress = await ask(`${url}/v1/related.html?url=${address}&${query.slice(1)}`);
      expect(byAddress.text).toBe((await fragment('alpha', query)).text);
    }
  });

  it('fill the list with those that can be linked to', async () => {
    const some = await related('alpha', '?limit=5');
    expect(ids(some).some((id) => id.startsWith('placeless'))).toBe(true);
    expect(linksIn(await fragment('alpha', '?limit=5'))).toHaveLength(5);
    expect(linksIn(await fragment('alpha', '?limit=50'))).toHaveLength(5);
  });

  it('are found by ids that end in slashes or in .html', async () => {
    for (const id of [slashed.id, hostile.id]) {
      const answer = await fragment(id, '?limit=1');
      expect([answer.status, linksIn(answer).length]).toEqual([200, 1]);
    }
    expect((await ask(`${url}/v1/articles/${encodeURIComponent(hostile.id)}`)).body.id).toBe(hostile.id);
  });

  it('hold nothing but text of what an article says', async () => {
    const answer = await fragment('alpha', '?limit=50&reasons=true&heading=%3Cb%3EMore%3C/b%3E');
    expect(answer.text).toContain('&lt;b&gt;More&lt;/b&gt;');
    const found = documentOf(answer);
    const tags = new Set([...found.body.querySelectorAll('*')].map(({ localName }) => localName));
    expect([...tags].sort()).toEqual(['a', 'h2', 'li', 'nav', 'p', 'span', 'time', 'ul']);
    for (const href of linksIn(answer)) expect(href).toMatch(/^https:\/\/example\.org\//);
    const attributes = [...found.body.querySelectorAll('*')].flatMap((one) => one.getAttributeNames());
    expect(attributes.filter((name) => /^on|style|id/.test(name))).toEqual([]);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
  });

  it('look as asked', async () => {
    const answer = await fragment('alpha', '?heading=Weiterlesen&headingLevel=4&reasons=true');
    const found = documentOf(answer);
    expect(found.querySelector('h4')?.textContent).toBe('Weiterlesen');
    expect(found.querySelector('nav')?.getAttribute('aria-label')).toMatch(/^Weiterlesen: /);
    expect(found.querySelectorAll('.related-articles-reason').length).toBeGreaterThan(0);
    expect((await fragment('alpha')).text).not.toContain('related-articles-reason');
  });

  it('are nothing where nothing is related', async () => {
    for (const query of ['?section=none', '?section=none&widget=false&reasons=true']) {
      const answer = await fragment('alone', query);
      expect([answer.status, answer.text, answer.type]).toEqual([200, '', 'text/html; charset=utf-8']);
    }
  });
});

describe('the element around it', () => {
  it('asks the same again', async () => {
    const query =
      '?widget=true&limit=2&mode=background&language=any&sponsored=false&paywalled=false&heading=%22More%22&headingLevel=3&reasons=true';
    const element = documentOf(await fragment(slashed.id, query)).querySelector('related-articles');
    const attributes = Object.fromEntries(
      (element?.getAttributeNames() ?? []).map((name: string) => [name, element?.getAttribute(name)]),
    );
    expect(attributes).toEqual({
      'article-id': slashed.id,
      limit: '2',
      mode: 'background',
      language: 'any',
      sponsored: 'false',
      paywalled: 'false',
      heading: '"More"',
      'heading-level': '3',
      reasons: '',
      summaries: '',
    });
    expect(element?.querySelectorAll('nav.related-articles')).toHaveLength(1);
  });

  it('is refused with a filter that it would not know', async () => {
    for (const filter of ['section=World', 'excludeLinked=true', 'halfLife=none', 'tag=yen']) {
      const answer = await fragment('alpha', `?widget=true&${filter}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('widget: expected false where there is a filter');
    }
  });
});

describe('what went wrong', () => {
  it.each([
    [pathOf('no--><script>'), 404, 'No article with id'],
    [`${pathOf('alpha')}?limit=0`, 400, 'limit: expected'],
    [`${pathOf('alpha')}?headingLevel=7`, 400, 'headingLevel: expected one of 1, 2, 3, 4, 5, 6'],
    [`${pathOf('alpha')}?heading=`, 400, 'heading: expected'],
    [`${pathOf('alpha')}?reasons=--!%3E%3Cb%3E`, 400, 'reasons: expected true or false'],
    ['/v1/related.html', 400, 'url: expected'],
    ['/v1/related.html?url=https%3A%2F%2Fexample.org%2F--%3E%3Cb%3E', 404, 'No article at'],
    ['/v1/articles/%E0%A4%A/related.html', 400, 'Percent-encode'],
  ])('stands in a comment, and shows nothing in a page: %s', async (path, status, told) => {
    const answer = await ask(url + path);
    expect([answer.status, answer.type]).toEqual([status, 'text/html; charset=utf-8']);
    expect(answer.text).toContain(told);
    expect(answer.text).toMatch(/^<!-- seealso: \d{3} (?:(?!--)[^<>])* -->\n$/);
    expect(documentOf(answer).body.children).toHaveLength(0);
  });

  it('is told so also of another method, and where there is no index', async () => {
    const post = await ask(url + pathOf('alpha'), { method: 'POST', headers: AUTHORISED });
    expect([post.status, post.headers.get('allow'), post.text.slice(0, 18)]).toEqual([
      405,
      'GET',
      '<!-- seealso: 405 ',
    ]);
    const fail = (): never => {
      throw new TypeError('cannot read secret.sqlite');
    };
    const logged: string[] = [];
    const engine = { ...small.site.engine, version: fail };
    const broken = await listening(engine, { apiKey: KEY, log: (message) => logged.push(message) });
    const answer = await ask(broken + pathOf('alpha'));
    expect([answer.status, answer.text.includes('secret')]).toEqual([500, false]);
    expect(logged.join()).toContain('secret.sqlite');
  });
});
