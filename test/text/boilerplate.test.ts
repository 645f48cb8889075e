import { describe, expect, it } from 'vitest';
import { leftOutOf, NO_BOILERPLATE, withoutBoilerplate } from '../../src/text/boilerplate.js';
import { type Segment, segmentHashes, segmentOf } from '../../src/text/segments.js';

const setOf = (...stretches: readonly string[]) =>
  new Map(
    stretches.flatMap((stretch) => {
      const segment = segmentOf(stretch);
      return segment === null ? [] : [[segment.hash, segment.normal] as const];
    }),
  );

import { seededRandom } from '../support/random.js';

describe('boilerplate', () => {
  it('is left out of a text, wherever it stands', () => {
    const set = setOf('This content is AI-generated.', 'Share this story');
    const text = 'SHARE THIS STORY\n\nRain fell. This content is AI-generated. The river rose.';
    expect(withoutBoilerplate(text, set)).toBe('Rain fell. The river rose.');
    expect(withoutBoilerplate(text, NO_BOILERPLATE)).toBe(text);
  });

  it('is found however it is written', () => {
    const written: readonly (readonly [string, readonly string[]])[] = [
      [
        'Share this story',
        ['SHARE  this story.', '— Share this story!', '\t> “share this story”', 'Ｓhare this story'],
      ],
      ['Café news', ['CAFÉ NEWS', 'Cafe\u0301 news', '(café news)']],
      ['Cooperé ici', ['Cooper\u0065\u0301 ici', 'COOPERÉ ICI']],
      ['Don’t miss it', ["Don't miss it", 'DON’T MISS IT …']],
      ['1,000 readers', ['20 readers', '* 3.5 Readers']],
      ['Ad', ['AD', '* ad *', 'Ad:']],
      ['Łódź today', ['łódź today', 'Ło\u0301dz\u0301 today']],
    ];
    for (const [passage, others] of written) {
      for (const other of [passage, ...others]) {
        const text = `Rain fell.\n\n${other}\n\nThe river rose.`;
        expect(withoutBoilerplate(text, setOf(passage)), other).toBe('Rain fell.\n\nThe river rose.');
      }
    }
    const kept = 'Add this.\n\n…\n\nAd nauseam';
    expect(withoutBoilerplate(kept, setOf('Ad', 'Share this story'))).toBe(kept);
  });

  it('is told by its hashes among those of a text', () => {
    const set = setOf('Share this story');
    const segments = segmentHashes('Share this story\n\nRain fell.');
    expect([...leftOutOf(segments, set)]).toEqual([...set.keys()]);
    expect(leftOutOf(segments, NO_BOILERPLATE)).toEqual(new Uint32Array());
  });

  it('does not take a passage along that only shares its hash', () => {
    const [one, other] = twoOfOneHash();
    expect(one.hash).toBe(other.hash);
    const set = setOf(one.text);
    expect(withoutBoilerplate(`${one.text}\n\n${other.text}`, set)).toBe(other.text);
  });
});

/** Among a million passages there are two of one 32-bit hash. */
function twoOfOneHash(): [Segment, Segment] {
  const random = seededRandom(1);
  const seen = new Map<number, Segment>();
  for (let i = 0; i < 1_000_000; i += 1) {
    // Letters, since all numbers are alike.
    const letters = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(random() * 26)));
    const segment = segmentOf(`Passage ${letters.join('')}`);
    if (segment === null) continue;
    const before = seen.get(segment.hash);
    if (before !== undefined && before.normal !== segment.normal) return [before, segment];
    seen.set(segment.hash, segment);
  }
  throw new Error('expected two passages of one hash, found none');
}
