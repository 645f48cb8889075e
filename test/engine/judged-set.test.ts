import { beforeAll, describe, expect, it } from 'vitest';
import { createJudgedSet, type JudgedSet } from '../../src/engine/judged-set.js';
import type { RankedDocument } from '../../src/evaluation/measures.js';
import { SCORING_SYSTEMS, SYSTEMS } from '../../src/evaluation/set.js';
import { unpackTerms } from '../../src/lexical/terms.js';
import { relatedness, weightsFor } from '../../src/recommend/relatedness.js';
import { scoreOf } from '../../src/recommend/score.js';
import { countWords } from '../support/fake-embedder.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site } from '../support/site.js';
import { generated } from './subjects.js';

const COUNT = 60;
const ARTICLES = generated(COUNT).map((given, i) => (i === 7 ? { ...given, publishedAt: null } : given));
const DEPTH = 1000;

let open: Site;
let set: JudgedSet;
const judged = (seed: number): JudgedSet => {
  const index = open.served.live();
  if (index === null) throw new Error('Expected an index, received none.');
  const close = async () => undefined;
  return createJudgedSet({ engine: open.engine, index, catalog: open.index.catalog, seed, close });
};

beforeAll(async () => {
  const index = indexFolder();
  await index.run([memorySource('a', ARTICLES)]);
  open = await openSite({ index, watch: false });
  set = judged(1);
  return async () => {
    await open.engine.close();
    index.catalog.close();
  };
});

const rank = (id: string, depth = DEPTH) => {
  const rankings = set.rank(id, depth);
  if (rankings === null || rankings instanceof Promise) throw new Error(`Expected rankings of ${id}.`);
  return rankings;
};
const idsOf = (run: readonly RankedDocument[]) => run.map(({ id }) => id);
const keyOf = (id: string) => open.index.catalog.find(id)?.key ?? 0;

describe('the rankings of a judged set', () => {
  it('hold every other article once, best first; `served` only what is shown', () => {
    const rankings = rank('a3');
    for (const system of SYSTEMS) {
      const ids = idsOf(rankings[system]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).not.toContain('a3');
      const scores = rankings[system].map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      if (system !== 'served') expect(ids).toHaveLength(COUNT - 1);
    }
    expect(idsOf(rank('a3', 5).words)).toEqual(idsOf(rankings.words).slice(0, 5));
    expect(set.rank('nobody’s', 5)).toBeNull();
    expect(set.articles).toHaveLength(COUNT);
  });

  it('random: the same for a seed, another order for another seed and another query', () => {
    const order = idsOf(rank('a3').random);
    expect(idsOf(rank('a3').random)).toEqual(order);
    const other = judged(2).rank('a3', DEPTH);
    expect(other).not.toBeInstanceOf(Promise);
    expect(other !== null && 'random' in other ? idsOf(other.random) : order).not.toEqual(order);
    const common = new Set(order.filter((id) => id !== 'a4'));
    expect(idsOf(rank('a4').random).filter((id) => common.has(id))).not.toEqual([...common]);
  });

  it('newest: by date; the undated are no newer than the oldest', () => {
    const run = rank('a3').newest;
    const dates = idsOf(run).flatMap((id) => ARTICLES.find((given) => given.id === id)?.publishedAt ?? []);
    expect(dates).toHaveLength(COUNT - 2);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(run.find(({ id }) => id === 'a7')?.score).toBe(0);
    expect(run[0]?.score).toBe(1);
  });

  it('section: those of the same section by date, then the others by date', () => {
    const ids = idsOf(rank('a3').section);
    const sectionOf = (id: string) => ARTICLES.find((given) => given.id === id)?.section;
    const same = ids.filter((id) => sectionOf(id) === 'S0');
    expect(same).toHaveLength(COUNT / 3 - 1);
    expect(ids.slice(0, same.length)).toEqual(same);
    const newest = idsOf(rank('a3').newest);
    expect(same).toEqual(newest.filter((id) => same.includes(id)));
  });

  it('words: the cosine of the texts’ words', () => {
    const index = open.served.live();
    for (const id of ['a0', 'a3', 'a7']) {
      const shared = index?.compare(unpackTerms(open.index.catalog.terms(keyOf(id))));
      for (const { id: other, score } of rank(id).words) expect(score).toBe(shared?.of(keyOf(other)).words);
    }
    // Articles on one subject, of which there are fourteen more, share more than others.
    expect(
      idsOf(rank('a0').words)
        .slice(0, 10)
        .every((id) => Number(id.slice(1)) % 4 === 0),
    ).toBe(true);
  });

  it('general: the cosine of the model’s vectors; archive the same where there is no such space', () => {
    const textOf = (id: string) => {
      const given = ARTICLES.find((one) => one.id === id);
      return `${given?.title} ${given?.body}`;
    };
    const query = countWords(textOf('a0'));
    for (const { id, score } of rank('a0').general) {
      const vector = countWords(textOf(id));
      const cosine = vector?.reduce((sum, value, i) => sum + value * (query?.[i] ?? 0), 0);
      expect(score).toBeCloseTo(cosine ?? -1, 5);
    }
    expect(open.served.live()?.generation.adaptation).toBeNull();
    expect(rank('a0').archive).toEqual(rank('a0').general);
  });

  it('fused: what the engine’s answer says of every link that it shows', () => {
    let links = 0;
    for (const { id } of ARTICLES) {
      const fused = new Map(rank(id).fused.map((found) => [found.id, found.score]));
      for (const item of open.engine.related(id, { limit: 50, language: null }).related) {
        expect(fused.get(item.id)).toBe(item.score);
        links += 1;
      }
    }
    expect(links).toBeGreaterThan(COUNT);
  });

  it('fused: the score of the signals that `measure` gives', () => {
    const measured = set.measure('a3');
    const fused = new Map(rank('a3').fused.map((found) => [found.id, found.score]));
    const words = measured?.words ?? 0;
    expect(measured?.others).toHaveLength(COUNT - 1);
    for (const { facts, signals } of measured?.others ?? []) {
      const related = relatedness(signals, weightsFor(words));
      const query = {
        publishedAt: measured?.query.publishedAt ?? null,
        section: measured?.query.section ?? null,
      };
      const ask = { mode: 'related', halfLife: null } as const;
      expect(fused.get(facts.id)).toBe(scoreOf(related, query, facts, ask, words));
    }
    expect(set.measure('nobody’s')).toBeNull();
  });

  it('served: the engine’s list in its order', () => {
    for (const id of ['a0', 'a1', 'a2', 'a3']) {
      const { related } = open.engine.related(id, { limit: 50, language: null });
      expect(idsOf(rank(id).served)).toEqual(related.map((item) => item.id));
    }
  });
});

describe('the comparison of two articles', () => {
  it('is on the scale of the rankings, for every system that scores', () => {
    for (const id of ['a0', 'a3', 'a7']) {
      const rankings = rank(id);
      for (const { id: other } of ARTICLES) {
        if (other === id) continue;
        const compared = set.compare(id, other);
        if (compared === null || compared instanceof Promise) throw new Error('Expected a comparison.');
        for (const system of [...SCORING_SYSTEMS, 'random', 'newest', 'section'] as const) {
          const ranked = rankings[system].find((found) => found.id === other);
          expect(compared[system]).toBe(ranked?.score);
        }
        expect(compared.served).toBe(idsOf(rankings.served).includes(other) ? compared.fused : 0);
      }
    }
    expect(set.compare('a0', 'nobody’s')).toBeNull();
  });

  it('of their vectors is symmetric; 0 where one has none', () => {
    expect(set.similarity('a0', 'a4')).toBeCloseTo(set.similarity('a4', 'a0'), 9);
    expect(set.similarity('a0', 'a4')).toBeGreaterThan(0);
    // The model knows no word of football.
    expect(set.similarity('a0', 'a3')).toBe(0);
  });
});

it('tells the reasons that a reader would see, or why there are none', async () => {
  const explained = await set.explain('a0');
  const { related } = open.engine.related('a0', { limit: 10, language: null });
  expect([...(explained?.reasons.keys() ?? [])]).toEqual(related.map(({ id }) => id));
  expect(related.length).toBeGreaterThan(0);
  for (const item of related) {
    expect(explained?.reasons.get(item.id)).toEqual(item.reasons.map(({ text }) => text));
  }
  expect(explained?.empty).toBeNull();
  expect(await set.explain('nobody’s')).toBeNull();
});

it('finds the neighbours in a small set, the article itself not counted', async () => {
  const recalls = await set.neighbourRecall([64, 256]);
  expect(recalls.map(({ ef }) => ef)).toEqual([64, 256]);
  // Among vectors of small whole numbers some are equally near.
  for (const { recall } of recalls) expect(recall > 0.98 && recall <= 1).toBe(true);
});
