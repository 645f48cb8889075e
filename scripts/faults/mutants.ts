import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import { losePower, type PowerRequest } from './power.js';
import { ROOT } from './program.js';

/** The program with one line less. */
interface Mutant {
  readonly what: string;
  /** In `dist`. */
  readonly file: string;
  readonly find: string | RegExp;
  readonly replace: string;
}

/** Each takes away one thing without which something acknowledged can be lost. */
const MUTANTS: readonly Mutant[] = [
  {
    what: 'commits are not synchronised',
    file: 'catalog/database.js',
    find: 'PRAGMA synchronous = FULL',
    replace: 'PRAGMA synchronous = NORMAL',
  },
  {
    what: 'the name of a new index folder is not synchronised',
    file: 'compose/folder.js',
    find: 'fsyncSync(handle);',
    replace: '',
  },
  {
    what: 'the files of a generation are not synchronised',
    file: 'indexing/generation-build.js',
    find: /await sync\(path\);/,
    replace: '',
  },
  {
    what: 'the manifest is not synchronised',
    file: 'generation/generation.js',
    find: 'await sync(file);',
    replace: '',
  },
  {
    what: 'the names of a generation’s files are not synchronised',
    file: 'generation/generation.js',
    find: 'await sync(folder);',
    replace: '',
  },
  {
    what: 'a generation is built under its final name, without a rename',
    file: 'generation/store.js',
    find: 'join(root, UNFINISHED + generation)',
    replace: 'join(root, generation)',
  },
  {
    what: 'the name of a new generation is not synchronised',
    file: 'generation/store.js',
    find: /(await rename\(from, folder\(generation\)\);\s*)await sync\(root\);/,
    replace: '$1',
  },
  {
    what: 'the folder of generations is not synchronised before the pointer',
    file: 'generation/store.js',
    find: 'await sync(indexDir);',
    replace: '',
  },
  {
    what: 'the pointer’s text is not synchronised',
    file: 'generation/files.js',
    find: /(await handle\.writeFile\(text\);\s*)await handle\.sync\(\);/,
    replace: '$1',
  },
  {
    what: 'the pointer is written in place, without a rename',
    file: 'generation/files.js',
    find: /const temporary = [^;]*;(.*)await rename\(temporary, file\);/s,
    replace: 'const temporary = file;$1',
  },
  {
    what: 'the pointer’s name is not synchronised',
    file: 'generation/files.js',
    find: /(await rename\(temporary, file\);\s*)await sync\(folder\);/,
    replace: '$1',
  },
  {
    what: 'an old generation is removed under its name, without a rename',
    file: 'generation/store.js',
    find: 'await rename(folder(name), building(name));',
    replace: 'await rm(folder(name), { recursive: true, force: true });',
  },
];

export interface MutantResult {
  readonly killed: number;
  readonly of: number;
  /** What no loss of power has shown. */
  readonly survived: readonly string[];
}

/** Takes one safeguard after another away from a copy of the program: the loss of power must show each. */
export async function tryMutants(request: Omit<PowerRequest, 'main'>): Promise<MutantResult> {
  const survived: string[] = [];
  const tryOne = async (mutant: Mutant, i: number): Promise<void> => {
    const folder = join(request.folder, `mutant-${i}`);
    const main = mutate(mutant, join(folder, 'program'));
    const { lost } = await losePower({ ...request, folder, main, until: 'lost', say: () => undefined });
    request.say(
      `${lost.length > 0 ? 'killed  ' : 'SURVIVED'} ${mutant.what}${lost[0] === undefined ? '' : `: ${lost[0]}`}`,
    );
    if (lost.length === 0) survived.push(mutant.what);
    rmSync(folder, { recursive: true, force: true });
  };
  await pMap(MUTANTS, tryOne, { concurrency: 2 });
  return { killed: MUTANTS.length - survived.length, of: MUTANTS.length, survived };
}

/** A copy of the built program with that change; its main file. */
function mutate({ what, file, find, replace }: Mutant, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'models']) symlinkSync(join(ROOT, name), join(folder, name));
  const path = join(folder, 'dist', file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(find, replace);
  if (after === before) {
    throw new Error(
      `“${what}” cannot be tried: dist/${file} does not hold ${String(find)}. Say in scripts/faults/mutants.ts where that stands now.`,
    );
  }
  writeFileSync(path, after);
  return join(folder, 'dist/cli/main.js');
}
