import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Reads the imports of `src` and says which rule of the house broke, and where. A rule that stands in the way is
 * changed here, in the open, together with `src/README.md`.
 */

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What each room may import; a file beside the rooms counts as one. Itself always, anything else never. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'index.ts': [
    'library',
    'compose',
    'config',
    'http',
    'engine',
    'recommend',
    'indexing',
    'evaluation',
    'text',
    'lexical',
    'sources',
    'embedding',
    'catalog',
    'vectors',
    'generation',
    'log',
    'article',
    'errors',
  ],
  // The engine for other programs, with a default for everything.
  library: ['compose', 'http', 'engine', 'indexing', 'sources', 'log', 'article', 'errors'],
  cli: [
    'version',
    'compose',
    'config',
    'http',
    'page',
    'export',
    'watch',
    'engine',
    'indexing',
    'evaluation',
    'sources',
    'log',
    'article',
    'errors',
  ],
  // What runs in a browser, and what a program that asks over HTTP imports: the second knows the answers' types alone.
  widget: [],
  // The types of answers alone.
  desk: ['engine', 'http'],
  client: ['engine', 'article'],
  compose: [
    'version',
    'config',
    'watch',
    'engine',
    'evaluation',
    'indexing',
    'sources',
    'web',
    'embedding',
    'catalog',
    'vectors',
    'generation',
    'article',
    'errors',
  ],
  // The hooks read what the sources of the same systems read.
  http: ['version', 'page', 'engine', 'sources', 'text', 'log', 'article', 'errors'],
  export: ['page', 'engine', 'text', 'article', 'errors'],
  // Answers as HTML, for whoever shows them.
  page: ['engine', 'text', 'article', 'errors'],
  // When which source is read again.
  watch: ['sources', 'article', 'errors'],
  // For the formats that `--format` takes, the modes that `--mode` takes, and what the gate allows.
  config: ['sources', 'recommend', 'export', 'evaluation', 'log', 'article', 'errors'],
  engine: [
    'recommend',
    // What is evaluated is what is served.
    'evaluation',
    'indexing',
    'text',
    'lexical',
    'adaptation',
    'embedding',
    'catalog',
    'vectors',
    'generation',
    'log',
    'article',
    'errors',
  ],
  indexing: [
    // The cut-offs are measured by the ranking's own formula.
    'recommend',
    'text',
    'lexical',
    'adaptation',
    'sources',
    'embedding',
    'catalog',
    'vectors',
    'generation',
    'article',
    'errors',
  ],
  // A combined vector has two halves, each with a cosine of its own.
  recommend: ['text', 'lexical', 'adaptation', 'catalog', 'vectors', 'article', 'errors'],
  evaluation: ['text', 'article', 'errors'],
  text: ['article', 'errors'],
  // An article on the web is known by its canonical address.
  sources: ['web', 'text', 'article', 'errors'],
  web: ['article', 'errors'],
  embedding: ['article', 'errors'],
  lexical: ['text', 'article', 'errors'],
  // Rows hold canonical addresses, and every derived text is checked against the boilerplate stored beside it: what
  // either is must be said once.
  catalog: ['text', 'article', 'errors'],
  adaptation: ['lexical', 'article', 'errors'],
  vectors: ['article', 'errors'],
  // A generation holds the graph, the statistics of words and what was fitted to the archive.
  generation: ['vectors', 'lexical', 'adaptation', 'article', 'errors'],
  // Lines for whoever looks after the program, without secrets.
  log: [],
  article: ['errors'],
  errors: [],
  version: [],
};

/** Packages that exactly these files (or rooms, ending in a slash) import. */
const ENGINES: Readonly<Record<string, string>> = {
  'hnswlib-node': 'vectors/hnsw.ts',
  'better-sqlite3': 'catalog/database.ts',
  '@xenova/transformers': 'embedding/transformers.ts',
  'ml-matrix': 'adaptation/',
  echarts: 'evaluation/report/',
  express: 'http/',
  commander: 'cli/',
  'cli-progress': 'cli/',
  undici: 'web/',
  'robots-parser': 'web/',
  'ipaddr.js': 'web/',
  'p-queue': 'web/',
  feedsmith: 'sources/web/feed-parser.ts',
  'fast-xml-parser': 'sources/web/sitemap-file.ts',
  '@mozilla/readability': 'sources/web/page-text.ts',
  linkedom: 'sources/web/page-text.ts',
  'zod-openapi': 'http/openapi/create.ts',
  pino: 'log/open-log.ts',
  'prom-client': 'http/metrics.ts',
};

/**
 * Files that reach for an engine, a thread or a lock, with those that call them beside their own room and
 * `compose`. All others know them only through a port.
 */
const ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  'catalog/sqlite.ts': [],
  'catalog/open.ts': [],
  'catalog/database.ts': [],
  'catalog/lock.ts': [],
  // A graph in a file: one place reads it, one thread writes it, and what is handed on is the port.
  'vectors/hnsw.ts': ['generation/generation.ts', 'indexing/generation-build.ts'],
  'indexing/builder.ts': [],
  'indexing/build-worker.ts': [],
  'indexing/generation-build.ts': [],
  'embedding/transformers.ts': [],
  'embedding/shared-embedder.ts': [],
  'embedding/worker-embedder.ts': [],
  'embedding/worker-thread.ts': [],
  'embedding/embedding-worker.ts': [],
};

/** Files of the pure rooms that read or write all the same. */
const WRITERS: readonly string[] = ['evaluation/report/write-report.ts'];

interface Import {
  readonly from: string;
  /** A file of `src`, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.split(sep).join('/'))
  .sort();
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const imports = files.flatMap(importsOf);
const local = imports.filter(({ to }) => sources.has(to));
const packages = imports.filter(({ to }) => !sources.has(to));

function importsOf(file: string): Import[] {
  const text = textOf(file);
  const statements = text.matchAll(/^(import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/()()\bimport\(\s*'([^']+)'/g);
  return [...statements, ...calls].map((match) => {
    const [, , type = '', specifier = ''] = match;
    return {
      from: file,
      to: resolved(file, specifier),
      typeOnly: type !== '',
      line: lineAt(text, match.index),
    };
  });
}

function resolved(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier.startsWith('node:') ? specifier : packageOf(specifier);
  const path = posix.normalize(posix.join(posix.dirname(file), specifier)).replace(/\.js$/, '.ts');
  return sources.has(path) ? path : sources.has(`${path}x`) ? `${path}x` : path;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function textOf(file: string): string {
  return sources.get(file) ?? '';
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The folder, or the name of a file that lies beside the rooms. */
function roomOf(file: string): string {
  const [first = '', ...rest] = file.split('/');
  return rest.length > 0 || first === 'index.ts' ? first : first.replace(/\.ts$/, '');
}

const shown = ({ from, to, line }: Import) => `src/${from}:${line} imports ${to}`;

/** Lines of code that match, outside comments. */
function uses(pattern: RegExp, allowed: (file: string) => boolean): string[] {
  return files
    .filter((file) => !allowed(file))
    .flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, i) =>
          pattern.test(line) && !/^\s*(\/?\*|\/\/)/.test(line)
            ? [`src/${file}:${i + 1}: ${line.trim()}`]
            : [],
        ),
    );
}

describe('the rooms', () => {
  it('are read: the imports of the whole house are found', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(local.length).toBeGreaterThan(files.length);
    const missing = imports.filter(({ to }) => to.endsWith('.ts') && !sources.has(to));
    expect(missing.map(shown)).toEqual([]);
  });

  it('are all known here, with what each may import', () => {
    const unknown = files.filter((file) => ROOMS[roomOf(file)] === undefined);
    expect(unknown.map((file) => `src/${file} is in no room known to test/architecture.test.ts`)).toEqual([]);
  });

  it('import in one direction', () => {
    const wrong = local.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      return room !== other && !(ROOMS[room] ?? []).includes(other);
    });
    expect(
      wrong.map(
        (one) =>
          `${shown(one)}, but ${roomOf(one.from)} may import only ${ROOMS[roomOf(one.from)]?.join(', ')}`,
      ),
    ).toEqual([]);
  });

  it('have a direction that has no way back', () => {
    expect(cycle(Object.keys(ROOMS), (room) => ROOMS[room] ?? [])).toBeNull();
  });

  it('hold no files that import one another in a circle', () => {
    const found = cycle(files, (file) => local.filter(({ from }) => from === file).map(({ to }) => to));
    expect(found === null ? null : `A circle of imports: ${found.join(' → ')}`).toBeNull();
  });

  it('hold files of at most 300 lines', () => {
    const long = files.map((file) => [file, textOf(file).split('\n').length - 1] as const);
    expect(
      long
        .filter(([, lines]) => lines > 300)
        .map(([file, lines]) => `src/${file} has ${lines} lines: what is the second thing it does?`),
    ).toEqual([]);
  });

  it('hold no file that is named for nothing', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common)\.ts$/.test(file))).toEqual([]);
  });
});

describe('the engines', () => {
  it.each(Object.entries(ENGINES))('%s is imported by %s alone', (name, place) => {
    const importers = packages.filter(({ to }) => to === name);
    const elsewhere = importers.filter(({ from }) =>
      place.endsWith('/') ? !from.startsWith(place) : from !== place,
    );
    expect(elsewhere.map((one) => `${shown(one)}: only src/${place} may`)).toEqual([]);
    expect(importers).not.toEqual([]);
  });

  it('are not named by their files outside their room, but in compose', () => {
    const wrong = local.filter(({ from, to, typeOnly }) => {
      const callers = ADAPTERS[to];
      if (callers === undefined || typeOnly || roomOf(from) === roomOf(to)) return false;
      return roomOf(from) !== 'compose' && !callers.includes(from);
    });
    expect(
      wrong.map((one) => `${shown(one)}: only ${['compose', ...(ADAPTERS[one.to] ?? [])].join(', ')} may`),
    ).toEqual([]);
  });

  it('have no adapter and no caller in the list that is gone', () => {
    const gone = Object.entries(ADAPTERS).flatMap(([adapter, callers]) => [
      ...(sources.has(adapter) ? [] : [adapter]),
      ...callers.filter((from) => !local.some((one) => one.from === from && one.to === adapter)),
    ]);
    expect(gone).toEqual([]);
  });

  it('are reached only through the adapters that this test knows', () => {
    const reaching = packages.filter(({ to }) =>
      ['hnswlib-node', 'better-sqlite3', '@xenova/transformers', 'node:worker_threads'].includes(to),
    );
    expect(reaching.filter(({ from }) => ADAPTERS[from] === undefined).map(shown)).toEqual([]);
  });
});

describe('the edges', () => {
  it('config.ts alone reads the environment', () => {
    expect(uses(/\bprocess\.env\b|\bimport\.meta\.env\b/, (file) => file === 'config.ts')).toEqual([]);
  });

  it('cli/ alone prints and exits', () => {
    const pattern = /\bprocess\.(stdout|stderr|exit|exitCode|kill|abort|on)\b|\bconsole\./;
    // A page's console is the only place where a widget can say what is wrong.
    expect(uses(pattern, (file) => /^(cli|widget|desk)\//.test(file))).toEqual([]);
  });

  it('nothing but the edges checks with zod', () => {
    const inside = ['engine', 'recommend', 'indexing', 'evaluation', 'text', 'lexical', 'catalog'];
    const wrong = packages.filter(({ from, to }) => to === 'zod' && inside.includes(roomOf(from)));
    expect(wrong.map((one) => `${shown(one)}: inside, types are trusted`)).toEqual([]);
  });

  it('nothing hides a type: no any, no non-null assertion, no silenced error', () => {
    expect(uses(/@ts-(ignore|expect-error|nocheck)|\bas any\b|: any\b|biome-ignore/, () => false)).toEqual(
      [],
    );
  });
});

describe('the pure rooms', () => {
  it.each(['recommend', 'evaluation'])('%s does no input or output', (room) => {
    const wrong = packages.filter(
      ({ from, to }) => roomOf(from) === room && to.startsWith('node:') && !WRITERS.includes(from),
    );
    expect(wrong.map((one) => `${shown(one)}: it is given what it needs`)).toEqual([]);
  });

  it.each(['recommend', 'evaluation'])('%s is given time and chance', (room) => {
    const pattern = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(/;
    expect(uses(pattern, (file) => roomOf(file) !== room)).toEqual([]);
  });
});

describe('the dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(dirname(SRC), 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };

  it('are declared where they are imported, and imported where they are declared', () => {
    // What runs in a browser is bundled when it is built.
    const installed = packages.filter(({ from }) => roomOf(from) !== 'desk');
    const imported = new Set(installed.map(({ to }) => to).filter((name) => !/^(node:|#)/.test(name)));
    const here = relative(process.cwd(), join(dirname(SRC), 'package.json'));
    expect(
      [...imported].filter((name) => manifest.dependencies[name] === undefined),
      here,
    ).toEqual([]);
    expect(
      Object.keys(manifest.dependencies).filter((name) => !imported.has(name)),
      here,
    ).toEqual([]);
  });
});

/** A circle of nodes, its first repeated at the end, or `null`. */
function cycle(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | null => {
    const at = path.indexOf(node);
    if (at !== -1) return [...path.slice(at), node];
    if (done.has(node)) return null;
    for (const other of next(node)) {
      const found = visit(other, [...path, node]);
      if (found !== null) return found;
    }
    done.add(node);
    return null;
  };
  for (const node of nodes) {
    const found = visit(node, []);
    if (found !== null) return found;
  }
  return null;
}
