import type { startBuilder } from '../../src/indexing/builder.js';
import { GenerationBuild } from '../../src/indexing/generation-build.js';
import { createTurnstile } from '../../src/indexing/turnstile.js';
import { unpackTerms } from '../../src/lexical/terms.js';

/**
 * Builds a generation as `startBuilder` does, the same files, but in this thread: to start another one takes longer
 * than to build from a few articles. For whatever is not about the thread.
 */
export const buildHere: typeof startBuilder = (settings) => {
  let added = 0;
  let progress: (done: number, total: number) => void = () => {};
  const build = new GenerationBuild(
    { ...settings, turnstile: createTurnstile() },
    { progress: (done, total) => progress(done, total), collect: async () => {} },
  );
  return {
    get added() {
      return added;
    },
    fit(sample, articles) {
      build.fit(
        sample.map(({ vector, terms }) => ({ vector, terms: unpackTerms(terms) })),
        articles,
      );
    },
    async add(entries) {
      for (const { label, vector, terms } of entries) {
        build.add({ label, vector, terms: unpackTerms(terms) });
        added += 1;
      }
    },
    remove(labels) {
      for (const label of labels) build.remove(label);
    },
    async finish(told = () => {}) {
      progress = told;
      return await build.finish();
    },
    async abort() {
      build.close();
    },
  };
};
