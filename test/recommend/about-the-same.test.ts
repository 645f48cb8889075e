import { expect, it } from 'vitest';
import { isAboutTheSame } from '../../src/recommend/about-the-same.js';
import { ask, cutoffAt } from './asking.js';

it.each([
  ['many words', { words: 0.2, general: 0.1 }, true],
  ['meaning', { words: 0, general: 0.4 }, true],
  ['neither', { words: 0.04, general: 0.29 }, false],
  ['few words, where the model knows none', { words: 0.01, general: null }, true],
])('two texts are about the same where they share %s', (_what, signals, same) => {
  expect(isAboutTheSame(signals)).toBe(same);
});

it('what shares neither is not shown, however much it stands out among the others', () => {
  const entries = [
    { key: 2, similarity: 0.04 },
    { key: 3, similarity: 0.01 },
  ];
  expect(ask(entries, { cutoffs: cutoffAt(0) })).toMatchObject({
    related: [],
    empty: { reason: 'below_cutoff' },
  });
  expect(ask([{ key: 4, similarity: 0.06 }, ...entries], { cutoffs: cutoffAt(0) }).related).toHaveLength(1);
});
