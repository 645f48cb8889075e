import { describe, expect, it } from 'vitest';
import { type ComparedList, type Comparison, compareLists } from '../../src/evaluation/comparison.js';

/** A list of links by their ids, in order, under an article of so many words. */
function list(id: string, ids: string, words = 100): ComparedList {
  const links = ids.split(' ').filter((link) => link !== '');
  return {
    article: { id, title: `Title of ${id}`, url: null },
    words,
    links: links.map((link) => ({ id: link, title: `Title of ${link}`, url: null, score: 0.5 })),
  };
}

/** What became of these lists, `new-…` being articles that did not exist before. */
function compared(...pairs: readonly (readonly [before: ComparedList, after: ComparedList])[]): Comparison {
  return compareLists({
    before: { generation: 'old', articles: 10 },
    after: { generation: 'new', articles: 10 },
    of: pairs.length,
    added: 0,
    removed: 0,
    pairs: pairs.map(([before, after]) => ({ before, after })),
    isNew: (id) => id.startsWith('new-'),
  });
}

const pair = (before: string, after: string) => [list('a', before), list('a', after)] as const;

describe('the share of links that stayed', () => {
  it.each([
    ['is whole where nothing changed', 'b c d e', 'b c d e', 1],
    ['does not care for their order', 'b c d e', 'e d c b', 1],
    ['counts only those that readers see', 'b c d e f g', 'b c d e x y', 1],
    ['falls by what fell out of sight', 'b c d e f', 'b c d f e', 0.75],
    ['falls by what is gone', 'b c', 'b', 0.5],
    ['takes no harm from articles that are new', 'b c d e', 'new-1 new-2 b c d e', 1],
    ['takes no harm from links that new articles replaced', 'b c d e', 'new-1 new-2 b c', 1],
    ['takes harm from links gone beyond those', 'b c d e', 'new-1 b x y', 1 / 3],
    ['takes harm from older ones that came up', 'b c d e', 'x y b c d e', 0.5],
  ])('%s', (_, before, after, overlap) => {
    expect(compared(pair(before, after)).overlap).toBe(overlap);
  });

  it('is that of all lists together', () => {
    expect(compared(pair('b c', 'b c'), pair('b c d e', 'x y'), pair('', 'z')).overlap).toBe(1 / 3);
    expect(compared(pair('', ''), pair('', 'z')).overlap).toBe(1);
  });
});

describe('what became of lists', () => {
  it('is told in numbers: changed, lost, gained, how long', () => {
    const found = compared(pair('b c', 'c b'), pair('b c', 'b c'), pair('b c d e f', ''), pair('', 'b'));
    expect(found).toMatchObject({
      compared: 4,
      changed: 3,
      lostAll: { count: 1, share: 1 / 3, examples: [{ id: 'a' }] },
      gained: 1,
      meanLinks: { before: 2, after: 1.25 },
    });
  });

  it('names texts that lost more than half of their words', () => {
    const of = (id: string, before: number, after: number) =>
      [list(id, 'x', before), list(id, 'x', after)] as const;
    const { shorter } = compared(
      of('half', 100, 50),
      of('less', 100, 49),
      of('none', 0, 0),
      of('more', 5, 9),
    );
    expect(shorter).toEqual({
      count: 1,
      share: 0.25,
      examples: [{ id: 'less', title: 'Title of less', url: null }],
    });
  });

  it('shows few of those that are empty now, and these last, as long as others changed', () => {
    const few = Array.from(
      { length: 20 },
      (_, i) => [list(`gone-${i}`, 'b c'), list(`gone-${i}`, '')] as const,
    );
    const others = Array.from(
      { length: 20 },
      (_, i) => [list(`kept-${i}`, 'b c'), list(`kept-${i}`, 'b')] as const,
    );
    const lengths = (examples: Comparison['examples']) => examples.map(({ after }) => after.length);
    expect(lengths(compared(...few, ...others).examples)).toEqual([...Array(9).fill(1), 0, 0, 0]);
    expect(lengths(compared(...few, ...others.slice(0, 2)).examples)).toEqual([1, 1, ...Array(10).fill(0)]);
  });

  it('shows at most twelve of those that changed, the most changed first, as long as readers see them', () => {
    const many = Array.from({ length: 20 }, () => pair('b c d e f', 'b x c y z'));
    const { examples } = compared(pair('b', 'b'), ...many, pair('b c', 'x y'));
    expect(examples.map(({ overlap }) => overlap)).toEqual([0, ...Array(11).fill(0.5)]);
    expect(examples[1]?.before.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e']);
    expect(examples[1]?.after.map(({ id }) => id)).toEqual(['b', 'x', 'c', 'y']);
  });
});

describe('new hubs', () => {
  const lists = (count: number, before: string, after: string) =>
    Array.from({ length: count }, () => pair(before, after));

  it('are named by five lists at least, and by three times as many as before', () => {
    expect(compared(...lists(4, 'b', 'hub')).newHubs).toEqual([]);
    expect(compared(...lists(5, 'b', 'hub')).newHubs).toEqual([
      { article: { id: 'hub', title: 'Title of hub', url: null }, before: 0, after: 5, share: 1 },
    ]);
    expect(compared(...lists(2, 'hub', 'hub'), ...lists(4, 'b', 'hub')).newHubs).toEqual([]);
    expect(compared(...lists(2, 'hub', 'hub'), ...lists(5, 'b', 'hub')).newHubs).toMatchObject([
      { before: 2, after: 7 },
    ]);
  });

  it('are named by one list in fifty at least, and the greatest comes first', () => {
    const others = lists(300, 'b', 'b');
    expect(compared(...others, ...lists(6, 'b', 'hub')).newHubs).toEqual([]);
    const found = compared(...others, ...lists(7, 'b', 'hub'), ...lists(9, 'b', 'new-1')).newHubs;
    expect(found.map(({ article }) => article.id)).toEqual(['new-1', 'hub']);
  });
});
