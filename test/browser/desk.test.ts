import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { openBuilds, openKeys } from '../../src/compose.js';
import { GATE_DEFAULTS } from '../../src/evaluation/build-gate.js';
import { parseQrels } from '../../src/evaluation/judgments.js';
import { ask, engineOver, ids, listening, type Related } from '../http/site.js';
import { browser } from '../support/browser.js';
import { call } from '../support/call.js';
import { scratchFolder, write } from '../support/cli.js';
import { jsonl } from '../support/newsroom.js';
import { SAMPLE } from '../support/sample.js';
import { fakeSite } from '../widget/service.js';
import { faults } from './desk-visit.js';

/** The desk as it ships: the real page, server, engine and builds, over the sample archive. */

const ARTICLE = 'japan-record-budget-ai-push';
const open = browser();

let indexDir = '';
let url = '';
let keys: Readonly<Record<'ana' | 'ben', string>>;

beforeAll(async () => {
  const site = await engineOver(SAMPLE);
  indexDir = site.indexDir;
  const store = openKeys(indexDir);
  keys = { ana: store.add('ana', ['edit']) ?? '', ben: store.add('ben', ['admin']) ?? '' };
  store.close();
  const builds = openBuilds({ indexDir, thresholds: GATE_DEFAULTS, log: () => undefined });
  url = await listening(site.engine, { builds });
  return () => builds.close();
});

/** What the page tried although its own policy forbids it, as the browser tells. */
const forbidden: string[] = [];
afterAll(() => {
  expect(forbidden).toEqual([]);
});

/** What a site gets. */
const readers = async () => ids(await ask<Related>(`${url}/v1/articles/${ARTICLE}/related?limit=4`));

async function signIn(page: Page, name: keyof typeof keys): Promise<void> {
  await page.getByLabel('Your key').fill(keys[name]);
  await page.keyboard.press('Enter');
}

/** The page of somebody who has just signed in. Cookies are of a host: `localhost` is another browser's, as it were. */
async function comes(context: TestContext, name: keyof typeof keys, host = '127.0.0.1'): Promise<Page> {
  const page = await open(context).newPage();
  page.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) forbidden.push(message.text());
  });
  page.setDefaultTimeout(8000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url.replace('127.0.0.1', host)}/desk`);
  await signIn(page, name);
  await page.getByRole('heading', { name: 'Which article?' }).waitFor();
  return page;
}

async function find(page: Page, words: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await page.getByRole('option', { name: /Japan plans record/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Japan plans record' }).waitFor();
}

const list = (page: Page) =>
  page.locator('ol.list > li').evaluateAll((items) => items.map((item) => item.getAttribute('data-link')));

/** Presses a button of the link at that place, from 1. */
const press = (page: Page, place: number, name: RegExp) =>
  page
    .locator('ol.list > li')
    .nth(place - 1)
    .getByRole('button', { name })
    .click();

/** Opens another screen by its link. */
const goTo = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

describe('an editor', () => {
  let page: Page;
  let before: readonly string[];

  it('signs in, finds an article as they type, and sees the list that readers get', async (context) => {
    before = await readers();
    page = await comes(context, 'ana');
    await find(page, 'japan rec');
    expect(await list(page)).toEqual(before);
    await page.getByRole('button', { name: /^Why/ }).first().click();
    await page
      .getByText(/rank 2 of 101/)
      .first()
      .waitFor();
  });

  it('pins, which readers see at once, and undoes it', async (context) => {
    open(context);
    await press(page, 3, /^Move up/);
    const moved = [before[0], before[2], before[1], before[3]];
    await expect.poll(() => list(page)).toEqual(moved);
    await expect.poll(readers).toEqual(moved);
    await press(page, 4, /^Pin here/);
    await page.getByText('Pinned by ana').nth(1).waitFor();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.last().click();
    await expect.poll(() => page.getByText('Pinned by ana').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => list(page)).toEqual(before);
    await expect.poll(readers).toEqual(before);
  });

  it('blocks a link, and is seen doing so by another one', async (context) => {
    const bens = await comes(context, 'ben', 'localhost');
    await find(bens, 'japan rec');
    expect(await list(bens)).toEqual(before);
    await press(page, 1, /^Block/);
    await expect.poll(async () => (await list(page)).includes(before[0] ?? '')).toBe(false);
    await expect.poll(() => list(bens)).toEqual(await readers());
    await bens.getByText('Changed just now by ana', { exact: true }).waitFor();
    // What ana blocked, ben allows again; then there is nothing left for her to undo.
    await bens.getByRole('button', { name: /^Take back: Blocked/ }).click();
    await expect.poll(() => list(page)).toEqual(before);
    await page.keyboard.press('Control+z');
    await page.getByText(/ben/).first().waitFor();
    expect(await readers()).toEqual(before);
    await press(page, 2, /^Block/);
    await expect.poll(() => readers()).not.toContain(before[1]);
    await bens.close();
  });

  it('builds, compares, publishes and rolls back, and the block goes on', async (context) => {
    open(context);
    const blocked = await readers();
    const generation = async () =>
      (await ask<Related>(`${url}/v1/articles/${ARTICLE}/related`)).body.index.generation;
    const first = await generation();
    await goTo(page, 'Publish');
    await page.getByLabel('Fit to the archive anew').check();
    await page.getByRole('button', { name: 'Build a new index' }).click();
    await page.getByRole('heading', { name: 'Ready to publish' }).waitFor();
    await page.getByText(/100% of the links stayed/).waitFor();
    expect(await generation()).toBe(first);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published: readers get the new lists.').waitFor();
    await expect.poll(generation).not.toBe(first);
    expect(await readers()).toEqual(blocked);
    await page
      .getByRole('button', { name: /^Roll back to this/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await expect.poll(generation).toBe(first);
    expect(await readers()).toEqual(blocked);
  });

  it('is told why a bad export is held back, while the old lists go on', async (context) => {
    open(context);
    const served = await readers();
    const broken = SAMPLE.map((article, i) => (i % 5 < 3 ? { ...article, body: '' } : article));
    const file = write(scratchFolder(), 'articles.jsonl', jsonl(broken));
    const { code } = await call(['index', file, '--gate', '--index-dir', indexDir]);
    expect(code).toBe(1);
    await page.getByRole('heading', { name: 'Held back' }).waitFor();
    await page.getByText(/of 102 texts lost more than half of their words/).waitFor();
    expect(await page.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    expect(await readers()).toEqual(served);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The build was discarded.').waitFor();
  });

  it('judges by the keyboard, and eval reads what came of it', async (context) => {
    open(context);
    await goTo(page, 'Judge');
    await page.getByText('Just read', { exact: true }).waitFor();
    for (const grade of ['3', '0', '2']) {
      await page.keyboard.press(grade);
      await page.getByText(new RegExp(`You said ${grade}`)).waitFor();
    }
    await page.getByText(/^3 judgments/).waitFor();
    const out = join(scratchFolder(), 'judged');
    const made = await call(['judgments', '--from-desk', '--out', out, '--index-dir', indexDir, '--json']);
    expect(JSON.parse(made.stdout)).toMatchObject({ judgments: 3 });
    const download = await page.request.get(`${url}/desk/judging/qrels.txt`);
    const grades = [...parseQrels(await download.text(), 'qrels.txt').values()].flatMap((judged) => [
      ...judged.values(),
    ]);
    expect(grades.sort()).toEqual([0, 2, 3]);
    const files = ['--articles', join(out, 'articles.jsonl'), '--qrels', join(out, 'qrels.txt')];
    const measured = await call(['eval', ...files, '--json', '--samples', '100', '--rounds', '100']);
    expect([measured.code, measured.stdout]).toEqual([0, expect.stringContaining('nDCG@10')]);
  });

  it('goes on where they were when their session has ended', async (context) => {
    const [cookie] = await open(context).cookies(`${url}/desk/session`);
    const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
    const hash = createHash('sha256')
      .update(cookie?.value ?? '')
      .digest('hex');
    expect(catalog.sessions.byHash(hash)).not.toBeNull();
    catalog.sessions.extend(hash, Date.now() - 1);
    catalog.close();
    await goTo(page, 'Log');
    await page.getByRole('dialog').getByText('Your session has ended').waitFor();
    await signIn(page, 'ana');
    await page
      .getByText(/ana.*blocked/)
      .first()
      .waitFor();
    expect(page.url()).toContain('#/log');
  });

  it('is not spoken for by the page of another site', async (context) => {
    const decided = JSON.stringify({ action: 'no_links', article: ARTICLE });
    const [start, end] = [decided.slice(0, -1), '}'];
    // Another host of this machine is another site. A form and a plain `fetch` need nobody's leave to be sent.
    const evil = (await fakeSite()).put(
      '/',
      `<form method="post" enctype="text/plain" action="${url}/desk/decisions"><input name='${start},"a":"' value='"${end}'></form>`,
    );
    const foreign = await open(context).newPage();
    foreign.setDefaultTimeout(8000);
    await foreign.goto(evil.replace('127.0.0.1', 'localhost'));
    const refused = foreign.waitForEvent('requestfailed');
    await foreign.evaluate(
      `fetch('${url}/desk/decisions', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '${decided}' }).catch(() => null)`,
    );
    expect((await refused).url()).toBe(`${url}/desk/decisions`);
    const ofForm = foreign.waitForResponse(`${url}/desk/decisions`);
    await foreign.evaluate('document.forms[0].submit()');
    expect((await ofForm).status()).toBe(403);
    expect(await readers()).not.toEqual([]);
    await foreign.close();
  });

  it('has a page for everybody, in light and in dark', async (context) => {
    open(context);
    await goTo(page, 'Look');
    await page.getByRole('heading', { name: 'Which article?' }).waitFor();
    await find(page, 'japan rec');
    for (const looks of ['light', 'dark'] as const) expect(await faults(page, looks)).toEqual([]);
  });
});
