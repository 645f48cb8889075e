import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads load built files, also when the sources run under the test runner.
    globalSetup: ['test/support/build.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A process runs many files: our modules are evaluated anew for each, libraries and native addons load once.
    isolate: false,
    // The program as it ships is loaded as it is.
    server: { deps: { external: [/\/dist\//] } },
    maxWorkers: 2,
  },
});
