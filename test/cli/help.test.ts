import { describe, expect, it } from 'vitest';
import { COMMANDS, createProgram } from '../../src/cli/program.js';
import { defaultOf, SETTINGS } from '../../src/config.js';
import { call } from '../support/call.js';
import { type Ended, run, start } from '../support/cli.js';

/** Without the line breaks that fit it to a terminal. */
const flowing = (text: string) => text.replace(/\s+/g, ' ');
const nameOf = (usage: string) => usage.split(' ')[0] ?? '';

const helps: ReadonlyMap<string, Promise<Ended>> = new Map(
  COMMANDS.map(({ usage }) => [nameOf(usage), call([nameOf(usage), '--help'])]),
);

describe('seealso --help', () => {
  it('lists every command with what it does, and exits 0', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const { usage, summary } of COMMANDS) {
      expect(stdout).toMatch(new RegExp(`^  ${nameOf(usage)}\\b`, 'm'));
      expect(flowing(stdout)).toContain(summary);
    }
    expect(COMMANDS.map(({ usage }) => nameOf(usage))).toEqual(
      expect.arrayContaining(['index', 'serve', 'related', 'rollback', 'eval', 'judgments']),
    );
  });

  it('is shown on standard error, as wrong usage, where no command is given', async () => {
    const { code, stdout, stderr } = await call([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: seealso');
  });

  it('ends in silence where its reader does not wait for the end', async () => {
    const child = start(['--help']);
    child.hangUp();
    const { code, stderr } = await child.ended;
    expect([code, stderr]).toEqual([0, '']);
  });

  it('has a version beside it', async () => {
    const { code, stdout } = await call(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe.each(COMMANDS.map((command) => [nameOf(command.usage), command] as const))(
  'seealso %s --help',
  (name, { usage, settings, examples, details }) => {
    it('exits 0 and says how the command is called and what it does', async () => {
      const { code, stdout, stderr } = (await helps.get(name)) as Ended;
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: seealso ${usage.replace(' ', ' [options] ').trimEnd()}`);
      expect(flowing(stdout)).toContain(flowing(details));
    });

    it('lists every option with its meaning, its environment variable and its default', async () => {
      const { stdout } = (await helps.get(name)) as Ended;
      const text = flowing(stdout);
      for (const setting of settings) {
        const { flag, description, env } = SETTINGS[setting] as {
          flag: string;
          description: string;
          env?: string;
        };
        expect(stdout).toMatch(new RegExp(`^  ${flag.replace(/[[\]<>=|]/g, '\\$&')}\\s`, 'm'));
        expect(text).toContain(`${flag} ${description}`);
        if (env !== undefined) expect(text).toContain(`env: ${env}`);
        if (defaultOf(setting) !== null) expect(text).toContain(`default: ${defaultOf(setting)}`);
      }
      expect(settings).toContain('json');
      // Evaluation opens an index of its own.
      expect(settings.includes('indexDir')).toBe(name !== 'eval');
    });

    it('ends with examples', async () => {
      const { stdout } = (await helps.get(name)) as Ended;
      expect(examples.length).toBeGreaterThan(0);
      const [, shown = ''] = stdout.split('\nExamples:\n');
      expect(shown.match(/^ {2}\$ .+$/gm)).toEqual(examples.map(([example]) => `  $ ${example}`));
    });

    it('has examples that the program understands', async () => {
      for (const [example] of examples) {
        if (example.startsWith('curl ')) continue;
        const [called, flags] = await understood(example);
        expect(called).toBe(name);
        expect(flags).toBeTypeOf('object');
      }
    });
  },
);

/** What the program makes of an example: the command, and its options. Throws where it makes nothing of it. */
async function understood(example: string): Promise<[command: string, flags: unknown]> {
  const words = (example.split('|').at(-1) ?? '')
    .trim()
    .split(' ')
    .filter((word, i, all) => !/^[A-Z_]+=/.test(word) || all.slice(0, i).includes('seealso'));
  expect(words[0]).toBe('seealso');
  const program = createProgram().configureOutput({ writeErr: () => undefined });
  let heard: [string, unknown] | null = null;
  for (const command of program.commands) {
    command.configureOutput({ writeErr: () => undefined }).action(() => {
      heard = [command.name(), command.opts()];
    });
  }
  await program.parseAsync(words.slice(1), { from: 'user' });
  if (heard === null) throw new Error(`Nothing was called by ${example}`);
  return heard;
}
