import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CutoffEffect } from '../../src/engine/calibrate.js';
import { indexArticles } from '../http/site.js';
import { copyOfIndex } from '../support/built-index.js';
import { call } from '../support/call.js';
import { lastLine, ROOT, run, scratchFolder, serve, write } from '../support/cli.js';
import { SAMPLE } from '../support/sample.js';

/** The judgments of the sample, which ship with the program. */
const QRELS = join(ROOT, 'data/judgments.qrels');

interface Printed {
  readonly saved: boolean;
  readonly found: {
    pairs: number;
    relevant: number;
    precision: number;
    recall: number;
    queries: number;
  } | null;
  readonly before: CutoffEffect | null;
  readonly now: CutoffEffect;
}

/** The index of the sample. */
const built = scratchFolder();
beforeAll(() => copyOfIndex(SAMPLE, built, (folder) => indexArticles(folder, SAMPLE)));

/** An index of the sample that nobody has calibrated. */
function fresh(): string {
  const folder = scratchFolder();
  cpSync(built, folder, { recursive: true });
  return folder;
}

const calibrate = (indexDir: string, ...args: readonly string[]) =>
  call(['calibrate', '--index-dir', indexDir, ...args]);

async function printed(indexDir: string, ...args: readonly string[]): Promise<Printed> {
  const { code, stdout, stderr } = await calibrate(indexDir, ...args, '--json');
  expect(code, stderr).toBe(0);
  return lastLine(stdout) as unknown as Printed;
}

describe('seealso calibrate', () => {
  it('shows what is chosen and what comes of it', async () => {
    const index = fresh();
    const { found, before, now, saved } = await printed(index);
    expect([saved, found, before]).toEqual([false, null, null]);
    expect(now).toMatchObject({ choice: { share: 0.001 }, isDefault: true, lists: { limit: 4 } });
    expect(now.lists.sampled).toBeGreaterThan(90);
    const { code, stdout } = await run(['calibrate', '--index-dir', index, '--limit', '8']);
    expect(stdout).toMatch(/random pairs {2}\d(\.\d)?% pass\n/);
    expect(code).toBe(0);
    expect(stdout).toContain('a share of 0.001 of random pairs may pass, the default');
    expect(stdout).toContain(`score         ${now.score.toFixed(4)},`);
    expect(stdout).toMatch(
      /lists {9}[\d.]+ of at most 8 links on average, \d+(\.\d+)?% empty \(\d+ articles asked\)/,
    );
  });

  it('chooses the score at which what passes is as relevant as asked for', async () => {
    const index = fresh();
    const { saved, found, before, now } = await printed(index, '--qrels', QRELS, '--precision', '0.8');
    expect(saved).toBe(true);
    expect(found?.precision).toBeGreaterThanOrEqual(0.8);
    expect(found?.precision).toBe((found?.relevant ?? 0) / (found?.pairs ?? 1));
    expect(found?.pairs).toBeGreaterThanOrEqual(20);
    expect(found?.queries).toBe(queriesOf(QRELS).length);
    expect(now).toMatchObject({ choice: { score: now.score }, isDefault: false });
    expect(now.score).toBeGreaterThan(before?.score ?? 0);
    expect(now.randomPairs).toBeLessThan(before?.randomPairs ?? 0);
    expect(now.lists.averageLength).toBeLessThan(before?.lists.averageLength ?? 0);
    expect((await printed(index)).now).toEqual(now);
    const { stdout } = await calibrate(index);
    expect(stdout).toContain('Cut-off: a score that was found on judgments.');
  });

  it('lets fewer pass for a higher precision, and more for a lower', async () => {
    const index = fresh();
    const [low, high] = [
      await printed(index, '--qrels', QRELS, '--precision', '0.4', '--dry-run'),
      await printed(index, '--qrels', QRELS, '--precision', '.9', '--dry-run'),
    ];
    expect(low.now.score).toBeLessThan(high.now.score);
    expect(low.found?.recall).toBeGreaterThan(high.found?.recall ?? 1);
    expect(low.now.lists.averageLength).toBeGreaterThan(high.now.lists.averageLength);
  });

  it('chooses a share of random pairs, and goes back to the default', async () => {
    const index = fresh();
    const { saved, before, now } = await printed(index, '--share', '0.2');
    expect(saved).toBe(true);
    expect(now.choice).toEqual({ share: 0.2 });
    expect(now.randomPairs).toBeCloseTo(0.2, 6);
    expect(now.score).toBeLessThan(before?.score ?? 0);
    const back = await printed(index, '--reset');
    expect(back.before).toEqual(now);
    expect(back.now).toEqual(before);
  });

  it('changes nothing with --dry-run, and says so', async () => {
    const index = fresh();
    const before = await printed(index);
    const { code, stdout } = await calibrate(index, '--share', '0.3', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Before: a share of 0\.001 .*\nIt would be: a share of 0\.3 .*Nothing was changed: --dry-run\.\n$/s,
    );
    expect(await printed(index)).toEqual(before);
  });

  it('is followed by a running server with its next answer', async () => {
    const index = fresh();
    const server = await serve(index);
    const ask = async () => {
      const response = await fetch(
        `${server.url}/v1/articles/japan-record-budget-ai-push/related?limit=50&explain=true`,
      );
      const { related } = (await response.json()) as {
        related: { explain: { standing: number; cutoff: { related: number } } }[];
      };
      return related.map(({ explain }) => explain);
    };
    const before = await ask();
    expect(before.length).toBeGreaterThan(1);
    const wide = (await printed(index, '--share', '0.3')).now;
    const more = await ask();
    expect(more.length).toBeGreaterThan(before.length);
    const narrow = (await printed(index, '--qrels', QRELS, '--precision', '0.8')).now;
    const fewer = await ask();
    expect(fewer.length).toBeLessThan(more.length);
    for (const [links, score] of [
      [more, wide.score],
      [fewer, narrow.score],
    ] as const) {
      for (const { standing, cutoff } of links) {
        expect(cutoff.related).toBeCloseTo(score, 4);
        expect(standing).toBeGreaterThanOrEqual(cutoff.related - 1e-4);
      }
    }
    await printed(index, '--reset');
    expect(await ask()).toEqual(before);
    await server.end('SIGTERM');
  });
});

describe('seealso calibrate refuses', () => {
  it('a precision that the judgments never reach, and keeps what was chosen', async () => {
    const index = fresh();
    const before = await printed(index);
    const wrong = write(
      scratchFolder(),
      'wrong.qrels',
      someQueries((id) => `${id} 0 ${id} 1\n`),
    );
    const { code, stdout, stderr } = await calibrate(index, '--qrels', wrong, '--precision', '0.5');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /wrong\.qrels never reach the precision\. Expected 0\.5 with at least 20 pairs that pass, received 0\.000 at most, with \d+ pairs at score \d\.\d{4}\. Ask for less/,
    );
    expect(await printed(index)).toEqual(before);
  });

  it('judgments of articles that it does not hold', async () => {
    const other = write(scratchFolder(), 'other.qrels', 'x 0 y 1\n');
    const { code, stderr } = await calibrate(built, '--qrels', other, '--precision', '0.5');
    expect(code).toBe(1);
    expect(stderr).toContain('1 of 1 judged queries are not in the index: left out: "x".');
    expect(stderr).toContain(`None of the 1 judged queries of ${other} is in the index.`);
  });

  it('a folder without an index', async () => {
    const nowhere = join(scratchFolder(), 'nowhere');
    const { code, stderr } = await calibrate(nowhere);
    expect(code).toBe(1);
    expect(stderr).toContain(`There is no index in ${nowhere}. Run`);
  });

  it.each([
    [
      ['--precision', '0.7'],
      /Expected --qrels <file> and --precision <share> together, received only --precision/,
    ],
    [['--qrels', QRELS], /together, received only --qrels/],
    [
      ['--share', '0.1', '--reset'],
      /Expected one of --qrels, --share and --reset, received --share and --reset/,
    ],
    [['--dry-run'], /Expected --dry-run beside --qrels, --share or --reset, received it alone/],
    [
      ['--share', '0'],
      /--share <share> is wrong: expected a number above 0 and at most 0\.5, such as 0\.001, received "0"/,
    ],
    [['--share', '0.6'], /expected a number above 0 and at most 0\.5.*received "0\.6"/],
    [
      ['--precision', '70%'],
      /--precision <share> is wrong: expected a number above 0 and at most 1, such as 0\.7, received "70%"/,
    ],
  ] as const)('wrong usage: %j', async (args, message) => {
    const { code, stdout, stderr } = await calibrate(built, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('--help');
  });
});

function queriesOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))];
}

/** Judgments of thirty queries of the sample. */
function someQueries(lines: (id: string) => string): string {
  return queriesOf(QRELS).slice(0, 30).map(lines).join('');
}
