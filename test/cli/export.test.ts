import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportedList } from '../../src/export/render.js';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

describe('seealso export', () => {
  it('writes the lists of an index, once, and says what it did', async () => {
    const folder = scratchFolder();
    const articles = ARCHIVE.map((one) => ({
      ...one,
      url: `https://example.org/${one.id}`,
      sponsored: one.id === 'rates-held',
    }));
    const [indexDir, out] = [join(folder, 'index'), join(folder, 'out')];
    await call(['index', write(folder, 'a.jsonl', jsonl(articles)), '--index-dir', indexDir]);
    const args = [
      'export',
      '--index-dir',
      indexDir,
      '--out',
      out,
      '--widget',
      '--heading-level',
      '3',
      '--reasons',
      '--sponsored',
      'false',
    ];
    const first = await call(args);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining(`${ARCHIVE.length} written`)]);
    const textIn = (folder: string) => {
      const file = readdirSync(folder).find((name) => name.startsWith('yen-falls-')) ?? '(none)';
      return readFileSync(join(folder, file), 'utf8');
    };
    const html = textIn(out);
    expect(html).toMatch(
      /^<related-articles article-id="yen-falls" limit="4" sponsored="false" .*heading-level="3" reasons/,
    );
    expect(html).toContain('<h3 class="related-articles-heading">Related articles</h3>');
    expect(html).not.toContain('/rates-held"');
    expect(lastLine((await call([...args, '--json'])).stdout)).toMatchObject({
      articles: ARCHIVE.length,
      written: 0,
      unchanged: ARCHIVE.length,
      removed: 0,
    });
    const json = join(folder, 'json');
    await call(['export', '--index-dir', indexDir, '--out', json, '--format', 'json', '--sponsored', 'true']);
    const { related } = JSON.parse(textIn(json)) as ExportedList;
    expect(related).toMatchObject([{ id: 'rates-held', sponsored: true, paywalled: false }]);
  });

  it('needs a folder, and an index', async () => {
    const none = await call(['export']);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--out')]);
    const folder = scratchFolder();
    const missing = await call([
      'export',
      '--out',
      join(folder, 'out'),
      '--index-dir',
      join(folder, 'index'),
    ]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('There is no index')]);
  });
});
