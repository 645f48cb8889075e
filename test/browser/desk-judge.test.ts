import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { browser } from '../support/browser.js';
import { FakeJudging, PAIRS } from '../support/desk-pairs.js';
import { deskServer } from '../support/desk-server.js';
import { faults, visitor } from './desk-visit.js';

const open = browser();
const server = await deskServer();
afterAll(() => server.close());
const visit = visitor(open, server);

const [first, second, third] = PAIRS;
const keyOf = (pair = first) => `${pair?.query.id} ${pair?.document.id}`;
/** Waits until this pair is shown. */
const shows = (page: Page, pair = first) =>
  page
    .locator('.judge-next')
    .getByRole('heading', { name: pair?.document.title ?? '' })
    .waitFor();

describe('judging pairs at the desk', () => {
  it('takes grades, skips and takes back by the keyboard, and says only then why a pair was drawn', async (context) => {
    const fake = new FakeJudging();
    const page = await visit(context, 'judge', fake.answer);
    await shows(page, first);
    await page.getByText('Nobody has judged yet').waitFor();
    expect(await page.getByText('Why this pair').count()).toBe(0);
    await page.keyboard.press('2');
    await shows(page, second);
    await page.getByText('3rd by words').waitFor();
    await page.getByText('1 judgment under 1 article').waitFor();
    await page.keyboard.press('s');
    await shows(page, third);
    expect(await page.getByText('Why this pair').count()).toBe(0);
    await page.keyboard.press('u');
    await shows(page, second);
    await page.keyboard.press('0');
    await shows(page, third);
    await expect
      .poll(() => [...fake.grades])
      .toEqual([
        [keyOf(first), 2],
        [keyOf(second), 0],
      ]);
    await page.keyboard.press('Backspace');
    await shows(page, second);
    await expect.poll(() => [...fake.grades]).toEqual([[keyOf(first), 2]]);
    await page.getByText('What the judgments are for').click();
    expect(await page.getByRole('link', { name: 'Download qrels.txt' }).getAttribute('href')).toBe(
      'desk/judging/qrels.txt',
    );
    await page.close();
  });

  it('has the next pair ready before it is needed, and asks for none twice', async (context) => {
    const fake = new FakeJudging();
    const page = await visit(context, 'judge', fake.answer);
    await shows(page, first);
    await expect.poll(() => fake.asked).toBe(2);
    // Nothing is answered any more, and the pair is there all the same.
    server.canned = () => new Promise(() => undefined);
    await page.getByRole('button', { name: '3 Exactly' }).click();
    await shows(page, second);
    await page.close();
  });

  it('brings a pair back that the server did not take', async (context) => {
    const fake = new FakeJudging();
    const page = await visit(context, 'judge', fake.answer);
    await shows(page, first);
    await expect.poll(() => fake.asked).toBe(2);
    server.canned = (asked) => {
      if (asked.method === 'POST') throw new Error('The disk is full.');
      return fake.answer(asked);
    };
    await page.keyboard.press('1');
    await page.getByRole('alert').waitFor();
    await shows(page, first);
    server.canned = fake.answer;
    await page.keyboard.press('1');
    await shows(page, second);
    await expect.poll(() => [...fake.grades]).toEqual([[keyOf(first), 1]]);
    await page.close();
  });

  it('says when nothing is left but what was skipped, and shows that again', async (context) => {
    const page = await visit(context, 'judge', new FakeJudging(PAIRS.slice(0, 2)).answer);
    await shows(page, first);
    await page.keyboard.press('3');
    await shows(page, second);
    await page.keyboard.press('ArrowRight');
    await page.getByText('Nothing is left to be judged').waitFor();
    await page.getByRole('button', { name: 'Show it again' }).click();
    await shows(page, second);
    await page.close();
  });

  it('has nothing that axe objects to, in light, dark and on a phone', async (context) => {
    const page = await visit(context, 'judge', new FakeJudging().answer);
    await shows(page, first);
    await page.keyboard.press('3');
    await page.getByText('Why this pair').waitFor();
    for (const looks of ['light', 'dark', 'phone'] as const) {
      expect([looks, await faults(page, looks)]).toEqual([looks, []]);
    }
    await page.close();
  });
});
