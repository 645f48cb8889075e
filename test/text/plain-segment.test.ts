import { expect, it } from 'vitest';
import { plainSegmentHash } from '../../src/text/plain-segment.js';
import { segmentOf } from '../../src/text/segments.js';

it('is the hash of the comparable form wherever it is known', () => {
  let known = 0;
  for (let code = 0; code < 0x10000; code++) {
    if (code === 0x300) code = 0x2000;
    if (code === 0x2100) code = 0xff00;
    const mark = String.fromCharCode(code);
    const stretch = `${mark}A ${mark}${mark}b  ${mark}3.5${mark}1,0:2.x ${mark}`;
    for (const text of [stretch, mark, `${mark}${mark} `]) {
      const hash = plainSegmentHash(text, text.length);
      if (hash === undefined) continue;
      known += 1;
      expect(hash, `${code.toString(16)} in ${text}`).toBe(segmentOf(text)?.hash ?? null);
    }
  }
  expect(known).toBeGreaterThan(1_500);
});

it('is that of no more than the beginning of a long stretch', () => {
  expect(plainSegmentHash('Rain fell, 1.5 times', 14)).toBe(segmentOf('Rain fell, 1.')?.hash);
});

it('is not known of other scripts', () => {
  expect(plainSegmentHash('Rain fell in Ялта', 17)).toBeUndefined();
});
