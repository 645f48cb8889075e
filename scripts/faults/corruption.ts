import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATION_FILES } from '../../src/generation/files.js';
import { craft, damages } from '../../test/generation/damages.js';
import { exportOf, randomNumbers, writeExport } from './newsroom.js';
import { type Ended, type Group, startGroup } from './program.js';
import { createFindings, type Findings } from './told.js';

export interface CorruptionRequest {
  readonly seed: number;
  /** How many damaged indexes are tried. */
  readonly cases: number;
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** Enough for a space of the archive's own. */
const ARTICLES = 330;
/** Bytes changed in a crafted graph, half of them in its head. */
const CRAFTED = 4;
const HEAD = 96;

/**
 * Asks indexes of which one file is damaged: a generation is rebuilt and answers as before, a catalogue is read or
 * refused by its name, and no process ever ends by a signal.
 */
export async function tryDamages({ seed, cases, folder, say }: CorruptionRequest): Promise<Findings> {
  const findings = createFindings(say);
  const random = randomNumbers(seed);
  const group = startGroup(join(folder, 'logs'));
  const [whole, foreign] = [join(folder, 'whole'), join(folder, 'foreign')];
  for (const [version, indexDir] of [whole, foreign].entries()) {
    const path = join(folder, `export-${version}.jsonl`);
    writeExport(path, exportOf(ARTICLES, version + 1, seed));
    const { code, stderr } = await group.start(['index', path, '--index-dir', indexDir]).ended;
    findings.expect('an index to be damaged', code === 0, stderr);
  }
  const expected = idsIn(await related(group, whole));
  findings.expect('a list to compare with', expected.length > 0, expected);

  const files = [...Object.values(GENERATION_FILES), 'current', 'catalog.sqlite'];
  const kinds = damages(Math.ceil(cases / 4), seed);
  for (let i = 0; i < cases; i += 1) {
    const indexDir = join(folder, `damaged-${i}`);
    cpSync(whole, indexDir, { recursive: true });
    const file = files[Math.floor(random() * files.length)] ?? '';
    const kind = kinds[Math.floor(random() * kinds.length)];
    const isCrafted = file === GENERATION_FILES.graph && random() < 0.5;
    if (isCrafted) await craft(generationIn(indexDir), 'graph', (bytes) => scatter(bytes, random));
    else kind?.apply(pathOf(indexDir, file), pathOf(foreign, file));
    const ended = await related(group, indexDir);
    const what = `${file} ${isCrafted ? 'crafted' : kind?.name}`;
    if (file === 'catalog.sqlite') findings.expect(what, ended.code === 0 || isRefused(ended), ended);
    else if (isCrafted) findings.expect(what, ended.code === 0, ended);
    else findings.expect(what, ended.code === 0 && idsIn(ended).join() === expected.join(), ended);
    rmSync(indexDir, { recursive: true });
  }
  await group.kill();
  return findings;
}

const related = (group: Group, indexDir: string): Promise<Ended> =>
  group.start(['related', 'g-0', '--index-dir', indexDir, '--limit', '5', '--json']).ended;

function idsIn({ code, stdout }: Ended): string[] {
  if (code !== 0) return [];
  const answer = JSON.parse(stdout) as { related: { id: string }[] };
  return answer.related.map(({ id }) => id);
}

/** Whether it says which file is damaged, and what to do, in words for people. */
function isRefused({ code, stderr }: Ended): boolean {
  const last = stderr.slice(stderr.lastIndexOf('seealso: '));
  return (
    code === 1 &&
    /catalog/.test(last) &&
    /restore|Check that|Choose another|There is no index|No article/.test(last) &&
    !/\n\s+at /.test(last)
  );
}

function generationIn(indexDir: string): string {
  return join(indexDir, 'generations', readFileSync(join(indexDir, 'current'), 'utf8').trim());
}

function pathOf(indexDir: string, file: string): string {
  return file === 'current' || file === 'catalog.sqlite'
    ? join(indexDir, file)
    : join(generationIn(indexDir), file);
}

function scatter(bytes: Buffer, random: () => number): void {
  for (let i = 0; i < CRAFTED; i += 1) {
    const at = Math.floor(random() * (random() < 0.5 ? HEAD : bytes.length));
    bytes[at] = Math.floor(random() * 256);
  }
}
