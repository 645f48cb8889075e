import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, type TestContext } from 'vitest';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** No look-ups of its own: a test's browser talks to this machine only. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Debian's Chromium, started once for a test file. Where it is missing its tests are skipped, which is said aloud,
 * and fail where `CI` is set.
 */
export function browser(): (context: TestContext) => BrowserContext {
  const profile = mkdtempSync(join(tmpdir(), 'seealso-browser-'));
  let running: BrowserContext | undefined;
  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    running = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: ARGUMENTS });
  });
  afterAll(async () => {
    await running?.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return (context) => {
    if (running !== undefined) return running;
    if (process.env.CI === 'true') {
      throw new Error('Expected a browser at /usr/bin/chromium, received none. apt-get install chromium.');
    }
    console.warn(`SKIPPED: "${context.task.name}" needs Debian's chromium (apt-get install chromium)`);
    return context.skip('needs chromium');
  };
}
