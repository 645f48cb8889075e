import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Article, describeIssues } from '../article.js';
import { SourceError, UsageError } from '../errors.js';
import type { Baseline } from '../evaluation/gate.js';
import { parseQrels, type Qrels } from '../evaluation/judgments.js';
import type { RankedDocument } from '../evaluation/measures.js';
import { createPairReader, type GradedPair } from '../evaluation/pairs.js';
import { runLines } from '../evaluation/run-file.js';
import { SYSTEMS, type SystemName } from '../evaluation/set.js';
import { fileBytes } from '../sources/bytes.js';
import { jsonlRows } from '../sources/jsonl.js';

/** What `seealso eval` reads and writes beside the articles. Files to read may be gzipped. */

/** Throws a `UsageError` that names the line, a `SourceError` where there is nothing to read. */
export async function readQrels(file: string): Promise<Qrels> {
  const qrels = parseQrels(await readText(file), file);
  if (qrels.size > 0) return qrels;
  throw new SourceError(
    `${file} holds no judgments. Expected lines of "query 0 document grade", received none.`,
  );
}

export interface Pairs {
  readonly pairs: readonly GradedPair[];
  /** The texts that stand in the file itself. */
  readonly inline: readonly Article[];
}

/** Bad lines are told to `rejected` and passed over; throws a `SourceError` where no pair is left. */
export async function readPairs(file: string, rejected: (problem: string) => void): Promise<Pairs> {
  const reader = createPairReader();
  const pairs: GradedPair[] = [];
  let bad = 0;
  for await (const row of jsonlRows()((await fileBytes(file)).chunks(), file)) {
    const parsed =
      'record' in row
        ? reader.read(row.record)
        : ({ ok: false, problems: [{ field: '(record)', ...row.unreadable }] } as const);
    if (parsed.ok) pairs.push(parsed.pair);
    else {
      bad += 1;
      const lines = parsed.problems.map(
        ({ field, expected, received }) =>
          `${row.location}: ${field}: expected ${expected}, received ${received}`,
      );
      rejected(lines.join('\n'));
    }
  }
  if (pairs.length > 0) return { pairs, inline: reader.inline() };
  throw new SourceError(
    `${file} holds no pair that can be used. Expected lines such as {"a":"id","b":"id","grade":2}, received ${bad} bad lines and no good one.`,
  );
}

const BaselineFile = z
  .object({
    queries: z.number().optional(),
    pairs: z.number().optional(),
    systems: z.array(
      z.object({ name: z.string(), measures: z.record(z.string(), z.object({ value: z.number() })) }),
    ),
    perQuery: z
      .object({
        measure: z.string(),
        queries: z.array(z.string()),
        values: z.record(z.string(), z.array(z.number())),
      })
      .optional(),
  })
  .readonly();

/** What an earlier run printed with `--json`. Throws a `UsageError` where it is something else. */
export async function readBaseline(file: string): Promise<Baseline> {
  const wrong = (field: string, expected: string, received: string) =>
    new UsageError(
      `The baseline ${file} is not what seealso eval --json prints: ${field}: expected ${expected}, received ${received}. Save it again.`,
    );
  const text = await readText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong('(record)', 'a JSON object', error instanceof Error ? error.message : String(error));
  }
  const parsed = BaselineFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = describeIssues(parsed.error, value);
  throw wrong(first?.field ?? '(record)', first?.expected ?? 'an object', first?.received ?? 'another value');
}

/** A run file per system, open for writing. */
export interface RunFiles {
  write(query: string, system: SystemName, run: readonly RankedDocument[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens `words.run` and so on in the folder, over earlier ones. */
export async function openRunFiles(folder: string): Promise<RunFiles> {
  const handles = new Map<SystemName, FileHandle>();
  for (const system of SYSTEMS) handles.set(system, await open(join(folder, `${system}.run`), 'w'));
  return {
    async write(query, system, run) {
      await handles.get(system)?.appendFile(runLines(query, run, system));
    },
    async close() {
      for (const handle of handles.values()) await handle.close();
    },
  };
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(
      `The folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}. Choose another.`,
      { cause: error },
    );
  });
}

async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await fileBytes(file)).chunks()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
