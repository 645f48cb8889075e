import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/program.js';
import { defaultOf, SETTINGS, type SettingName } from '../src/config.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const options = await readFile(new URL('../deploy/options.md', import.meta.url), 'utf8');
const rooms = await readFile(new URL('../src/README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it.each(Object.keys(SETTINGS) as SettingName[])(
    'leads to the option for %s, its variable and its default',
    (name) => {
      const { flag, env } = SETTINGS[name] as { flag: string; env?: string };
      expect(options).toContain(flag.split(' ')[0]);
      if (env !== undefined) expect(options).toContain(env);
      const value = defaultOf(name);
      if (value !== null && value !== 'auto') expect(options).toContain(value);
    },
  );

  it('names every command as it is typed', () => {
    for (const { usage } of COMMANDS) expect(readme).toContain(`seealso ${usage}`);
  });

  it('names npm scripts and files that exist', async () => {
    const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

it('src/README.md names every room', async () => {
  const entries = await readdir(new URL('../src', import.meta.url), { withFileTypes: true });
  for (const entry of entries.filter((found) => found.isDirectory()))
    expect(rooms).toContain(`\`${entry.name}\``);
});
