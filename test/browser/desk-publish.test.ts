import { afterAll, describe, expect, it } from 'vitest';
import { browser } from '../support/browser.js';
import { FakeBuilds, running, staged } from '../support/desk-builds.js';
import { deskServer } from '../support/desk-server.js';
import { faults, type Looks, visitor } from './desk-visit.js';

const NOW = Date.now();
const open = browser();
const server = await deskServer();
afterAll(() => server.close());
const visit = visitor(open, server);

const builds = (parts: Parameters<FakeBuilds['with']>[0] = {}): FakeBuilds => {
  const fake = new FakeBuilds(NOW);
  fake.with(parts);
  return fake;
};

describe('publishing at the desk', () => {
  it('leads from building past the comparison to what readers see', async (context) => {
    const fake = builds();
    const page = await visit(context, 'publish', fake.answer);
    await page.getByText('Built 3 hours ago').waitFor();
    await page.getByLabel('Fit to the archive anew').check();
    await page.getByRole('button', { name: 'Build a new index' }).click();
    await page.getByRole('heading', { name: 'You are building a new index' }).waitFor();
    expect(fake.sent).toEqual(['POST builds {"refit":true}']);

    server.tell('builds', fake.with({ running: running(NOW) }));
    await page.getByText('41,200 of 100,000 articles').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('41200');
    await page.reload();
    await page.getByText('41,200 of 100,000 articles').waitFor();

    const listens = page.waitForResponse('**/desk/events');
    await page.reload();
    await listens;
    server.tell('builds', fake.with({ running: null, staged: staged(NOW) }));
    await page.getByRole('heading', { name: 'Ready to publish' }).waitFor();
    expect(await page.title()).toContain('Ready to publish');
    const pair = page.locator('.pair').first();
    expect(await pair.locator('del').count()).toBeGreaterThan(0);
    expect(await pair.locator('ins').count()).toBeGreaterThan(0);
    expect(await pair.getByText(/^was \d$/).count()).toBeGreaterThan(0);

    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'You are publishing the new index' }).waitFor();
    expect(fake.sent.at(-1)).toBe('POST builds/publish {"anyway":false}');
    server.tell('builds', fake.serve('new'));
    await page.getByText('Published: readers get the new lists.').waitFor();
    await page.getByText('Built just now').waitFor();
    await page.close();
  });

  it('offers nobody but an admin to publish what was held back, and says first what is wrong', async (context) => {
    const fake = builds({ staged: staged(NOW, 9) });
    const bens = await visit(context, 'publish', fake.answer, 'ben’s key');
    await bens.getByRole('heading', { name: 'Held back' }).waitFor();
    expect(await bens.locator('.findings li').first().textContent()).toMatch(
      /^9 of \d+ lists lost all links/,
    );
    expect(await bens.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    await bens.getByText('Only somebody whose key has the scope admin').waitFor();
    await bens.keyboard.press('Control+Enter');
    await bens.close();

    const anas = await visit(context, 'publish', fake.answer);
    const button = anas.getByRole('button', { name: 'Publish anyway…' });
    await button.click();
    await anas.getByRole('dialog').getByText('lists lost all links').waitFor();
    await anas.keyboard.press('Escape');
    expect(await anas.evaluate('document.activeElement.textContent')).toBe('Publish anyway…');
    expect(fake.sent).toEqual([]);
    await anas.keyboard.press('Enter');
    await anas.getByRole('dialog').getByRole('button', { name: 'Publish anyway' }).click();
    await expect.poll(() => fake.sent).toEqual(['POST builds/publish {"anyway":true}']);
    await anas.close();
  });

  it('rolls back once it was said what that does, and throws a build away', async (context) => {
    const fake = builds({ staged: staged(NOW) });
    const page = await visit(context, 'publish', fake.answer);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The build was discarded.').waitFor();
    await page.getByRole('button', { name: 'Roll back to this, of' }).first().click();
    await page.getByRole('dialog').getByText('all other decisions stay').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('Rolled back: readers get the earlier ranking.').waitFor();
    expect(fake.sent).toEqual(['DELETE builds/staged {}', 'POST builds/rollback {"to":"g30"}']);
    expect(await page.getByRole('row').nth(2).textContent()).toContain('now');
    await page.close();
  });

  it('says what is lost before it throws away a build for which something was read', async (context) => {
    const sources = ['/srv/exports/plus.jsonl'];
    const fake = builds({ staged: { ...staged(NOW), sources } });
    const page = await visit(context, 'publish', fake.answer);
    const dialog = page.getByRole('dialog');
    expect(await page.getByText('from plus.jsonl', { exact: true }).getAttribute('title')).toBe(sources[0]);
    await page.getByRole('button', { name: 'Discard' }).click();
    await dialog.getByText('What was read from plus.jsonl for this build is thrown away').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Build again' }).click();
    await dialog.getByText('What was read from plus.jsonl for this build is thrown away').waitFor();
    expect(fake.sent).toEqual([]);
    await dialog.getByRole('button', { name: 'Throw it away and build' }).click();
    await page.getByRole('heading', { name: 'You are building a new index' }).waitFor();
    expect(fake.sent).toEqual(['POST builds {"refit":false}']);
    await page.close();
  });

  it('shows what somebody else does, lets it be cancelled, and says why something failed', async (context) => {
    const fake = builds();
    const page = await visit(context, 'publish', fake.answer);
    await page.getByText('Built 3 hours ago').waitFor();
    server.tell('builds', fake.with({ running: running(NOW, { by: 'Ben' }) }));
    await page.getByRole('heading', { name: 'Ben is building a new index' }).waitFor();
    expect(await page.getByRole('button', { name: 'Build a new index' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The build was cancelled').waitFor();
    const failure = { at: new Date(NOW).toISOString(), message: 'The disk is full.' };
    server.tell('builds', { ...fake.state, failure });
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    await page.close();
  });

  it('has nothing that axe objects to, in any state, in light, dark and on a phone', async (context) => {
    const fake = builds();
    const page = await visit(context, 'publish', fake.answer);
    const states: readonly (readonly [Looks, Parameters<FakeBuilds['with']>[0], string])[] = [
      ['light', { staged: staged(NOW, 9, true) }, 'Held back'],
      ['dark', { staged: staged(NOW, 9, true) }, 'Held back'],
      ['phone', { staged: staged(NOW, 2) }, 'Ready to publish'],
      ['dark', { running: running(NOW), staged: null }, 'You are building a new index'],
    ];
    for (const [looks, parts, title] of states) {
      server.tell('builds', fake.with(parts));
      await page.getByRole('heading', { name: title }).waitFor();
      expect([looks, title, await faults(page, looks)]).toEqual([looks, title, []]);
    }
    await page.close();
  });
});
