import { afterEach, beforeEach } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { article } from '../support/articles.js';
import type { CatalogCase } from './catalog.js';

export const NOON = Date.parse('2026-05-01T12:00:00Z');

const SPACE = { model: 'model-a', strategy: 'text/1' };

/** A new catalogue for every test, and more handles on the same one. */
export function freshCatalog(name: string, { open }: CatalogCase) {
  let opened: Catalog[] = [];
  let first: Catalog;
  let number = 0;

  const handle = (): Catalog => {
    const made = open(`${name}-${number}`, () => NOON);
    opened.push(made);
    return made;
  };
  const catalog = (): Catalog => first;

  beforeEach(() => {
    number += 1;
    first = handle();
  });
  afterEach(() => {
    for (const made of opened) made.close();
    opened = [];
  });

  return {
    catalog,
    /** Another handle on the catalogue. */
    handle,
    /** Puts an article, and gives its key. */
    put(id: string, fields: Readonly<Record<string, unknown>> = {}): number {
      const entry = { article: article(id, fields), bodyFormat: 'auto', derived: null } as const;
      const [result] = catalog().write([entry], { kind: 'request' }, SPACE);
      return result?.key ?? Number.NaN;
    },
    /** The same as a source gives it in a run. */
    give(id: string, source: string, run: number, fields: Readonly<Record<string, unknown>> = {}): number {
      const entry = { article: article(id, fields), bodyFormat: 'auto', derived: null } as const;
      const [result] = catalog().write([entry], { kind: 'source', source, run }, SPACE);
      return result?.key ?? Number.NaN;
    },
    /** Ids of live articles by their keys. */
    idsOf: (keys: readonly number[]): string[] =>
      catalog()
        .load(keys)
        .map((stored) => stored.article.id),
  };
}
