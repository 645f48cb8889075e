import { describe, expect, it, vi } from 'vitest';
import type { RelatedArticle } from '../../src/engine/answers.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { Explained } from '../../src/engine/explain.js';
import { article } from '../support/articles.js';
import { type IndexFolder, indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import type { Site } from '../support/site.js';
import { sites } from './sites.js';
import { generated } from './subjects.js';

const site = sites();

function explained({ engine }: Site, id: string, limit = 50): (RelatedArticle & { explain: Explained })[] {
  const { related } = engine.related(id, { limit, language: null, explain: true });
  return related.map((item) => {
    if (item.explain === undefined) throw new Error(`Expected ${item.id} to be explained.`);
    return { ...item, explain: item.explain };
  });
}

describe('an explanation', () => {
  it('is given where it is asked for, and changes nothing else', async () => {
    const open = await site.of(generated(40));
    const { related } = open.engine.related('a0', { limit: 5, language: null });
    for (const item of related) expect(item).not.toHaveProperty('explain');
    const without = explained(open, 'a0', 5).map(({ explain, ...rest }) => rest);
    expect(without).toEqual(related);
    expect(related.length).toBeGreaterThan(0);
  });

  it('adds up: signals to relatedness, relatedness and factors to the score', async () => {
    const open = await site.of(generated(40));
    const links = explained(open, 'a0');
    expect(links.length).toBeGreaterThan(2);
    for (const { score, explain } of links) {
      const signals = Object.values(explain.signals).filter(({ value }) => value !== null);
      const sum = signals.reduce((all, { value, weight }) => all + weight * Math.max(0, value ?? 0), 0);
      const weights = signals.reduce((all, { weight }) => all + weight, 0);
      expect(explain.relatedness).toBeCloseTo(sum / weights / explain.hubness ** 0.3, 3);
      const { freshness, section, depth } = explain.factors;
      expect(score).toBeCloseTo(Math.min(1, explain.relatedness * freshness * section * depth), 3);
      expect(explain.standing).toBeGreaterThanOrEqual(explain.cutoff.related);
      expect(explain.signals.words.weight).toBe(1);
    }
  });

  it('ranks each signal among all that were measured', async () => {
    const open = await site.of(generated(40));
    const links = explained(open, 'a0');
    for (const name of ['words', 'general', 'names', 'titles'] as const) {
      const ranked = links.map(({ explain }) => explain.signals[name]);
      for (const { value, rank } of ranked) {
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(39);
        for (const other of ranked) {
          if ((other.value ?? 0) > (value ?? 0)) expect(rank).toBeGreaterThan(other.rank ?? 0);
        }
      }
    }
    // No text has a capital.
    expect(links[0]?.explain.signals.names).toMatchObject({ value: 0, rank: 1 });
    for (const { explain } of links) {
      expect(explain.measured).toBeGreaterThan(links.length);
      expect(explain.measured).toBeLessThan(40);
    }
  });
});

describe('an archive’s own space', () => {
  const fitted = async ({ current }: IndexFolder) => {
    const { manifest, adaptation } = await current();
    return {
      dimensions: manifest.dimensions,
      model: manifest.model.dimensions,
      on: adaptation?.fittedOn ?? null,
    };
  };

  it('is not fitted to a small archive: the signal is missing, not 0', async () => {
    const open = await site.of(generated(299));
    expect(await fitted(open.index)).toEqual({ dimensions: 6, model: 6, on: null });
    const links = explained(open, 'a0');
    expect(links.length).toBeGreaterThan(0);
    for (const { explain } of links)
      expect(explain.signals.archive).toMatchObject({ value: null, rank: null });
  });

  it('is fitted from three hundred articles on, and has its say in every link', async () => {
    const open = await site.of(generated(320));
    const { dimensions, model, on } = await fitted(open.index);
    expect([model, on]).toEqual([6, 320]);
    expect(dimensions).toBeGreaterThan(model);
    const links = explained(open, 'a0');
    for (const { explain } of links) {
      expect(explain.signals.archive.value).toBeGreaterThan(0.3);
      expect(explain.signals.archive.weight).toBeGreaterThan(0);
    }
    // The subjects take turns.
    expect(links.length).toBeGreaterThan(4);
    for (const { id } of links) expect(Number(id.slice(1)) % 4).toBe(0);
  });

  it('takes in what is put at once: it finds, and is found', async () => {
    const open = await site.of(generated(320));
    const text = {
      title: 'striker penalty goal',
      body: 'coach captain league stadium derby referee corner goal',
    };
    await open.engine.put(article('new', text));
    // Of eighty articles in the same ten words none stands out.
    chooseCutoff(open.index.catalog, { share: 0.2 });
    const own = explained(open, 'new', 10);
    expect(own).toHaveLength(10);
    for (const { id, explain } of own) {
      expect(Number(id.slice(1)) % 4).toBe(3);
      expect(explain.signals.archive.value).toBeGreaterThan(0.3);
    }
    const [nearest] = own;
    const found = explained(open, nearest?.id ?? '').find(({ id }) => id === 'new');
    expect(found?.explain.signals.archive.value).toBeGreaterThan(0.3);
    // None of these words is one that the model knows: words and the archive's space found it.
    expect(found?.explain.signals.general.value).toBeNull();
  });

  it('is kept while the archive grows by less than a third, and fitted anew on request', async () => {
    const index = indexFolder();
    const open = await site.of(generated(320), { index });
    await index.run([memorySource('b', generated(40, 320))]);
    expect((await fitted(index)).on).toBe(320);
    const before = open.engine.info().generation;
    await index.run([], { refit: true });
    expect((await fitted(index)).on).toBe(360);
    await vi.waitFor(() => expect(open.engine.info().generation).not.toBe(before), { timeout: 5000 });
    await vi.waitFor(() => expect(explained(open, 'a359').length).toBeGreaterThan(0), { timeout: 5000 });
    expect(explained(open, 'a359')[0]?.explain.signals.archive.value).toBeGreaterThan(0.3);
  });

  it('comes when the archive has grown large enough', async () => {
    const open = await site.of(generated(290));
    expect((await fitted(open.index)).on).toBeNull();
    await open.index.run([memorySource('b', generated(20, 290))]);
    expect((await fitted(open.index)).on).toBe(310);
  });
});

describe('a cut-off that somebody chose', () => {
  it('takes effect with the next answer, and goes when it is taken back', async () => {
    const open = await site.of(generated(60));
    const { catalog } = open.index;
    const links = explained(open, 'a0');
    const standings = links.map(({ explain }) => explain.standing).sort((a, b) => b - a);
    const [best = 0, , third = 0] = standings;
    expect(links.length).toBeGreaterThan(3);

    // Explained to four decimals.
    chooseCutoff(catalog, { score: third - 0.0001 });
    expect(
      explained(open, 'a0')
        .map(({ explain }) => explain.standing)
        .sort((a, b) => b - a),
    ).toEqual(standings.slice(0, 3));
    chooseCutoff(catalog, { score: best + 0.01 });
    expect(open.engine.related('a0', { limit: 4, language: null })).toMatchObject({
      related: [],
      empty: { reason: 'below_cutoff' },
    });
    chooseCutoff(catalog, { share: 0.5 });
    expect(open.relatedIds('a0').length).toBeGreaterThan(links.length);
    chooseCutoff(catalog, null);
    expect(explained(open, 'a0')).toEqual(links);
  });
});
