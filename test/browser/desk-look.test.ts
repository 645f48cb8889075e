import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { browser } from '../support/browser.js';
import { deskServer } from '../support/desk-server.js';
import { faults, type Looks, visitor } from './desk-visit.js';

const open = browser();
const server = await deskServer();
afterAll(() => server.close());
const visit = visitor(open, server);

const BUDGET = 'japan-record-budget-ai-push';
const links = (page: Page) => page.getByRole('list', { name: 'Links under this article' });
const titles = (page: Page) => links(page).getByRole('heading').allTextContents();
const toast = (page: Page) => page.locator('.toast');
const search = (page: Page) => page.getByRole('combobox', { name: /^Find an article/ });
/** Of a link of the list, by its place. */
const press = (page: Page, name: RegExp, place: number) =>
  links(page)
    .getByRole('button', { name })
    .nth(place - 1)
    .click();

/** The list under the article, once it is there. */
async function look(page: Page, article = BUDGET, query = ''): Promise<readonly string[]> {
  await page.goto(`${server.url}/desk#/look/${article}${query}`);
  await links(page).waitFor();
  return titles(page);
}

/** Everybody's decisions are forgotten. */
const forget = () => {
  server.decisions.rules = [];
};

describe('looking at an article at the desk', () => {
  it('finds it as one types, by the keyboard alone, and shows the list that readers see', async (context) => {
    const page = await visit(context, 'look', () => undefined);
    await page.getByRole('heading', { name: 'Which article?' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('listbox', { name: 'Recent articles' }).waitFor();
    await page.keyboard.type('japan');
    const found = page.getByRole('listbox', { name: 'Articles found' }).getByRole('option');
    await found.first().waitFor();
    expect((await found.allTextContents()).every((text) => /japan/i.test(text))).toBe(true);
    await page.keyboard.press('Escape');
    await found.first().waitFor({ state: 'hidden' });
    expect(await search(page).inputValue()).toBe('japan');
    await page.keyboard.press('Escape');
    await expect.poll(() => search(page).inputValue()).toBe('');
    await search(page).fill('left');
    await page.keyboard.press('Tab');
    await expect.poll(() => search(page).inputValue()).toBe('');
    await search(page).fill(BUDGET);
    await page.getByRole('option', { selected: true }).getByText(BUDGET).waitFor();
    await page.keyboard.press('Enter');
    await links(page).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Japan plans record/);
    expect(await page.title()).toMatch(/^Japan plans record .* · seealso desk$/);
    expect(await titles(page)).toHaveLength(4);
    await page.getByRole('heading', { name: 'As readers see it' }).waitFor();
    await page.close();
  });

  it('shows another list for another mode or filter, only here, and goes back by the address', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const before = await look(page);
    await page.getByText('Follow-up').click();
    await page.getByText('Only here: nothing is changed for readers.').waitFor();
    expect(page.url()).toContain('?mode=followup');
    await expect.poll(() => titles(page)).not.toEqual(before);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Links at most').fill('2');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await titles(page)).length).toBe(2);
    await page.goBack();
    await expect.poll(async () => (await titles(page)).length).toBe(4);
    await page.getByRole('button', { name: 'As readers see it' }).click();
    await expect.poll(() => titles(page)).toEqual(before);
    expect(await page.getByText('Only here').count()).toBe(0);
    expect(server.asked).toEqual([]);
    await page.close();
  });

  it('says what a score is made of, why a list is empty, and what cannot be found', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    await look(page);
    await press(page, /^Why/, 1);
    await page.getByText('0.42 · rank 1 of 214').waitFor();
    await page.getByText('not measured').waitFor();
    await page
      .getByText('Stands out by 1.90 among what this article could hope for; 0.95 is needed')
      .waitFor();
    await page.goto(`${server.url}/desk#/look/rtl`);
    await page.getByText('No candidate is related closely enough').waitFor();
    await page.goto(`${server.url}/desk#/look/unknown`);
    await page.getByRole('alert').getByText('No article with id "unknown"').waitFor();
    await page.close();
  });
});

describe('correcting a list at the desk', () => {
  it('pins, moves, blocks and takes each back by one press', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const [first = '', second = '', third = '', fourth = ''] = await look(page);
    await press(page, /^Pin here/, 2);
    await page.getByText('Pinned by Ana').waitFor();
    await toast(page).getByText(`Pinned at place 2: “${second}”`).waitFor();
    await toast(page).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Pinned by Ana').waitFor({ state: 'hidden' });
    await press(page, /^Move up/, 3);
    await expect.poll(() => titles(page)).toEqual([first, third, second, fourth]);
    await toast(page).getByText(`Pinned at place 2: “${third}”`).waitFor();
    await press(page, /^Block/, 1);
    await expect.poll(async () => (await titles(page))[0]).toBe(second);
    await page.getByText(`Blocked: ${first}`).waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => titles(page)).toEqual([first, third, second, fourth]);
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: `Take back: Blocked ${first}` }).click();
    await expect.poll(() => titles(page)).toEqual([first, third, second, fourth]);
    await page.close();
  });

  it('is done from the keyboard, which stays with the link', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const [first = '', second = '', third = ''] = await look(page);
    for (const key of ['j', 'j', 'Alt+ArrowUp']) await page.keyboard.press(key);
    await expect.poll(async () => (await titles(page)).slice(0, 2)).toEqual([second, first]);
    await page.getByText('Pinned by Ana').waitFor();
    const focused = () => page.evaluate('document.activeElement.textContent');
    expect(await focused()).toBe(second);
    await page.keyboard.press('Shift+p');
    await page.keyboard.type('Our own report');
    await page.getByLabel('1 week').check({ force: true });
    await page.keyboard.press('Control+Enter');
    await page.getByText('Our own report').waitFor();
    await page.getByText(', until ').waitFor();
    await expect.poll(focused).toBe(second);
    await page.keyboard.press('b');
    await expect.poll(async () => (await titles(page)).slice(0, 2)).toEqual([first, third]);
    await expect.poll(focused).toBe(first);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe(first);
    await page.close();
  });

  it('adds any article, takes one out of every list with a note, and shows no links at all', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const [first = ''] = await look(page);
    await page.getByRole('button', { name: 'Add a link…' }).click();
    await page.keyboard.type('rtl');
    await page.getByRole('option', { selected: true }).getByText('rtl').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await titles(page)).slice(1, 2)).toEqual([first]);
    await page.setViewportSize({ width: 1200, height: 500 });
    await page.evaluate("document.querySelectorAll('.list .menu')[1].scrollIntoView({ block: 'end' })");
    await press(page, /^More about/, 2);
    const sheet = await page.getByRole('menu').boundingBox();
    const button = await links(page)
      .getByRole('button', { name: /^More about/ })
      .nth(1)
      .boundingBox();
    expect(sheet?.y).toBeLessThan(button?.y ?? 0);
    for (const key of ['End', 'Enter']) await page.keyboard.press(key);
    await page.keyboard.type('Was withdrawn');
    await page.getByRole('button', { name: 'Never recommend', exact: true }).click();
    await toast(page).getByText(`In no list any more: “${first}”`).waitFor();
    expect(server.decisions.rules).toContainEqual(
      expect.objectContaining({ kind: 'never_recommend', note: 'Was withdrawn' }),
    );
    await page.getByRole('switch', { name: 'Show no links under this' }).click();
    await page.getByText('An editor decided that nothing is shown').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByText('Was withdrawn').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.locator('.log-entry').first().getByText('took back: switched off all links under').waitFor();
    await page.goBack();
    await links(page).waitFor();
    await page.close();
  });

  it('puts the list back, and keeps a note that was typed, where the server does not take a decision', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const before = await look(page);
    // Neither decisions nor lists: what is shown must come from what was there.
    await page.route('**/desk/{decisions,articles/**}', (route) => route.abort());
    await press(page, /^Block/, 1);
    await toast(page).getByText('The server cannot be reached').waitFor();
    await expect.poll(() => titles(page)).toEqual(before);
    await press(page, /^More about/, 1);
    await page.getByRole('menuitem', { name: 'Pin with a note' }).click();
    await page.getByLabel('Why', { exact: true }).fill('Ours');
    await page.getByLabel('Until…').check({ force: true });
    await page.getByLabel('Last day').fill('2020-01-01');
    expect(await page.evaluate('document.querySelector("input[type=date]").validity.rangeUnderflow')).toBe(
      true,
    );
    await page.getByLabel('1 week').check({ force: true });
    await page.keyboard.press('Control+Enter');
    const form = page.getByRole('form');
    await form.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.getByLabel('Why', { exact: true }).inputValue()).toBe('Ours');
    await page.unroute('**/desk/{decisions,articles/**}');
    await page.keyboard.press('Control+Enter');
    await form.waitFor({ state: 'hidden' });
    await page.getByText('Ours').waitFor();
    await page.close();
  });

  it('drags a link to another place', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const before = await look(page);
    const [first = '', second = '', third = ''] = before;
    const grip = await page.locator('.grip').first().boundingBox();
    const target = await links(page).getByRole('listitem').nth(2).boundingBox();
    if (grip === null || target === null) throw new Error('Expected a grip and a third link, received none.');
    await page.mouse.move(grip.x + 8, grip.y + 8);
    await page.mouse.down();
    await page.mouse.move(grip.x + 8, target.y + target.height - 10, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect([await titles(page), server.decisions.rules]).toEqual([before, []]);
    await page.mouse.move(grip.x + 8, grip.y + 8);
    await page.mouse.down();
    await page.mouse.move(grip.x + 8, target.y + target.height - 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await titles(page)).slice(0, 3)).toEqual([second, third, first]);
    await toast(page).getByText(`Pinned at place 3: “${first}”`).waitFor();
    await page.close();
  });

  it('shows what another editor does, and says what is overtaken', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const before = await look(page);
    await press(page, /^Block/, 4);
    await toast(page).getByText('Blocked here').waitFor();
    const [first] = server.decisions.about(BUDGET);
    const ranked = await page.locator('[data-link]').first().getAttribute('data-link');
    server.decisions.decide({ action: 'block', article: BUDGET, link: ranked ?? '', note: null }, 'Ben');
    server.tell('rules', { revision: 'of Ben' });
    await page.locator('.changed-by').getByText('Changed just now by Ben').waitFor();
    expect(await titles(page)).not.toContain(before[0]);
    expect(first?.by).toBe('Ana');
    await toast(page).getByRole('button', { name: 'Undo' }).click();
    await toast(page).getByText('Somebody has changed the same since').waitFor();
    await page.close();
  });
});

describe('being signed in at the desk', () => {
  it('takes a key, says which is none, and ends with signing out', async (context) => {
    server.canned = () => undefined;
    await open(context).clearCookies();
    const page = await open(context).newPage();
    await page.goto(`${server.url}/desk`);
    await page.getByLabel('Your key').fill('a guess');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no such key here').waitFor();
    await page.getByLabel('Your key').fill('ben’s key');
    await page.keyboard.press('Enter');
    await page.getByText('Published last').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Your key').waitFor();
    await page.close();
  });

  it('is asked for anew when the session ends, and goes on with what was pressed', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const [, second = ''] = await look(page, BUDGET, '?limit=5');
    await page.getByRole('button', { name: `More about ${second}` }).click();
    await page.getByRole('menuitem', { name: 'Block with a note…' }).click();
    await page.getByLabel('Why', { exact: true }).fill('Half written');
    server.expire();
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Your key').fill('ana’s key');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Half written').waitFor();
    expect(page.url()).toContain(`#/look/${BUDGET}?limit=5`);
    expect(await titles(page)).not.toContain(second);
    await page.close();
  });
});

describe('the desk', () => {
  it('is accessible and fits, in light, in dark and on a phone', async (context) => {
    forget();
    const page = await visit(context, 'look', () => undefined);
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    const check = async (state: string, ...all: readonly Looks[]) => {
      for (const looks of all) {
        expect([state, looks, await faults(page, looks)]).toEqual([state, looks, []]);
      }
    };
    await search(page).fill('japan');
    await page.getByRole('option').first().waitFor();
    await check('searching', 'light', 'phone');
    await look(page);
    await page.keyboard.press('j');
    for (const key of ['p', 'w', 'Shift+p']) await page.keyboard.press(key);
    await page.getByText('Pinned by Ana').waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    await press(page, /^More about/, 1);
    await check('everything unfolded', 'light', 'dark', 'phone');
    await look(page, 'long');
    await check('a long title, no date, no section', 'phone');
    await page.goto(`${server.url}/desk#/log`);
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await check('the log', 'dark', 'phone');
    expect(problems).toEqual([]);
    await page.close();
  });
});
