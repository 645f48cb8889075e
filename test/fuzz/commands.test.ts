import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/program.js';
import { readConfig, SETTINGS, type SettingName } from '../../src/config.js';
import { UsageError } from '../../src/errors.js';
import { call } from '../support/call.js';
import { scratchFolder } from '../support/cli.js';
import { PATIENCE, tryCases } from './cases.js';
import { hostileText } from './hostile.js';

const FLAGS = COMMANDS.flatMap(({ usage, settings }) =>
  settings.map((setting) => ({ command: usage.split(' ')[0] ?? '', words: wordsOf(usage), setting })),
);

/** As few words as a command is content with. */
function wordsOf(usage: string): string[] {
  return usage
    .split(' ')
    .slice(1)
    .filter((word) => word.startsWith('<'))
    .map(() => 'nothing');
}

const takesValue = (setting: SettingName) => SETTINGS[setting].flag.includes(' ');

/** What is wrong with a value, said to whoever gave it; `null` where nothing is. */
function refusal(setting: SettingName, value: unknown): string | null {
  try {
    readConfig([setting], { [setting]: value }, {});
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

describe('every flag', () => {
  it(
    'takes any value, or refuses it by its name',
    async () => {
      const names = Object.keys(SETTINGS) as SettingName[];
      const given = fc.record({
        setting: fc.constantFrom(...names),
        value: fc.oneof(
          hostileText,
          hostileText.map((text) => [text]),
        ),
      });
      await tryCases('settings', given, async ({ setting, value }) => {
        const said = refusal(setting, value);
        if (said === null) return;
        expect(said).toContain(SETTINGS[setting].flag.split(' ')[0]);
        expect(said).not.toMatch(/[\n\r\u2028]/);
      });
    },
    PATIENCE,
  );

  it(
    'with a value that is none ends its command with 2, its name and no stack',
    async () => {
      const cwd = scratchFolder();
      const bad = fc
        .tuple(fc.constantFrom(...FLAGS.filter(({ setting }) => takesValue(setting))), hostileText)
        // The system's own arguments end at NUL, and a flag's value may not look like a flag.
        .filter(([, text]) => !text.includes('\u0000') && text !== '--')
        .map(([flag, text]) => ({ ...flag, text }));
      await tryCases('commands', bad, async ({ command, words, setting, text }) => {
        const repeated = refusal(setting, [text]) === null || refusal(setting, text) === null;
        // Whatever is taken would be done: what is served, read and written is for other tests.
        if (repeated) return;
        const flag = SETTINGS[setting].flag.split(' ')[0] ?? '';
        const { code, stdout, stderr } = await call([command, ...words, `${flag}=${text}`], { cwd });
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(flag);
        expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
      });
    },
    PATIENCE,
  );
});
