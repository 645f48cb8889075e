import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { acquireLock } from '../../src/catalog/lock.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { article } from '../support/articles.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

const index = scratchFolder();
const audit = (...args: string[]) => call(['audit', '--index-dir', index, ...args]);

beforeAll(async () => {
  await call(['index', write(scratchFolder(), 'a.jsonl', jsonl(ARCHIVE)), '--index-dir', index]);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks as if it were then. */
async function auditAt(now: number, ...args: string[]) {
  vi.useFakeTimers({ toFake: ['Date'], now });
  return await audit(...args);
}

describe('seealso audit', () => {
  it('says that nothing was counted, and then what was', async () => {
    const none = await audit();
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('nothing was counted')]);
    const [a, b] = ARCHIVE;
    const catalog = openSqliteCatalog(join(index, 'catalog.sqlite'));
    const today = Math.floor(Date.now() / 86_400_000);
    const count = { article: a?.id ?? '', link: b?.id ?? '', position: 1, impressions: 40, clicks: 10 };
    catalog.countClicks(today, [count]);
    catalog.close();
    const { stdout } = await audit();
    expect(stdout).toContain('seen 40 times and clicked 10 times');
    expect(stdout).toMatch(/ +40 +10 +25\.0% +14\.\d%–40\.\d%/);
    expect(stdout).toContain(`${a?.title} → ${b?.title}`);
    const { clicks, articles } = lastLine((await audit('--json', '--by', 'position')).stdout);
    expect(articles).toBe(ARCHIVE.length);
    expect(clicks).toMatchObject({ by: 'position', rows: [{ position: 1, rate: 0.25 }] });
  });

  it('says how the index does: what is newest, what waits, what no list names, the last runs', async () => {
    const { stdout } = await audit();
    expect(stdout).toMatch(
      /^index +12 articles, model seealso-en, generation \S+\n +built \d+ seconds? ago/m,
    );
    expect(stdout).toMatch(/^newest +published: \d+ days ago \(2025-10-30T09:00Z\), .*\(rates-held\)$/m);
    expect(stdout).toMatch(/^ +can be found: .*\(rates-held\)$/m);
    expect(stdout).toMatch(/^waiting +nothing/m);
    expect(stdout).toMatch(/^lists +\d\.\d links on average; of all 12 articles$/m);
    // Nothing else is written in the language of one.
    const alone = 'Yen fällt auf ein neues Tief (yen-faellt)';
    expect(stdout).toMatch(/^no list +1 article \(8\.3%\)$/m);
    expect(stdout).toContain(`  ${alone}: whatever is related may not be shown under it\n`);
    expect(stdout).toMatch(/^orphans +1 article \(8\.3%\), which nothing links to$/m);
    expect(stdout).toContain(`  ${alone}\n`);
    expect(stdout).toMatch(/^hubs +.*: in \d+ lists? \(\d+\.\d%\)$/m);
    expect(stdout).toMatch(/^runs +1: .*added 12, changed 0, removed 0, rejected 0$/m);
    const { status } = lastLine((await audit('--json')).stdout);
    expect(status).toMatchObject({
      newest: { published: { id: 'rates-held' } },
      waiting: 0,
      lag: 0,
      survey: { sampled: 12, articles: 12 },
      runs: [{ run: 1 }],
    });
  });

  it('leaves the lists alone where it is told to', async () => {
    const { code, stdout } = await audit('--no-survey');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^lists +not surveyed$/m)]);
    expect(stdout).not.toContain('orphans');
  });

  it('exits 1 where nothing new has come for too long, after it has told everything', async () => {
    const newest = Date.parse('2025-10-30T09:00:00Z');
    const day = 86_400_000;
    expect((await auditAt(newest + day, '--no-survey', '--max-silence', '24h')).code).toBe(0);
    const late = await auditAt(newest + day + 1000, '--no-survey', '--max-silence', '24h', '--json');
    expect([late.code, lastLine(late.stdout)]).toMatchObject([1, { status: { silence: 86_401 } }]);
    expect(late.stderr).toContain('expected an article published within 24 hours (--max-silence)');
    expect(late.stderr).toContain('2025-10-30T09:00:00Z, rates-held');
  });

  it('exits 1 where a published article has waited for too long to be found, and leaves it waiting', async () => {
    const catalog = openSqliteCatalog(join(index, 'catalog.sqlite'));
    const waits = article('waits', { body: 'The yen rose.', publishedAt: '2025-10-31T00:00:00Z' });
    catalog.write([{ article: waits, bodyFormat: 'auto', derived: null }], { kind: 'request' }, NOWHERE);
    const { status } = lastLine((await audit('--no-survey', '--json')).stdout);
    const { publishedAt } = (status as { readonly index: { readonly publishedAt: string } }).index;
    const later = Date.parse(publishedAt) + 1_800_000;
    const late = await auditAt(later, '--no-survey', '--max-lag', '15m');
    expect([late.code, late.stdout]).toEqual([1, expect.stringContaining('1 published article cannot be')]);
    expect(late.stderr).toContain(
      'expected every published article to be found within 15 minutes (--max-lag), received 1 that cannot be found, the first for 30 minutes',
    );
    expect((await auditAt(later, '--no-survey', '--max-lag', '1h')).code).toBe(0);
    expect(catalog.vector(catalog.find('waits')?.key ?? 0, NOWHERE)).toBeUndefined();
    catalog.delete('waits');
    catalog.close();
    expect((await auditAt(later, '--no-survey', '--max-lag', '15m')).code).toBe(0);
  });

  it('exits 1 where the current generation can be neither read nor rebuilt', async () => {
    const store = openGenerationStore(index);
    const current = (await store.current()) ?? '';
    truncateSync(join(store.folder(current), GENERATION_FILES.graph), 10);
    // Somebody else is at work.
    const lock = acquireLock(join(index, 'index.lock'));
    const broken = await audit('--no-survey');
    lock.release();
    expect([broken.code, broken.stdout]).toEqual([1, '']);
    expect(broken.stderr).toContain(`The current generation ${current} in ${index} can be neither read`);
    const repaired = await audit('--no-survey');
    expect([repaired.code, repaired.stderr]).toEqual([0, expect.stringContaining('Rebuilding generation')]);
  });

  it('is refused without an index, and for times that make no sense', async () => {
    const missing = await call(['audit', '--index-dir', join(index, 'none')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
    const wrong = await audit('--since', '2026-02-01', '--until', '2026-01-01');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--until')]);
    const soon = await audit('--max-lag', 'soon');
    expect([soon.code, soon.stderr]).toEqual([
      2,
      expect.stringContaining('a time such as 30s, 5m, 1h or 2d'),
    ]);
  });
});

const NOWHERE = { model: 'none', strategy: 'none' };
