import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inThisProcess } from '../support/call.js';
import { type Ended, ROOT, scratchFolder, write } from '../support/cli.js';

const FOLDER = 'digitalgov.gov-4979583206d9aaaabbbbccccddddeeeeffff0000';

const post = (front: Readonly<Record<string, string>>, body: string) =>
  `---\n${Object.entries(front)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n---\n\n${body}\n`;

/** A repository in small: posts by year and month, as they were written over the years. */
const FILES: Readonly<Record<string, string>> = {
  'content/news/2012/03/2012-03-05-myds-web-app.md': post(
    { slug: 'myds-web-app', date: '2012-03-05 10:00:45 -0400', title: 'MyDS Web App', summary: "'An app.'" },
    'Count vitamins with {{< legacy-img src="x.jpg" >}} this app.',
  ),
  'content/news/2012/12/2012-12-21-resources.md': post(
    { slug: 'resources-for-2013', date: '2012-12-21 9:55:27 -0400', title: 'Resources', deck: 'A deck.' },
    'See [NIH’s web app]({{< ref "2012-03-05-myds-web-app.md" >}} "MyDS Web App") and ' +
      '[its policy]({{< link "/resources/policy" >}}).\n\n' +
      '* [The year in review](https://digital.gov/2019/03/26/year-in-review/?utm_source=x)\n* More to come',
  ),
  'content/news/2019/03/2019-03-27-review.md': post(
    { slug: 'year-in-review', date: '2019-03-26', title: 'Review', aliases: '[/news/review-2018/]' },
    '[Itself](/2019/03/27/year-in-review/) and {{% note %}}a note{{% /note %}}',
  ),
  'content/news/2020/01/2020-01-02-later.md': post(
    { slug: 'later', date: '2020-01-02', title: 'Later' },
    'As [said](http://www.digitalgov.gov/2012/12/21/resources-for-2013/), [reviewed](/news/review-2018) and ' +
      '[linked]({{< link "2012-03-05-myds-web-app.md#top" >}}).',
  ),
  'content/news/2020/01/2020-01-03-draft.md': post({ title: 'Draft', draft: 'true' }, 'Not yet.'),
  'content/news/2020/01/2020-01-04-untitled.md': post({ title: "''", date: '2020-01-04' }, 'Nameless.'),
  'content/news/_index.md': post({ title: 'News' }, 'The list.'),
  'content/resources/policy.md': post({ title: 'Policy' }, 'No post.'),
  'README.md': 'No post either.',
};

async function pack(folder: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const source = scratchFolder();
  for (const [path, text] of Object.entries(files)) write(source, `${folder}/${path}`, text);
  const file = join(source, 'archive');
  await create({ gzip: true, file, cwd: source }, [folder]);
  return readFileSync(file);
}

let archive: Buffer;
beforeAll(async () => {
  archive = await pack(FOLDER, FILES);
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Where a server listens that answers as told. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let calls = 0;

/** The script in this process: evaluated anew under each address. */
function fetchSet(...args: readonly string[]): Promise<Ended> {
  calls += 1;
  const address = `../../scripts/fetch-digitalgov.ts?call=${calls}`;
  return inThisProcess(() => import(/* @vite-ignore */ address), args);
}

/** The script as `npm run eval:fetch` starts it. */
function fetchSetAlone(...args: readonly string[]): Promise<Pick<Ended, 'code' | 'stdout' | 'stderr'>> {
  const script = [
    join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
    join(ROOT, 'scripts/fetch-digitalgov.ts'),
    ...args,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, script, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const kept = 'digitalgov.gov-4979583206d9.tar.gz';
const articlesIn = (out: string) =>
  readFileSync(join(out, 'articles.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);

describe('npm run eval:fetch', () => {
  it('writes the posts without the links between them, and who linked whom', async () => {
    const asked: (string | undefined)[] = [];
    const server = await serving((request, response) => {
      asked.push(request.url);
      response.end(archive);
    });
    const out = join(scratchFolder(), 'set');
    const { code, stdout, stderr } = await fetchSetAlone('--server', `${server}/`, '--out', out);
    expect([code, asked]).toEqual([0, ['/GSA/digitalgov.gov/tar.gz/4979583206d9']]);
    expect(articlesIn(out)).toEqual([
      {
        id: '2012-03-05-myds-web-app',
        title: 'MyDS Web App',
        summary: 'An app.',
        body: 'Count vitamins with {{< legacy-img src="x.jpg" >}} this app.',
        url: 'https://digital.gov/2012/03/05/myds-web-app/',
        publishedAt: '2012-03-05T00:00:00Z',
      },
      {
        id: '2012-12-21-resources',
        title: 'Resources',
        summary: 'A deck.',
        body: 'See  and [its policy](https://digital.gov/resources/policy).\n\n* More to come',
        url: 'https://digital.gov/2012/12/21/resources-for-2013/',
        publishedAt: '2012-12-21T00:00:00Z',
      },
      expect.objectContaining({ id: '2019-03-27-review', publishedAt: '2019-03-26T00:00:00Z' }),
      expect.objectContaining({ id: '2020-01-02-later', body: 'As ,  and .' }),
    ]);
    expect(readFileSync(join(out, 'qrels.txt'), 'utf8').split('\n')).toEqual([
      '2012-03-05-myds-web-app 0 2012-12-21-resources 1',
      '2012-03-05-myds-web-app 0 2020-01-02-later 1',
      '2012-12-21-resources 0 2012-03-05-myds-web-app 1',
      '2012-12-21-resources 0 2019-03-27-review 1',
      '2012-12-21-resources 0 2020-01-02-later 1',
      '2019-03-27-review 0 2012-12-21-resources 1',
      '2019-03-27-review 0 2020-01-02-later 1',
      '2020-01-02-later 0 2012-03-05-myds-web-app 1',
      '2020-01-02-later 0 2012-12-21-resources 1',
      '2020-01-02-later 0 2019-03-27-review 1',
      '',
    ]);
    expect(stdout).toContain('Read 6 posts: 4 articles, 2 left out.');
    expect(stdout).toContain(
      `seealso eval --articles ${join(out, 'articles.jsonl')} --qrels ${join(out, 'qrels.txt')}`,
    );
    expect(stderr).toMatch(/Left out: .*draft\.md: a draft\nLeft out: .*untitled\.md: title: expected/);
    expect(readdirSync(out).sort()).toEqual(['articles.jsonl', kept, 'qrels.txt']);
  });

  it('needs no network where the archive is there', async () => {
    const folder = scratchFolder();
    const file = join(folder, 'archive.tar.gz');
    writeFileSync(file, archive);
    const out = join(folder, 'set');
    const nowhere = ['--server', 'http://127.0.0.1:1', '--out', out];
    expect((await fetchSet(...nowhere, '--archive', file)).code).toBe(0);
    const before = readFileSync(join(out, 'articles.jsonl'), 'utf8');
    for (const name of readdirSync(out)) rmSync(join(out, name));
    writeFileSync(join(out, kept), archive);
    expect((await fetchSet(...nowhere)).code).toBe(0);
    expect(readFileSync(join(out, 'articles.jsonl'), 'utf8')).toBe(before);
  });

  it('writes over nothing', async () => {
    const out = scratchFolder();
    write(out, 'qrels.txt', 'mine');
    const { code, stderr } = await fetchSet('--out', out);
    expect(stderr).toMatch(/qrels\.txt is there already.*--out/);
    expect([code, readdirSync(out)]).toEqual([2, ['qrels.txt']]);
  });

  it('explains itself, and refuses what it does not know', async () => {
    const [help, wrong] = await Promise.all([fetchSet('--help'), fetchSet('--outt', 'x')]);
    expect(help).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('--archive <file>') });
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--outt') });
  });
});

describe('a download that fails', () => {
  const half = () => archive.subarray(0, archive.length / 2);
  const cases: readonly [what: string, answer: RequestListener, message: RegExp][] = [
    [
      'with a status',
      (_, response) => response.writeHead(404).end('none'),
      /tar\.gz\/4979583206d9 cannot be downloaded: this needs a network\. Expected the tar\.gz archive.*received the answer 404 Not Found.*--archive/,
    ],
    [
      'half-way, with the length told',
      (request, response) => {
        response.writeHead(200, { 'content-length': archive.length });
        response.write(half(), () => request.socket.destroy());
      },
      /Expected the tar\.gz archive.*received (?:\d+ bytes, then )?.*--archive/,
    ],
    [
      'half-way, as if that were all',
      (_, response) => response.end(half()),
      /Expected a whole tar\.gz archive.*received/,
    ],
    [
      'with a page',
      (_, response) => response.end('<html>Sign in</html>'),
      /Expected a whole tar\.gz archive.*received/,
    ],
    ['with nothing', (_, response) => response.end(), /Expected a whole tar\.gz archive.*received/],
  ];

  it.each(cases)('%s says so in a sentence and leaves nothing', async (_, answer, message) => {
    const out = scratchFolder();
    const { code, stdout, stderr } = await fetchSet('--server', await serving(answer), '--out', out);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, stdout, readdirSync(out)]).toEqual([1, '', []]);
  });

  it('without a network says that it needs one', async () => {
    const server = await serving(() => undefined);
    for (const one of servers.splice(0)) one.close();
    const out = scratchFolder();
    const { code, stderr } = await fetchSet('--server', server, '--out', out);
    expect(stderr).toMatch(/this needs a network\. Expected .*, received connect ECONNREFUSED/);
    expect([code, readdirSync(out)]).toEqual([1, []]);
  });

  it('with the archive of another commit, or without posts, says what came', async () => {
    const out = scratchFolder();
    const of = async (folder: string, files: Readonly<Record<string, string>>) => {
      const packed = await pack(folder, files);
      return fetchSet('--server', await serving((_, response) => response.end(packed)), '--out', out);
    };
    const other = await of('digitalgov.gov-main', FILES);
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('received the folder "digitalgov.gov-main"'),
    });
    const empty = await of(FOLDER, { 'README.md': 'x' });
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining('content/news, received none') });
    expect(readdirSync(out)).toEqual([]);
    const alone = await of(FOLDER, { 'content/news/a.md': post({ title: 'Alone' }, 'No [link](/b).') });
    expect(alone).toMatchObject({ code: 1, stderr: expect.stringContaining('received 1 links in 1 posts') });
    expect(readdirSync(out)).toEqual([kept]);
  });

  it('is not begun where the archive that was named is not there', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'set');
    const { code, stderr } = await fetchSet('--archive', join(folder, 'none.tgz'), '--out', out);
    expect(stderr).toMatch(/none\.tgz cannot be read\..*nothing of that name/);
    expect(code).toBe(1);
  });
});
