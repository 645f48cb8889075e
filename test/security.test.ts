import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../vitest.config.js';
import { ROOT } from './support/cli.js';

/**
 * What no other test sees: that nothing goes out past the guard, what an installation runs, whose licences there are, and
 * that `deploy/security.md` and the promises in `src/README.md` name tests that are there and run.
 */

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the sources', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `src/${name}`)
    .sort();
  const code = new Map(files.map((file) => [file, read(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')]));
  const using = (pattern: RegExp) => files.filter((file) => pattern.test(code.get(file) ?? ''));

  it('ask over the network in a few places, each guarded or in a browser', () => {
    const calls = /(?<!\bthis\.)\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\(/;
    expect(using(calls)).toEqual([
      // In an editor's browser, and in a reader's: of the server that the page, or its script, is from.
      'src/desk/api/events.ts',
      'src/desk/api/session.ts',
      'src/web/guarded-fetch.ts',
      'src/widget/ask.ts',
      'src/widget/clicks.ts',
    ]);
    // For programs of others: it asks the server that they name.
    expect(using(/[=:] fetch\b/)).toEqual(['src/client/client.ts']);
  });

  it('open connections, and look up names, behind the guard alone', () => {
    const imports =
      /^import\s+(?!type\b)(?:\{([^}]*)\}|[^;'"]+)\s+from\s+'node:(https?|http2|net|tls|dgram|dns(?:\/promises)?)'/gm;
    const found = files.flatMap((file) =>
      [...(code.get(file) ?? '').matchAll(imports)].flatMap(([, names = '*', module]) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => `${file}: ${name} of ${module}`),
      ),
    );
    const harmless = /: (?:(?:isIP|BlockList) of net|STATUS_CODES of http)$/;
    expect(found.filter((one) => !harmless.test(one))).toEqual([
      'src/http/server.ts: createServer of http',
      'src/web/connector.ts: lookup as systemLookup of dns/promises',
    ]);
    const asking = using(/from 'undici'/);
    expect(asking).toEqual([
      'src/web/connector.ts',
      'src/web/create-fetcher.ts',
      'src/web/exchange.ts',
      'src/web/guarded-fetch.ts',
    ]);
    for (const file of using(/new Agent\(/)) expect(code.get(file), file).toContain('guardedConnector(');
    for (const file of asking) {
      for (const [call] of (code.get(file) ?? '').matchAll(/\b(?:request|fetch)\(\w+, \{[^}]*\}/g))
        expect(call, file).toMatch(/\bdispatcher\b/);
    }
  });

  it('run one program: their own, without a shell', () => {
    expect(using(/'node:child_process'/)).toEqual(['src/compose/builds-process.ts']);
    expect(code.get('src/compose/builds-process.ts')).toMatch(/import \{ type ChildProcess, fork \} from/);
    expect(using(/'node:inspector'|\beval\(|\bnew Function\(/)).toEqual([]);
    // What it runs is a word of its own, which no text from outside reaches.
    expect(using(/'node:vm'/)).toEqual(['src/indexing/collect.ts']);
  });

  it('make no markup of text but by what escapes it', () => {
    const raw =
      /\b(?:innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|createContextualFragment|srcdoc)\b|document\.write/;
    expect(using(raw)).toEqual([]);
  });
});

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

describe('the dependencies', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? path;

  it('run at installation what compiles the two native modules, and nothing else', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    // npm runs node-gyp by itself where a package has a binding.gyp.
    const wanting = locked.filter(
      ([path, { hasInstallScript }]) =>
        hasInstallScript === true || existsSync(join(ROOT, path, 'binding.gyp')),
    );
    const unknown = wanting.map(([path]) => nameOf(path)).filter((name) => allowScripts[name] === undefined);
    expect(unknown, 'say in allowScripts of package.json whether it may').toEqual([]);
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
    expect(allowed).toEqual(['better-sqlite3', 'hnswlib-node']);
    // For npm before 11.19, which runs them all: this one would download hundreds of megabytes.
    expect(read('.npmrc')).toContain('onnxruntime-node-install=skip');
  });

  it('are held by the lock file to their very bytes', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(
      locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path),
    ).toEqual([]);
  });

  it('have licences under which the program may be run and passed on', () => {
    // LGPL: libvips, a library of its own beside sharp, which no command loads.
    const fine = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|LGPL-3\.0-or-later)$/;
    const shipped = locked.filter(([, { dev }]) => dev !== true);
    const others = shipped.filter(([, { license = 'none' }]) => {
      const parts = license.replace(/[()]/g, '').split(/ (OR|AND) /);
      const named = parts.filter((part) => part !== 'OR' && part !== 'AND');
      return !(parts.includes('AND')
        ? named.every((one) => fine.test(one))
        : named.some((one) => fine.test(one)));
    });
    expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
    const copyleft = shipped
      .filter(([, { license }]) => /LGPL/.test(license ?? ''))
      .map(([path]) => nameOf(path));
    expect(copyleft.filter((name) => !name.startsWith('@img/sharp-'))).toEqual([]);
  });
});

describe.each([
  ['deploy/security.md', '## Threats'],
  ['src/README.md', '## What is promised'],
])('%s', (file, heading) => {
  const section = read(file).split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  const named = [...section.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  it('names a test for every line', () => {
    expect(rows.length).toBeGreaterThan(5);
    const without = rows.filter(
      (row) => !/`(?:test\/[\w./-]+\.test\.ts|npm run [\w: -]+)`/.test(row.split(' | ').at(-1) ?? ''),
    );
    expect(without).toEqual([]);
  });

  it('names tests that are there, and run', () => {
    expect(named.length).toBeGreaterThan(rows.length / 2);
    expect(config).toMatchObject({ test: { include: ['test/**/*.test.ts'] } });
    for (const path of named) {
      expect(existsSync(join(ROOT, path)), `${file} names ${path}`).toBe(true);
      expect(path).toMatch(/\.test\.ts$/);
      expect(read(path), path).not.toMatch(/\b(?:it|describe)\.(?:skip|todo)\(/);
    }
    for (const [, name = ''] of section.matchAll(/`npm run ([\w:]+)/g))
      expect(scripts[name], name).toBeDefined();
    for (const [, part = ''] of section.matchAll(/--only (\w+)/g))
      expect(read('scripts/faults.ts')).toMatch(new RegExp(`^const PARTS = .*'${part}'`, 'm'));
  });
});
