import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

const index = scratchFolder();
const audit = (...args: string[]) => call(['audit', '--index-dir', index, ...args]);

beforeAll(async () => {
  await call(['index', write(scratchFolder(), 'a.jsonl', jsonl(ARCHIVE)), '--index-dir', index]);
});

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

  it('is refused without an index, and for days that make no sense', async () => {
    const missing = await call(['audit', '--index-dir', join(index, 'none')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
    const wrong = await audit('--since', '2026-02-01', '--until', '2026-01-01');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--until')]);
  });
});
