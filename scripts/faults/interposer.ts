import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('journal.c', import.meta.url));

/** Stands between the program and the C library, and sees every change of the disk. */
export interface Interposer {
  /** Settings under which changes below `root` are recorded in the file. */
  recording(root: string, journal: string): Record<string, string>;
  /** Settings under which the process group is killed right before that change below `root`, counted from 1. */
  killing(root: string, change: number): Record<string, string>;
  /** Settings under which calls of that kind fail below `root`, from that one on, counted from 1. */
  failing(root: string, failure: Failure, from: number): Record<string, string>;
  /** Settings under which they fail as long as that file is there. */
  failingWhile(root: string, failure: Failure, file: string): Record<string, string>;
  countChanges(journal: string): number;
}

/** What fails, and how. */
export type Failure = keyof typeof FAILURES;

export const FAILURES = {
  'no file can be opened any more': { call: 'o', code: constants.errno.EMFILE, name: 'EMFILE' },
  'nothing can be written any more': { call: 'w', code: constants.errno.ENOSPC, name: 'ENOSPC' },
  'nothing can be synchronised any more': { call: 's', code: constants.errno.EIO, name: 'EIO' },
  'nothing can be renamed any more': { call: 'r', code: constants.errno.ENOSPC, name: 'ENOSPC' },
} as const;

/** Compiles it; `null` where there is no compiler for this system. */
export function compileInterposer(folder: string): Interposer | null {
  const library = join(folder, 'journal.so');
  if (process.platform !== 'linux') return null;
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl'], { stdio: 'pipe' });
  } catch {
    return null;
  }
  const failing = (root: string, failure: Failure): Record<string, string> => {
    const { call, code } = FAILURES[failure];
    return { LD_PRELOAD: library, FAULTS_ROOT: root, FAULTS_FAIL: call, FAULTS_ERRNO: String(code) };
  };
  return {
    failing: (root, failure, from) => ({ ...failing(root, failure), FAULTS_FAIL_AT: String(from) }),
    failingWhile: (root, failure, file) => ({ ...failing(root, failure), FAULTS_FAIL_WHILE: file }),
    recording: (root, journal) => ({ LD_PRELOAD: library, FAULTS_ROOT: root, FAULTS_JOURNAL: journal }),
    killing: (root, change) => ({ LD_PRELOAD: library, FAULTS_ROOT: root, FAULTS_KILL_AT: String(change) }),
    countChanges: (journal) => readJournal(journal).filter(isChange).length,
  };
}

/** One change, as `journal.c` writes it, or a note of the driver. */
export interface JournalRecord {
  /**
   * M folder made, O file opened, T opened and emptied, D folder opened, W written, S cut to a size, F synchronised,
   * R renamed, U removed, A noted by the driver.
   */
  readonly kind: string;
  readonly inode: bigint;
  /** Of `O` and `T`: 1 where it may be made. */
  readonly offset: number;
  readonly one: Buffer;
  readonly two: Buffer;
}

const HEAD = 25;

export function readJournal(file: string): JournalRecord[] {
  const bytes = readFileSync(file);
  const records: JournalRecord[] = [];
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const first = bytes.readUInt32LE(at + 17);
    const second = bytes.readUInt32LE(at + 21);
    const one = at + HEAD;
    if (one + first + second > bytes.length) break;
    records.push({
      kind: String.fromCharCode(bytes[at] ?? 0),
      inode: bytes.readBigUInt64LE(at + 1),
      offset: Number(bytes.readBigUInt64LE(at + 9)),
      one: bytes.subarray(one, one + first),
      two: bytes.subarray(one + first, one + first + second),
    });
    at = one + first + second;
  }
  return records;
}

/** A note of the driver among the changes. */
export function noteRecord(note: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(note));
  const head = Buffer.alloc(HEAD);
  head.write('A');
  head.writeUInt32LE(text.length, 17);
  return Buffer.concat([head, text]);
}

function isChange({ kind, offset }: JournalRecord): boolean {
  return kind !== 'A' && kind !== 'D' && (kind !== 'O' || offset === 1);
}
