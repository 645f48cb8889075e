import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads load built files, also when the sources run under the test runner.
    globalSetup: ['test/support/build.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A process runs many files, and loads libraries and native addons once; our modules are evaluated anew for each.
    isolate: false,
    setupFiles: ['test/support/each-file.ts'],
    // The program as it ships is loaded as it is.
    server: { deps: { external: [/\/dist\//] } },
    // The bundled model is loaded once in a process, not once in each file.
    alias: [
      {
        find: /^\.\.\/embedding\/shared-embedder\.js$/,
        replacement: fileURLToPath(new URL('test/support/kept-model.ts', import.meta.url)),
      },
    ],
    maxWorkers: 2,
  },
});
