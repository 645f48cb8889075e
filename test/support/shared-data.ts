import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/**
 * A file of real articles or judgments, which lie beside the repository and are no part of it. Where it is missing
 * the test is skipped, which is said aloud, and fails where `CI` is set.
 */
export function sharedData(context: TestContext, path: string): string {
  const file = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  if (existsSync(file)) return file;
  if (process.env.CI === 'true') throw new Error(`Expected the shared data ${file}, received no such file.`);
  console.warn(`SKIPPED: "${context.task.name}" needs ${file}`);
  return context.skip(`needs ${file}`);
}
