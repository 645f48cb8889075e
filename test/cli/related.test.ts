import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../src/sources/open-source.js';
import { ASKED, COPY, DESK } from '../http/desk.js';
import type { Related } from '../http/site.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, serve, write } from '../support/cli.js';
import { jsonl } from '../support/newsroom.js';
import { indexProduct } from '../support/product.js';

const folder = scratchFolder();
const indexDir = join(folder, 'index');
/** A copy of another article of the story, which stands behind it. */
const TWIN = {
  ...DESK.find(({ id }) => id === 'strike-4'),
  id: 'strike-4-again',
  title: 'Said by an agency',
};

beforeAll(async () => {
  const source = await openSource(write(folder, 'desk.jsonl', jsonl([...DESK, COPY, TWIN])));
  await indexProduct(source, indexDir);
});

const related = (...flags: readonly string[]) =>
  call(['related', ASKED.id, '--index-dir', indexDir, '--limit', '50', '--language', 'any', ...flags]);

describe('seealso related', () => {
  it('answers with each flag what the endpoint answers with its parameter', async () => {
    const server = await serve(indexDir);
    try {
      const cases: readonly (readonly [flags: readonly string[], query: string])[] = [
        [['--mode', 'background'], 'mode=background'],
        [['--half-life', '30'], 'halfLife=30'],
        [['--half-life', 'none', '--explain'], 'halfLife=none&explain=true'],
        [['--section', 'City, Port', '--section', 'Nowhere'], 'section=City,%20Port&section=Nowhere'],
        [['--tag', 'Budget', '--tag', 'Nothing'], 'tag=Budget&tag=Nothing'],
        [
          ['--published-after', '2024-06-08', '--published-before', '2024-06-20T10:00+02:00'],
          'publishedAfter=2024-06-08&publishedBefore=2024-06-20T08:00Z',
        ],
        [['--exclude', 'strike-2', '--exclude', 'strike-7'], 'exclude=strike-2&exclude=strike-7'],
        [['--exclude-linked'], 'excludeLinked=true'],
        [['--sponsored', 'true'], 'sponsored=true'],
        [['--sponsored', 'false', '--paywalled', 'true'], 'sponsored=false&paywalled=true'],
      ];
      const whole = (
        await fetch(`${server.url}/v1/articles/${ASKED.id}/related?limit=50&language=any`)
      ).json();
      const all = JSON.stringify(await whole);
      await Promise.all(
        cases.map(async ([flags, query]) => {
          const path = `/v1/articles/${ASKED.id}/related?limit=50&language=any&${query}`;
          const wanted = (await (await fetch(server.url + path)).json()) as Related;
          const { code, stdout } = await related(...flags, '--json');
          expect([code, lastLine(stdout)]).toEqual([0, wanted]);
          expect(wanted.related).not.toHaveLength(0);
          expect(JSON.stringify(wanted)).not.toBe(all);
        }),
      );
    } finally {
      await server.end('SIGTERM');
    }
  });

  it('prints under each link why it is there, and who else has it', async () => {
    const [{ stdout }, json] = await Promise.all([related(), related('--json')]);
    const answer = lastLine(json.stdout) as unknown as Related;
    const blocks = stdout.split(/\n(?= {2}0\.)/).slice(1);
    expect(blocks).toHaveLength(answer.related.length);
    answer.related.forEach((link, i) => {
      const lines = (blocks[i] ?? '').trimEnd().split('\n');
      expect(lines[0]).toBe(`  ${link.score.toFixed(3)}  ${link.title}`);
      const reasons = link.reasons.map(({ text }) => `         ${text}`);
      const copies = link.alsoCoveredBy.map(({ id }) => `         also covered by: ${id}`);
      expect(lines[1]).toContain(`         ${link.id} · 20`);
      expect(lines.slice(2)).toEqual([...reasons, ...copies]);
      expect(reasons).not.toHaveLength(0);
    });
    expect(stdout).toMatch(/also covered by: strike-4/);
  });

  it('prints with --explain the signals in a table, and how the score comes about', async () => {
    const [{ stdout }, json] = await Promise.all([
      related('--limit', '1', '--explain'),
      related('--limit', '1', '--explain', '--json'),
    ]);
    const [link] = (lastLine(json.stdout) as unknown as Related).related;
    const table = [...stdout.matchAll(/^ {9}(\w+) +(-?[\d.]+|–) +(\d+|–) +([\d.]+)$/gm)];
    expect(table.map(([, name, value, rank, weight]) => [name, value, rank, weight])).toEqual(
      Object.entries(link?.explain?.signals ?? {}).map(([name, { value, rank, weight }]) => [
        name,
        value?.toFixed(3) ?? '–',
        String(rank ?? '–'),
        weight.toFixed(2),
      ]),
    );
    expect(table).toHaveLength(5);
    expect(stdout).toContain('         signal    value   rank weight\n');
    const { relatedness = 0, standing = 0, cutoff, factors } = link?.explain ?? {};
    expect(stdout).toContain(
      `stands out by ${standing.toFixed(3)}; shown from ${cutoff?.related.toFixed(3)}, one story from`,
    );
    expect(stdout).toContain(
      `score: relatedness ${relatedness.toFixed(3)} × freshness ${factors?.freshness.toFixed(3)} ×`,
    );
    expect((await related('--limit', '1')).stdout).not.toContain('signal');
  });

  it('says why there is nothing', async () => {
    const { code, stdout } = await related('--section', 'Nowhere');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]+\n {2}nothing related: \S[^\n]+\n$/);
  });

  it.each([
    [
      ['--mode', 'latest'],
      /--mode <name> is wrong: expected one of related, background, followup, same-event/,
    ],
    [['--half-life', '0'], /--half-life <days> is wrong: expected a number of days above 0.*received "0"/],
    [['--section', ''], /--section <name> is wrong/],
    [
      ['--published-after', 'soon'],
      /--published-after <date> is wrong: expected an ISO 8601.*received "soon"/,
    ],
    [
      ['--published-after', '2025-02-01', '--published-before', '2025-01-01'],
      /--published-before <date> is wrong: expected a date later than --published-after/,
    ],
    [['--exclude', 'a\nb'], /--exclude <id> is wrong: expected no control characters/],
    [
      ['--sponsored', 'yes'],
      /--sponsored <true\|false> is wrong: expected one of true, false, received "yes"/,
    ],
    [['--paywalled'], /--paywalled <true\|false>.*argument missing/],
  ])('exits 2 with %j, and says what was expected', async (flags, message) => {
    const { code, stdout, stderr } = await related(...flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
