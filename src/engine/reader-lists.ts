import type { Catalog } from '../catalog/catalog.js';
import { unpackTerms } from '../lexical/terms.js';
import type { Empty } from '../recommend/empty.js';
import { recommend } from '../recommend/recommend.js';
import { cutoffChoice } from './cutoff-choice.js';
import { archiveOf, type LiveIndex } from './live-index.js';
import { recommendOptions } from './question.js';
import { rulesInForce } from './rules-in-force.js';

/** A list by the keys of its articles. */
export interface KeyedList {
  /** Best first. */
  readonly links: readonly number[];
  /** What stands under a link as a near-identical copy of it. */
  readonly copies: readonly number[];
  /** `null` where there is a link. */
  readonly empty: Empty['reason'] | null;
}

/** The list that readers see under an article, without the reasons; `null` where the article is gone. */
export function readerList(
  index: LiveIndex,
  catalog: Catalog,
  key: number,
  limit: number,
  now: number,
): KeyedList | null {
  const [facts] = catalog.facts([key]);
  if (facts === undefined) return null;
  const { related, empty } = recommend(
    {
      key,
      vector: index.vector(key),
      signature: catalog.signatures([key]).get(key) ?? null,
      terms: unpackTerms(catalog.terms(key)),
      publishedAt: facts.publishedAt,
      section: facts.section,
    },
    recommendOptions(
      { limit, language: null },
      { language: facts.language, linked: [] },
      now,
      cutoffChoice(catalog),
      rulesInForce(catalog.rules.under(key), 'related', now),
    ),
    archiveOf(index, catalog),
  );
  return {
    links: related.map((item) => item.key),
    copies: related.flatMap(({ copies }) => copies),
    empty: empty?.reason ?? null,
  };
}
