import { z } from 'zod';
import { BODY_FORMATS, describeIssues } from './article.js';
import { AUDIT_SETTINGS } from './config/audit-settings.js';
import { BACKUP_SETTINGS } from './config/backup-settings.js';
import { CALIBRATE_SETTINGS } from './config/calibrate-settings.js';
import { DESK_SETTINGS } from './config/desk-settings.js';
import { EVAL_SETTINGS } from './config/eval-settings.js';
import { EXPORT_SETTINGS } from './config/export-settings.js';
import { GATE_SETTINGS } from './config/gate-settings.js';
import { HOOK_SETTINGS } from './config/hook-settings.js';
import { HTTP_SETTINGS } from './config/http-settings.js';
import { KEY_SETTINGS } from './config/key-settings.js';
import { LIMIT_SETTINGS } from './config/limit-settings.js';
import { LOG_SETTINGS } from './config/log-settings.js';
import { QUESTION_SETTINGS } from './config/question-settings.js';
import {
  baseUrl,
  type Setting,
  setting,
  text,
  unguessable,
  wholeNumber,
  yes,
  yesOrNo,
} from './config/setting.js';
import { readWatchFile, type WatchedSource } from './config/watch-file.js';
import { WEB_SETTINGS } from './config/web-settings.js';
import { UsageError } from './errors.js';
import { SOURCE_FORMATS } from './sources/source.js';

/** `title=headline` pairs: which column holds which field. */
const columns = z.array(text.regex(/^[^=]+=.+$/, 'field=column, such as title=headline')).default([]);

export const SETTINGS = {
  indexDir: setting({
    flag: '--index-dir <folder>',
    env: 'SEEALSO_INDEX_DIR',
    description: 'where the catalogue and the index live',
    schema: text.default('data/index'),
  }),
  model: setting({
    flag: '--model <folder>',
    env: 'SEEALSO_MODEL',
    description: 'embedding model: a folder in the hub’s layout, or the name of one in models/',
    schema: text.optional(),
  }),
  pooling: setting({
    flag: '--pooling <how>',
    description: 'how token vectors become one: mean, cls or none; default: what the folder says',
    schema: z.enum(['mean', 'cls', 'none']).optional(),
  }),
  queryPrefix: setting({
    flag: '--query-prefix <text>',
    description: 'put before a text that is asked about; default: what the folder says',
    schema: z.string().optional(),
  }),
  passagePrefix: setting({
    flag: '--passage-prefix <text>',
    description: 'put before a text that is indexed; default: what the folder says',
    schema: z.string().optional(),
  }),
  workers: setting({
    flag: '--workers <number>',
    env: 'SEEALSO_WORKERS',
    description:
      'threads that embed at most, each with a copy of the model; another starts only where the model is what takes long; default: one per processor, up to 4',
    schema: wholeNumber(1, 64).optional(),
  }),
  json: setting({ flag: '--json', description: 'print the result as JSON on standard output', schema: yes }),

  format: setting({
    flag: '--format <format>',
    description: `how the source is written: ${SOURCE_FORMATS.join(', ')}; default: told from its name or content`,
    schema: z.enum(SOURCE_FORMATS).optional(),
  }),
  bodyFormat: setting({
    flag: '--body-format <format>',
    description: `how bodies are written: ${BODY_FORMATS.join(', ')}`,
    schema: z.enum(BODY_FORMATS).default('auto'),
  }),
  column: setting({
    flag: '--column <field=column>',
    description: 'CSV: the column that holds a field (repeatable), such as title=headline',
    schema: columns,
  }),
  delimiter: setting({
    flag: '--delimiter <character>',
    description: 'CSV: what separates columns; default: told from the header row',
    schema: text.length(1).optional(),
  }),
  baseUrl: setting({
    flag: '--base-url <url>',
    description:
      'files and folders: where their articles lie on the site, as https://example.org/posts/; gives Markdown addresses',
    schema: baseUrl.optional(),
  }),
  sourceName: setting({
    flag: '--source-name <name>',
    description: 'name that remembers this source for --prune; default: its absolute path',
    schema: text.optional(),
  }),
  strict: setting({
    flag: '--strict',
    description: 'keep nothing of the run if any row is bad',
    schema: yes,
  }),
  prune: setting({
    flag: '--prune',
    description: 'remove articles that this source once gave and gives no longer',
    schema: yes,
  }),
  rebuild: setting({
    flag: '--rebuild',
    description: 'build a new generation even if nothing changed',
    schema: yes,
  }),

  refit: setting({
    flag: '--refit',
    description: 'fit to the archive anew, and build a new generation',
    schema: yes,
  }),

  ...GATE_SETTINGS,
  ...WEB_SETTINGS,

  port: setting({
    flag: '--port <number>',
    env: 'PORT',
    description: 'port to listen on; 0 takes any free one',
    schema: wholeNumber(0, 65535).default(3000),
  }),
  host: setting({
    flag: '--host <address>',
    description: 'address to listen on; 0.0.0.0 is every one',
    schema: text.default('127.0.0.1'),
  }),
  apiKey: setting({
    flag: '--api-key <key>',
    env: 'SEEALSO_API_KEY',
    description:
      'bearer key that allows everything, beside those of `seealso keys`; without any, writing is off',
    schema: unguessable.optional(),
    isSecret: true,
  }),
  front: setting({
    flag: '--front <id>',
    description: 'article shown at /; default: the newest',
    schema: text.optional(),
  }),

  clicks: setting({
    flag: '--clicks',
    env: 'SEEALSO_CLICKS',
    description: 'count which links readers see and click, where a page’s element has the attribute clicks',
    schema: yesOrNo,
  }),
  ...HTTP_SETTINGS,
  ...LIMIT_SETTINGS,
  ...LOG_SETTINGS,
  ...DESK_SETTINGS,
  ...HOOK_SETTINGS,
  ...AUDIT_SETTINGS,
  ...BACKUP_SETTINGS,
  ...KEY_SETTINGS,
  ...EXPORT_SETTINGS,
  config: setting({
    flag: '--config <file>',
    env: 'SEEALSO_CONFIG',
    description: 'what is followed, and how: a YAML file',
    schema: text.default('seealso.yaml'),
  }),
  once: setting({
    flag: '--once',
    description: 'read every source once, and end',
    schema: yes,
  }),

  ...QUESTION_SETTINGS,

  to: setting({
    flag: '--to <generation>',
    description: 'the generation to go back to; default: the one before the current',
    schema: text.optional(),
  }),

  ...EVAL_SETTINGS,
  ...CALIBRATE_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Config<Names extends SettingName> = Readonly<{
  [Name in Names]: z.output<(typeof SETTINGS)[Name]['schema']>;
}>;

/** The default as the help shows it, or `null` where there is none. */
export function defaultOf(name: SettingName): string | null {
  const result = SETTINGS[name].schema.safeParse(undefined);
  const value: unknown = result.success ? result.data : undefined;
  return value === undefined || value === false || Array.isArray(value) ? null : String(value);
}

/** Flags win over the environment, that over defaults. Throws a `UsageError` that names the flag or variable. */
export function readConfig<Name extends SettingName>(
  names: readonly Name[],
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config<Name> {
  const config: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const { flag, env, schema, isSecret }: Setting = SETTINGS[name];
    const fromEnv = env === undefined || environment[env] === '' ? undefined : environment[env];
    const given = flags[name] ?? fromEnv;
    const parsed = schema.safeParse(given);
    if (!parsed.success) {
      const problem = describeIssues(parsed.error, given)[0];
      const where =
        flags[name] === undefined && env !== undefined
          ? `The environment variable ${env}`
          : `The option ${flag}`;
      throw new UsageError(
        `${where} is wrong: expected ${problem?.expected ?? 'another value'}, received ${isSecret ? `${String(given).length} characters` : (problem?.received ?? 'this')}. See --help.`,
      );
    }
    config[name] = parsed.data;
  }
  return Object.freeze(config) as Config<Name>;
}

/** The sources of the file that `watch` follows. Throws a `UsageError` that names the place. */
export const readWatchSources = (path: string): WatchedSource[] => readWatchFile(path, process.env);

/** `{ title: 'headline' }` from `['title=headline']`. */
export function columnMapping(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
