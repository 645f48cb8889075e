import { Command } from 'commander';
import { defaultOf, SETTINGS, type SettingName } from '../config.js';
import { VERSION } from '../version.js';
import { auditCommand } from './audit-command.js';
import { backupCommand } from './backup-command.js';
import { calibrateCommand } from './calibrate-command.js';
import type { CommandDescription } from './command.js';
import { createEvalCommand } from './eval-command.js';
import { exportCommand } from './export-command.js';
import { indexCommand } from './index-command.js';
import { judgmentsCommand } from './judgments-command.js';
import { keysCommand } from './keys-command.js';
import { publishCommand } from './publish-command.js';
import { relatedCommand } from './related-command.js';
import { restoreCommand } from './restore-command.js';
import { rollbackCommand } from './rollback-command.js';
import { serveCommand } from './serve-command.js';
import { watchCommand } from './watch-command.js';

export const COMMANDS: readonly CommandDescription[] = [
  indexCommand,
  serveCommand,
  relatedCommand,
  publishCommand,
  rollbackCommand,
  createEvalCommand(async (request) => (await import('../compose.js')).openEvaluation(request)),
  judgmentsCommand,
  calibrateCommand,
  exportCommand,
  watchCommand,
  auditCommand,
  keysCommand,
  backupCommand,
  restoreCommand,
];

const REPEATABLE: ReadonlySet<SettingName> = new Set([
  'column',
  'gateSystem',
  'section',
  'tag',
  'exclude',
  'scope',
  'corsOrigin',
]);

export function createProgram(): Command {
  const program = new Command('seealso')
    .description('Related articles for a publisher’s own archive: indexed and served from this machine.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride();
  for (const description of COMMANDS) addCommand(program, description);
  return program;
}

function addCommand(
  program: Command,
  { usage, summary, details, settings, examples, run }: CommandDescription,
): void {
  const command = program
    .command(usage)
    .summary(summary)
    .description(details)
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride();
  for (const name of settings) {
    const option = command.createOption(SETTINGS[name].flag, helpOf(name));
    option.attributeName = () => name;
    if (REPEATABLE.has(name))
      option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    command.addOption(option);
  }
  const lines = examples.map(([example, meaning]) => `  $ ${example}\n      ${meaning}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  command.action(async () => run(command.args, command.opts()));
}

function helpOf(name: SettingName): string {
  const { description, env } = SETTINGS[name] as { description: string; env?: string };
  const facts = [
    env === undefined ? null : `env: ${env}`,
    defaultOf(name) === null ? null : `default: ${defaultOf(name)}`,
  ];
  const known = facts.filter((fact) => fact !== null);
  return known.length === 0 ? description : `${description} (${known.join(', ')})`;
}
