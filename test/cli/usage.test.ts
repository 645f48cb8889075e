import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.js';
import { run, scratchFolder, write } from '../support/cli.js';

const folder = scratchFolder();
const env = { SEEALSO_INDEX_DIR: join(folder, 'nowhere') };

describe('wrong usage', () => {
  const cases: readonly [what: string, args: readonly string[], message: RegExp][] = [
    ['an unknown command', ['idnex'], /unknown command 'idnex'.*\(Did you mean index\?\).*--help/s],
    [
      'an unknown option',
      ['index', '--modle', 'x'],
      /unknown option '--modle'.*Did you mean --model\?.*--help/s,
    ],
    [
      'an unknown option of another command',
      ['related', 'a', '--port', '1'],
      /unknown option '--port'.*--help/s,
    ],
    ['an option without its value', ['index', '--index-dir'], /--index-dir <folder>.*argument missing/s],
    ['no id', ['related'], /missing required argument 'id'.*--help/s],
    ['two ids', ['related', 'a', 'b'], /too many arguments.*--help/s],
    ['a word too many', ['serve', 'now'], /too many arguments.*--help/s],
    [
      'a limit of zero',
      ['related', 'a', '--limit', '0'],
      /--limit <number> is wrong: expected at least 1, received "0".*--help/,
    ],
    ['a limit that is too large', ['related', 'a', '--limit', '51'], /expected at most 50, received "51"/],
    [
      'a limit that is no number',
      ['related', 'a', '--limit', 'ten'],
      /expected a whole number from 1 to 50, received "ten"/,
    ],
    ['a language that is none', ['related', 'a', '--language', '!!'], /--language <tag> is wrong/],
    ['a port that is none', ['serve', '--port', '70000'], /--port <number> is wrong: expected at most 65535/],
    [
      'a level that lines have not',
      ['serve', '--log-level', 'loud'],
      /--log-level <level> is wrong: expected one of debug, info, warn, error, received "loud"/,
    ],
    [
      'a format that is not read',
      ['index', '-', '--format', 'xml'],
      /--format <format> is wrong: expected one of jsonl, json, csv, markdown, feed, .*, received "xml"/,
    ],
    ['a pooling that is none', ['index', '--pooling', 'max'], /expected one of mean, cls, none/],
    ['a column that is no pair', ['index', '-', '--column', 'title'], /expected field=column/],
    [
      'a column for a field that articles do not have',
      ['index', '-', '--format', 'csv', '--column', 'headline=title'],
      /"headline" is not a field/,
    ],
    [
      'a file of a kind that is not known',
      ['index', write(folder, 'archive.xml', '<a/>')],
      /archive\.xml is not known.*--format/s,
    ],
  ];

  it.each(cases)('with %s exits 2, says so, and prints nothing else', async (_, args, message) => {
    const { code, stdout, stderr } = await call(args, { env });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('of the environment names the variable', async () => {
    const { code, stderr } = await run(['serve'], { env: { ...env, PORT: 'http' } });
    expect(code).toBe(2);
    expect(stderr).toContain('The environment variable PORT is wrong');
  });
});

describe('a failure that is no wrong usage', () => {
  it.each([
    [
      'a file that is not there',
      ['index', join(folder, 'none.jsonl')],
      /none\.jsonl cannot be read.*Check the path/s,
    ],
    ['a folder without Markdown', ['index', scratchFolder()], /no Markdown/],
    ['an index that is not there', ['related', 'a'], /There is no index in .*seealso index/s],
    ['a model that is not there', ['index', '--model', join(folder, 'no-model')], /no-model/],
  ])('as %s exits 1 and says so in a sentence', async (_, args, message) => {
    const { code, stdout, stderr } = await call(args, { env });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^seealso: [^\n]+\n$/);
    expect([code, stdout]).toEqual([1, '']);
  });
});
