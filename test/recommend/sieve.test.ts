import { expect, it } from 'vitest';
import { relatedness, weightsFor } from '../../src/recommend/relatedness.js';
import { sieve } from '../../src/recommend/sieve.js';
import { measureSignals } from '../../src/recommend/signals.js';
import { type Entry, handMadeArchive } from '../support/archive.js';
import { seededRandom } from '../support/random.js';
import { QUERY } from './asking.js';

it('keeps what is related closely enough and nothing else, whatever the question and the articles lack', () => {
  const random = seededRandom(6);
  const entries = Array.from({ length: 400 }, (_, i): Entry => {
    const general = random() < 0.1 ? null : random() * 1.4 - 0.4;
    return {
      key: i + 2,
      similarity: 0,
      shared: { words: random() * 0.6, names: random(), titles: random() },
      general,
      hubness: 0.5 + random(),
      ...(random() < 0.2 ? {} : { archive: random() * 1.4 - 0.4 }),
    };
  });
  const keys = entries.map(({ key }) => key);
  const archive = handMadeArchive(entries);
  const shared = archive.compare(QUERY.terms);
  for (const vector of [QUERY.vector, null]) {
    for (const words of [10, 450]) {
      const weights = weightsFor(words);
      const related = measureSignals({ vector }, shared, keys, archive).map(({ signals }) =>
        relatedness(signals, weights),
      );
      for (const least of [0, 0.1, 0.2, 0.3, 0.5, 0.99, ...related.slice(0, 5)]) {
        const wanted = keys.filter((_, i) => (related[i] ?? 0) >= least);
        expect(sieve({ vector }, shared, keys, least, weights, archive)).toEqual(wanted);
      }
    }
  }
});
