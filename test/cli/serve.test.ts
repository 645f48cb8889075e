import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/call.js';
import { lastLine, run, scratchFolder, serve, start, until, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';
import { writeTinyStatic } from '../support/onnx/tiny-static.js';

const folder = scratchFolder();
const indexDir = join(folder, 'index');
/** What the second generation has and the first has not. */
const later = {
  id: `it's 100% new`,
  title: 'Interest rates and the yen, again',
  body: 'The Bank of Japan and the central bank speak about interest rates, the yen and the exchange rate.',
  language: 'en',
  publishedAt: '2025-11-02T08:00:00Z',
};
let generations: readonly string[] = [];
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const archive = write(folder, 'archive.jsonl', jsonl(ARCHIVE));
  const more = write(folder, 'more.jsonl', jsonl([later]));
  const published: string[] = [];
  for (const path of [archive, more]) {
    const { code, stdout, stderr } = await call(['index', path, '--index-dir', indexDir, '--json']);
    if (code !== 0) throw new Error(stderr);
    published.push(String(lastLine(stdout).generation));
  }
  generations = published;
  server = await serve(indexDir);
});

/** An index of its own, as the first one stands. */
function copyOfIndex(name: string): string {
  const copy = join(folder, name);
  cpSync(indexDir, copy, { recursive: true });
  return copy;
}

const json = async (url: string): Promise<Record<string, unknown>> =>
  (await (await fetch(url)).json()) as Record<string, unknown>;

describe.concurrent('seealso serve', () => {
  it('prints where to see it, and a command that works as it stands', async () => {
    expect(server.stdout()).toMatch(/^seealso serves related articles at http:\/\/127\.0\.0\.1:\d+\n/);
    const page = await fetch(/see it: +(\S+)/.exec(server.stdout())?.[1] ?? '');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const [, address = ''] = /try it: +curl '([^']+)'\n/.exec(server.stdout()) ?? [];
    const answer = (await json(address)) as { article: { id: string }; related: { id: string }[] };
    expect(answer.article.id).toBe(later.id);
    expect(answer.related.map(({ id }) => id)).toContain('yen-falls');
  });

  it('answers what `related --json` prints', async () => {
    const questions: readonly [path: string, args: readonly string[]][] = [
      ['yen-falls/related', ['yen-falls']],
      ['yen-falls/related?limit=7&language=any', ['yen-falls', '--limit', '7', '--language', 'any']],
      ['yen-falls/related?language=de_AT', ['yen-falls', '--language', 'de_AT']],
      [`${encodeURIComponent(later.id)}/related?limit=1`, [later.id, '--limit', '1']],
    ];
    await Promise.all(
      questions.map(async ([path, args], i) => {
        // One in a process of its own, which must end by itself.
        const ask = i === 0 ? run : call;
        const { code, stdout } = await ask(['related', ...args, '--index-dir', indexDir, '--json']);
        expect(code).toBe(0);
        expect(lastLine(stdout)).toEqual(await json(`${server.url}/v1/articles/${path}`));
      }),
    );
  });

  it('prints its address as JSON, takes the key and the port from the environment, and writes with it', async () => {
    const env = {
      SEEALSO_INDEX_DIR: copyOfIndex('written'),
      SEEALSO_API_KEY: 'secret of 16 chars',
      PORT: '0',
    };
    const writable = start(['serve', '--json', '--front', 'cup-final'], { env });
    const line = await until('an address', () => writable.stdout().endsWith('\n') && writable.stdout());
    const { url, ...rest } = lastLine(line);
    expect(rest).toEqual({});
    const put = (authorization: string) =>
      fetch(`${String(url)}/v1/articles/new`, {
        method: 'PUT',
        body: JSON.stringify({ title: 'A football derby', body: 'The striker and the goalkeeper.' }),
        headers: { authorization },
      });
    expect((await put('Bearer wrong')).status).toBe(401);
    expect((await put('Bearer secret of 16 chars')).status).toBe(201);
    expect(await (await fetch(`${String(url)}/`)).text()).toContain(
      '<h1>Late goal decides the cup final</h1>',
    );
    expect(writable.stderr() + writable.stdout()).not.toContain('secret');
    await writable.end('SIGTERM');
    const { stdout } = await call(['related', 'new', '--index-dir', env.SEEALSO_INDEX_DIR, '--json']);
    expect(lastLine(stdout).article).toMatchObject({ id: 'new' });
  });

  it('waits for an index, and answers as soon as there is one', async () => {
    const fresh = join(folder, 'fresh');
    const waiting = await serve(fresh);
    expect(waiting.stdout()).toMatch(/waits for an index: run `seealso index <source>`/);
    expect((await fetch(`${waiting.url}/readyz`)).status).toBe(503);
    const indexing = await call(['index', join(folder, 'archive.jsonl'), '--index-dir', fresh]);
    expect(indexing.code).toBe(0);
    await until('readiness', async () => (await fetch(`${waiting.url}/readyz`)).status === 200);
    expect(await json(`${waiting.url}/v1/articles/yen-falls/related`)).toMatchObject({ empty: null });
    await waiting.end('SIGTERM');
  });

  it('refuses a port in use: exit code 2, and the remedy', async () => {
    const { code, stdout, stderr } = await run([
      'serve',
      '--index-dir',
      indexDir,
      '--port',
      new URL(server.url).port,
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^seealso: Cannot listen on 127\.0\.0\.1:\d+.*Choose another --port/m);
  });

  it('refuses another model than that of the index, and names both and the remedy', async () => {
    const model = join(folder, 'models', 'tiny');
    await writeTinyStatic(model);
    const { code, stderr } = await run(['serve', '--index-dir', indexDir, '--port', '0', '--model', model]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^seealso: The index in \S+ was built with model seealso-en \(\d+ dimensions\), but the configuration names tiny in \S+\. Run `seealso index --model \S+` first, or leave --model away\.$/m,
    );
  });
});

describe('SIGTERM', () => {
  it('ends the server with exit code 0 within two seconds, also while a request is open', async () => {
    const stopping = await serve(indexDir);
    const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /v1/related HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{');
    // This connection stays open as well, by keep-alive.
    await json(`${stopping.url}/healthz`);
    const asked = Date.now();
    const { code, signal, stderr } = await stopping.end('SIGTERM');
    socket.destroy();
    expect([code, signal]).toEqual([0, null]);
    expect(Date.now() - asked).toBeLessThan(2_000);
    expect(stderr).toContain('Stopping');
  });
});

describe.concurrent('seealso related', () => {
  it('prints a heading and the links with their dates and reasons, best first', async () => {
    const { code, stdout } = await call(['related', 'yen-falls', '--index-dir', indexDir, '--limit', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Yen falls to a new low against the dollar\n( {2}0\.\d{3} {2}.+\n {9}.+ · 2025-\d\d-\d\d\n( {9}.+\n)+){2}$/,
    );
    const [first = 0, second = 0] = Array.from(stdout.matchAll(/^ {2}(0\.\d{3}) /gm), ([, score]) =>
      Number(score),
    );
    expect(first).toBeGreaterThanOrEqual(second);
    expect(stdout).toMatch(/^ {9}.*Bank of Japan/m);
  });

  it('exits 1 for an id that is not known, and prints nothing but the reason', async () => {
    const { code, stdout, stderr } = await call(['related', 'nowhere', '--index-dir', indexDir, '--json']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('No article with id "nowhere" is published here.');
  });
});

describe.concurrent('seealso rollback', () => {
  it('goes back and, by name, forth; a running server follows, and nothing is lost', async () => {
    const copy = copyOfIndex('rolled-back');
    const following = await serve(copy);
    const serving = async (generation: string | undefined) =>
      until(`generation ${generation}`, async () => {
        const { index } = (await json(`${following.url}/readyz`)) as { index: { generation: string } };
        return index.generation === generation;
      });
    const [first, second] = generations;
    await serving(second);

    const back = await run(['rollback', '--index-dir', copy, '--json']);
    expect(back.code).toBe(0);
    expect(lastLine(back.stdout)).toEqual({ from: second, to: first });
    await serving(first);
    const answer = await fetch(`${following.url}/v1/articles/${encodeURIComponent(later.id)}/related`);
    expect(answer.status).toBe(200);

    const again = await call(['rollback', '--index-dir', copy]);
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('no earlier generation');

    const forth = await call(['rollback', '--index-dir', copy, '--to', String(second)]);
    expect([forth.code, forth.stdout]).toEqual([0, `Went back from generation ${first} to ${second}.\n`]);
    await serving(second);
    await following.end('SIGTERM');
  });

  it('exits 1 where the generation named is not there', async () => {
    const { code, stderr } = await call(['rollback', '--index-dir', indexDir, '--to', 'nowhere']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no other generation named nowhere.*kept: \S+, \S+/);
  });
});
