import { afterAll } from 'vitest';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { Engine } from '../../src/engine/engine.js';
import type { AppOptions } from '../../src/http/app.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site } from '../support/site.js';
import { KEY, listening } from './site.js';

const open: Site[] = [];

afterAll(async () => {
  for (const { engine, index } of open) {
    await engine.close();
    index.catalog.close();
  }
});

export interface SmallSite {
  readonly site: Site;
  /** Ids that were ranked for, in order; a test may empty it. */
  readonly ranked: string[];
  /** Another server of the same engine. */
  serve(options?: Partial<AppOptions>): Promise<string>;
}

/** A served archive of a few articles, on the fake model, whose cut-off lets everything through. */
export async function smallSite(articles: readonly unknown[]): Promise<SmallSite> {
  const index = indexFolder();
  await index.run([memorySource('archive', articles)]);
  chooseCutoff(index.catalog, { score: 0 });
  const site = await openSite({ index });
  open.push(site);
  const ranked: string[] = [];
  const engine: Engine = {
    ...site.engine,
    related(id, options) {
      ranked.push(id);
      return site.engine.related(id, options);
    },
  };
  return { site, ranked, serve: (options = {}) => listening(engine, { apiKey: KEY, ...options }) };
}

/** One of many articles on one subject, with words of its own; each published a day after the one before. */
export const bank = (name: string, day: number) => ({
  id: name,
  title: `Bank ${name} and the yen`,
  body: `On day ${day} the bank of ${name} bought yen, and traders of ${name} sold dollars to the bank.`,
  url: `https://example.org/news/${name}`,
  section: day % 2 === 0 ? 'Markets' : 'World',
  publishedAt: `2026-04-0${day + 1}T08:00:00Z`,
});

export const BANKS = ['alpha', 'beta', 'gamma', 'delta'].map(bank);

/** Has nothing in common with any other. */
export const ALONE = { id: 'alone', title: 'Zephyr', body: 'Quokkas nap.', url: 'https://example.org/alone' };
