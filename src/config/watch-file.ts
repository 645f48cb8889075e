import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { BODY_FORMATS, describeIssues, HttpUrl, shown } from '../article.js';
import { UsageError } from '../errors.js';
import type { SourceFormat } from '../sources/source.js';
import { told } from '../sources/web/addresses.js';
import { duration, UNITS } from './duration.js';
import { baseUrl } from './setting.js';

const [MINUTE, HOUR, DAY] = [UNITS.m, UNITS.h, UNITS.d];

/** What a source may be, how often it is read, and how often what was taken down is looked for (`null`: never). */
const KINDS = {
  feed: { every: 5 * MINUTE, prune: null },
  sitemap: { every: HOUR, prune: DAY },
  wordpress: { every: 5 * MINUTE, prune: DAY },
  ghost: { every: 5 * MINUTE, prune: DAY },
  page: { every: HOUR, prune: null },
  path: { every: 5 * MINUTE, prune: DAY },
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];
const KINDS_SAID = KIND_NAMES.join(', ');

const text = z.string().trim().min(1);
const how = {
  every: duration.optional(),
  prune: z.union([duration, z.literal(false)], { error: 'a time such as 1d, or false' }).optional(),
  delay: z
    .union([z.literal('0'), z.literal(0)])
    .transform(() => 0)
    .or(duration)
    .optional(),
  ignoreRobots: z.boolean().optional(),
  allowPrivate: z
    .union([z.boolean(), z.array(text)], { error: 'true, false, or a list of hosts' })
    .optional(),
};

const WatchFile = z.strictObject({
  defaults: z.strictObject(how).default({}),
  sources: z
    .array(
      z
        .strictObject({
          feed: HttpUrl.optional(),
          sitemap: HttpUrl.optional(),
          wordpress: HttpUrl.optional(),
          ghost: HttpUrl.optional(),
          page: HttpUrl.optional(),
          path: text.optional(),
          name: text.optional(),
          idPrefix: text.optional(),
          key: text.optional(),
          maxPages: z.int().min(1).optional(),
          bodyFormat: z.enum(BODY_FORMATS).default('auto'),
          baseUrl: baseUrl.optional(),
          ...how,
        })
        .refine((source) => KIND_NAMES.filter((kind) => source[kind] !== undefined).length === 1, {
          error: `exactly one of ${KINDS_SAID}`,
        })
        .refine((source) => source.baseUrl === undefined || source.path !== undefined, {
          path: ['baseUrl'],
          error: 'a path beside it (what lies on the web knows its addresses)',
        }),
    )
    .min(1),
});

/** A source that `watch` follows. */
export interface WatchedSource {
  /** For the log, and unlike every other's: its name, else its address (without keys) or path. */
  readonly name: string;
  readonly address: string;
  /** `undefined`: told from the file itself. */
  readonly format: SourceFormat | undefined;
  /** Under which the catalogue remembers it, where that is not its address. */
  readonly sourceName: string | undefined;
  /** Milliseconds. */
  readonly every: number;
  /** Milliseconds; `null`: what was taken down is never looked for. */
  readonly pruneEvery: number | null;
  readonly idPrefix: string | undefined;
  readonly key: string | undefined;
  readonly maxPages: number | undefined;
  readonly bodyFormat: (typeof BODY_FORMATS)[number];
  /** Where the articles of a path lie on the site, with a slash at its end. */
  readonly baseUrl: string | undefined;
  /** Milliseconds between two requests to one host. */
  readonly delay: number | undefined;
  readonly ignoreRobots: boolean;
  readonly allowPrivate: boolean | readonly string[];
}

/** Reads the file that says what `watch` follows. Throws a `UsageError` that names the place. */
export function readWatchFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): WatchedSource[] {
  const value = parsed(path);
  const result = WatchFile.safeParse(value);
  if (!result.success) {
    const problems = describeIssues(result.error, value).map(
      ({ field, expected, received }) => `  ${field}: expected ${expected}, received ${received}`,
    );
    throw new UsageError(
      `${path} does not say what to follow:\n${problems.join('\n')}\nSee \`seealso watch --help\` for an example.`,
    );
  }
  const { defaults, sources } = result.data;
  const names = sources.map((source) => source.name ?? `${kindOf(source)}: ${nameOf(source)}`);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice !== -1) {
    throw new UsageError(
      `${path} does not say what to follow:\n  sources.${twice}: expected another name than sources.${names.indexOf(names[twice] ?? '')} has, received ${shown(names[twice])}. What one gives would be taken for gone when the other is read. Give each a name: of its own.`,
    );
  }
  return sources.map((source, i) => {
    const kind = kindOf(source);
    const address = source[kind] ?? '';
    const prune = source.prune ?? defaults.prune ?? KINDS[kind].prune;
    return {
      name: nameOf(source),
      address,
      format: kind === 'path' ? undefined : kind,
      sourceName: source.name,
      every: source.every ?? defaults.every ?? KINDS[kind].every,
      // What a feed no longer names is not gone.
      pruneEvery: prune === false || KINDS[kind].prune === null ? null : prune,
      idPrefix: source.idPrefix,
      key:
        source.key === undefined ? undefined : secret(source.key, `${path}: sources.${i}.key`, environment),
      maxPages: source.maxPages,
      bodyFormat: source.bodyFormat,
      baseUrl: source.baseUrl,
      delay: source.delay ?? defaults.delay,
      ignoreRobots: source.ignoreRobots ?? defaults.ignoreRobots ?? false,
      allowPrivate: source.allowPrivate ?? defaults.allowPrivate ?? false,
    };
  });
}

type SourceEntry = z.output<typeof WatchFile>['sources'][number];

function kindOf(source: SourceEntry): Kind {
  return KIND_NAMES.find((kind) => source[kind] !== undefined) ?? 'path';
}

/** No key that stands in an address is told. */
function nameOf(source: SourceEntry): string {
  return source.name ?? source.path ?? told(source[kindOf(source)] ?? '');
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) {
      throw new UsageError(`${path} is not YAML: ${error.message.split('\n')[0]} Correct it there.`, {
        cause: error,
      });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${path} cannot be read: ${reason}. Expected a file that says what to follow: name it with --config, or see \`seealso watch --help\` for an example.`,
      { cause: error },
    );
  }
}

/** `$NAME` stands for a variable of the environment, so that no secret need lie in the file. */
function secret(
  written: string,
  where: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const name = /^\$\{?(\w+)\}?$/.exec(written)?.[1];
  if (name === undefined) return written;
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new UsageError(
    `${where}: expected the environment variable ${name} to hold the key, received ${shown(value)}. Set it where \`seealso watch\` is started.`,
  );
}
