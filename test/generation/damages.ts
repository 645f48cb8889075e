import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describeFile, GENERATION_FILES } from '../../src/generation/files.js';
import { readManifest } from '../../src/generation/generation.js';
import { type Manifest, serializeManifest } from '../../src/generation/manifest.js';
import { seededRandom } from '../support/random.js';

/** Something that may happen to a file on a disk. */
export interface Damage {
  readonly name: string;
  /** `foreign`: the file of the same name in another generation. */
  readonly apply: (file: string, foreign: string) => void;
}

/** Every kind of damage, the random ones as often as said, the same ones for the same seed. */
export function damages(rounds: number, seed = 1): Damage[] {
  const random = seededRandom(seed);
  const flips = Array.from({ length: rounds }, (_, round): Damage => {
    const [place, bit] = [random(), Math.floor(random() * 8)];
    return { name: `flipped in bit ${bit}, number ${round}`, apply: (file) => flip(file, place, bit) };
  });
  const cuts = Array.from({ length: rounds }, (_, round): Damage => {
    const share = random();
    return {
      name: `cut off, number ${round}`,
      apply: (file) => truncateSync(file, Math.floor(statSync(file).size * share)),
    };
  });
  return [
    ...flips,
    ...cuts,
    { name: 'emptied', apply: (file) => truncateSync(file, 0) },
    { name: 'removed', apply: (file) => rmSync(file) },
    {
      name: 'replaced by a folder',
      apply: (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    },
    { name: 'lengthened', apply: (file) => writeFileSync(file, 'more', { flag: 'a' }) },
    {
      name: 'exchanged for that of another generation',
      apply: (file, foreign) => copyFileSync(foreign, file),
    },
  ];
}

function flip(file: string, place: number, bit: number): void {
  const bytes = readFileSync(file);
  const at = Math.floor(place * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(file, bytes);
}

/** Changes a file in place, or to what `change` returns, and the manifest with it: no checksum tells of it. */
export async function craft(
  folder: string,
  name: keyof Manifest['files'],
  change: (bytes: Buffer) => unknown,
): Promise<void> {
  const file = join(folder, GENERATION_FILES[name]);
  const bytes = readFileSync(file);
  const changed = change(bytes);
  writeFileSync(file, changed instanceof Buffer ? changed : bytes);
  const manifest = await readManifest(folder);
  const files = { ...manifest.files, [name]: await describeFile(file) };
  writeFileSync(join(folder, GENERATION_FILES.manifest), serializeManifest({ ...manifest, files }));
}
