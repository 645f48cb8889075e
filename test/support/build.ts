import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Builds `dist/` once before the tests: worker threads and the command line are tested as they ship. */
export default function build(project: TestProject): () => void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'seealso-test-indexes-'));
  project.provide('builtIndexes', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
