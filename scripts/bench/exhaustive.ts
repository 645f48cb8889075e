import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { anyArticle } from '../../src/catalog/eligibility.js';
import { openSqliteCatalog } from '../../src/catalog/sqlite.js';
import { cutoffChoice } from '../../src/engine/cutoff-choice.js';
import { archiveOf } from '../../src/engine/live-index.js';
import { followGenerations } from '../../src/engine/served.js';
import { openGenerationStore } from '../../src/generation/store.js';
import { lengthOf, unpackTerms } from '../../src/lexical/terms.js';
import { isClose } from '../../src/recommend/candidates.js';
import { cutoffFrom, reachOf, standing } from '../../src/recommend/cutoff.js';
import { relatedness, weightsFor } from '../../src/recommend/relatedness.js';
import { measureSignals } from '../../src/recommend/signals.js';

/**
 * By tag, how many links the list of each of these articles could have: every other article with that tag is measured
 * and held against the cut-off.
 */
export async function exhaustiveLengths(
  indexDir: string,
  ids: readonly string[],
  tags: readonly string[],
  limit: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const catalog = openSqliteCatalog(join(indexDir, 'catalog.sqlite'));
  const store = openGenerationStore(indexDir);
  const served = await followGenerations(
    { catalog, store, log: () => undefined, rebuild: async () => undefined },
    { watch: false },
  );
  try {
    const live = served.live();
    if (live === null) throw new Error(`There is no index in ${indexDir}.`);
    const archive = archiveOf(live, catalog);
    const { related: cutoff } = cutoffFrom(archive.cutoffs, cutoffChoice(catalog));
    const filter = anyArticle(Date.now());
    const all = archive.eligible(filter);
    const byTag = new Map(tags.map((tag) => [tag, new Set(archive.eligible({ ...filter, tags: [tag] }))]));
    const lengths = new Map<string, number[]>(tags.map((tag) => [tag, []]));
    for (const id of ids) {
      await turn(undefined, { signal });
      const stored = catalog.find(id);
      if (stored === null) throw new Error(`${id} is not indexed.`);
      const terms = unpackTerms(catalog.terms(stored.key));
      const others = all.filter((key) => key !== stored.key);
      const query = { vector: live.vector(stored.key) };
      const measured = measureSignals(query, live.compare(terms), others, archive);
      const weights = weightsFor(lengthOf(terms));
      const related = measured.map(({ signals }) => relatedness(signals, weights));
      const reach = reachOf(related, archive.cutoffs.articles);
      const close = measured.flatMap(({ key, signals }, i) => {
        const value = related[i] ?? 0;
        const candidate = { signals, relatedness: value, standing: standing(value, reach) };
        return isClose(candidate, cutoff) ? [key] : [];
      });
      for (const [tag, keys] of byTag) {
        lengths.get(tag)?.push(Math.min(limit, close.filter((key) => keys.has(key)).length));
      }
    }
    return lengths;
  } finally {
    await served.close();
    catalog.close();
  }
}
