import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../support/call.js';
import { lastLine, scratchFolder, start, until, write } from '../support/cli.js';
import { ARCHIVE, jsonl } from '../support/newsroom.js';

describe('seealso watch', () => {
  it('reads every source once, says what came of each, and fails if one could not be read', async () => {
    const folder = scratchFolder();
    const archive = write(folder, 'archive.jsonl', jsonl([...ARCHIVE, { id: 'untitled' }]));
    const config = write(
      folder,
      'watch.yaml',
      `sources: [{ path: '${archive}' }, { path: '${folder}/none.jsonl', name: Lost }]`,
    );
    const watch = (...args: string[]) =>
      call(['watch', '--config', config, '--index-dir', join(folder, 'index'), '--once', ...args]);
    const first = await watch('--log-format', 'json');
    expect(first.stdout).toMatch(new RegExp(`archive.jsonl: ${ARCHIVE.length} added, 0 changed, 0 removed`));
    expect(first.stdout).toContain('Lost: ');
    expect([first.code, first.stderr]).toEqual([1, expect.stringContaining('1 of 2 sources')]);
    expect(lastLine(first.stderr.slice(0, first.stderr.indexOf('\n')))).toEqual({
      level: 'warn',
      time: expect.any(String),
      msg: `${archive}:${ARCHIVE.length + 1}: title: expected string, received nothing`,
    });

    // What is not in the file any more is taken down only when it is time to look for that: once a day.
    write(folder, 'archive.jsonl', jsonl(ARCHIVE.slice(1)));
    const second = await watch('--json');
    const events = second.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      { source: archive, ok: true, added: 0, removed: 0, articles: ARCHIVE.length },
      { source: 'Lost', ok: false, again: null },
    ]);
  });

  it('shows to a running reader what is published, and ends when it is stopped', async () => {
    const folder = scratchFolder();
    const archive = write(folder, 'archive.jsonl', jsonl(ARCHIVE));
    const config = write(folder, 'watch.yaml', `sources: [{ path: '${archive}', every: 1s, prune: 1s }]`);
    const child = start(['watch', '--config', config, '--index-dir', join(folder, 'index'), '--json']);
    await until('a first reading', () => child.stdout().includes(`"added":${ARCHIVE.length}`));
    write(folder, 'archive.jsonl', jsonl(ARCHIVE.slice(1)));
    await until('what was taken down', () => child.stdout().includes('"removed":1'));
    expect((await child.end('SIGTERM')).code).toBe(0);
  });

  it('refuses a file that does not say what to follow', async () => {
    const config = write(scratchFolder(), 'watch.yaml', 'sources: [{ feed: nowhere }]');
    const { code, stderr } = await call(['watch', '--config', config]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('sources.0.feed: expected an absolute http')]);
  });
});
