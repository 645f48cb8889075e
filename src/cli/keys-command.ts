import { readConfig, type SettingName } from '../config.js';
import { UsageError } from '../errors.js';
import type { CommandDescription } from './command.js';

const settings = ['scope', 'indexDir', 'json'] as const satisfies readonly SettingName[];

/** A name that a person can read in a list and type. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u;

export const keysCommand: CommandDescription = {
  usage: 'keys <action> [name]',
  summary: 'add, list and revoke the named keys of an index',
  details:
    'Keys by which programs and people may do what not everybody may: add makes one and shows it once (only its hash ' +
    'is stored), list says which there are, revoke ends one. Scopes: read (clicks), write (PUT and DELETE), edit ' +
    '(corrections), admin (everything). Running servers heed them at once, beside the key of --api-key.',
  settings,
  examples: [
    ['seealso keys add cms --scope write', 'a key for the CMS, shown this once'],
    ['seealso keys list', 'names, scopes, since when'],
    ['seealso keys revoke cms', 'from the next request on it opens nothing'],
  ],
  async run([action, name], flags) {
    const { indexDir, scope, json } = readConfig(settings, flags);
    const act = ACTIONS.find((one) => one === action);
    if (act === undefined) {
      throw new UsageError(
        `Expected one of ${ACTIONS.join(', ')}, received ${JSON.stringify(action)}. See --help.`,
      );
    }
    if (act !== 'list' && (name === undefined || !NAME.test(name))) {
      throw new UsageError(
        `Expected the name of the key, such as cms: letters, digits, spaces, and . _ @ -, up to 64. Received ${name === undefined ? 'nothing' : JSON.stringify(name)}.`,
      );
    }
    if (act === 'add' && scope.length === 0) {
      throw new UsageError(
        'Expected what the key is for, such as --scope write; received nothing. See --help.',
      );
    }
    const { openKeys } = await import('../compose.js');
    const keys = openKeys(indexDir);
    try {
      const print = (value: unknown, words: string) =>
        process.stdout.write(json ? `${JSON.stringify(value)}\n` : words);
      if (act === 'list') {
        const list = keys.list().map(({ createdAt, ...key }) => ({
          ...key,
          createdAt: new Date(createdAt).toISOString(),
        }));
        print({ keys: list }, listed(list));
      } else if (act === 'add') {
        const key = keys.add(name ?? '', scope);
        if (key === null) {
          throw new UsageError(`There is a key ${name} already. Choose another name, or revoke it first.`);
        }
        print(
          { name, scopes: [...new Set(scope)], key },
          `${key}\nThis key is shown once: keep it now. Send it as \`Authorization: Bearer <key>\`.\n`,
        );
      } else {
        if (!keys.revoke(name ?? '')) {
          throw new UsageError(`There is no key ${name}. See \`seealso keys list\`.`);
        }
        print({ name, revoked: true }, `${name} opens nothing any more.\n`);
      }
    } finally {
      keys.close();
    }
  },
};

const ACTIONS = ['add', 'list', 'revoke'] as const;

function listed(
  keys: readonly { readonly name: string; readonly scopes: readonly string[]; readonly createdAt: string }[],
): string {
  if (keys.length === 0) return 'There are no keys. Add one: seealso keys add cms --scope write\n';
  const width = Math.max(...keys.map(({ name }) => name.length));
  return keys
    .map(
      ({ name, scopes, createdAt }) =>
        `${name.padEnd(width)}  ${scopes.join(', ')}, since ${createdAt.slice(0, 10)}\n`,
    )
    .join('');
}
