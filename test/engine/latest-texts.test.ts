import { expect, test } from 'vitest';
import { LatestTexts } from '../../src/engine/latest-texts.js';
import { tokenize } from '../../src/recommend/reasons/tokenized-text.js';

const textOf = (text: string) => tokenize({ title: '', text, section: null, tags: [], publishedAt: null });

test('gives back the texts that were read last, and forgets the one read longest ago', () => {
  const kept = new LatestTexts(2);
  const [one, two, three] = ['One text', 'Another', 'A third'].map(textOf);
  if (one === undefined || two === undefined || three === undefined) throw new Error('Expected three texts.');
  kept.keep({ key: 1, sequence: 1 }, one);
  kept.keep({ key: 2, sequence: 2 }, two);
  expect(kept.find({ key: 1, sequence: 1 })).toBe(one);
  kept.keep({ key: 3, sequence: 3 }, three);
  expect(kept.find({ key: 1, sequence: 1 })).toBeNull();
  expect(kept.find({ key: 2, sequence: 2 })).toBe(two);
  expect(kept.find({ key: 3, sequence: 3 })).toBe(three);
});

test('does not give a text for the article that it was before it changed', () => {
  const kept = new LatestTexts(2);
  kept.keep({ key: 1, sequence: 1 }, textOf('As it was'));
  expect(kept.find({ key: 1, sequence: 2 })).toBeNull();
});

test('has nothing after it was cleared', () => {
  const kept = new LatestTexts(2);
  kept.keep({ key: 1, sequence: 1 }, textOf('A text'));
  kept.clear();
  expect(kept.find({ key: 1, sequence: 1 })).toBeNull();
});
