import type { Article } from '../article.js';
import type { Catalog } from '../catalog/catalog.js';
import { lengthOf } from '../lexical/terms.js';
import type { RecommendQuery } from '../recommend/archive.js';
import { NO_RULES } from '../recommend/editors-rules.js';
import type { TokenizedText } from '../recommend/reasons/tokenized-text.js';
import { recommend } from '../recommend/recommend.js';
import { type IndexInfo, type RelatedAnswer, toLink, toRelated } from './answers.js';
import { cutoffChoice } from './cutoff-choice.js';
import { explain } from './explain.js';
import { archiveOf, type LiveIndex } from './live-index.js';
import { type RelatedOptions, recommendOptions } from './question.js';
import { rulesInForce } from './rules-in-force.js';
import type { Why } from './why.js';

/** A text that is asked about, as ranking and reasons read it. */
export interface AskedText {
  readonly query: RecommendQuery;
  readonly language: string | null;
  /** Canonical addresses in its body. */
  readonly linked: () => string[];
  readonly read: () => TokenizedText;
}

/** Makes a list, with whatever a link to each article of it needs. */
export interface Answering {
  info(index: LiveIndex): IndexInfo;
  /** `article` is `null` for a text that is not indexed. */
  answer(index: LiveIndex, article: Article | null, asked: AskedText, options: RelatedOptions): RelatedAnswer;
}

export function createAnswering(catalog: Catalog, why: Why, clock: () => number): Answering {
  let counted = { sequence: -1, articles: 0 };

  const info = (index: LiveIndex): IndexInfo => {
    if (counted.sequence !== index.sequence)
      counted = { sequence: index.sequence, articles: catalog.count() };
    const { manifest } = index.generation;
    return {
      generation: manifest.generation,
      sequence: index.sequence,
      model: manifest.model.name,
      articles: counted.articles,
      publishedAt: manifest.createdAt,
    };
  };

  return {
    info,
    // In one transaction: some two hundred look-ups, each of which would lock and unlock the file.
    answer: (index, article, { query, ...asked }, options) =>
      catalog.reading(() => {
        const now = clock();
        const linked = options.excludeLinked === true ? asked.linked() : [];
        const mode = options.mode ?? 'related';
        const rules = query.key === null ? NO_RULES : rulesInForce(catalog.rules.under(query.key), mode, now);
        const found = recommend(
          query,
          recommendOptions(options, { language: asked.language, linked }, now, cutoffChoice(catalog), rules),
          archiveOf(index, catalog),
        );
        const shown = new Map(
          catalog
            .load(found.related.flatMap(({ key, copies }) => [key, ...copies]))
            .map((stored) => [stored.key, stored]),
        );
        const text = found.related.length === 0 || options.reasons === false ? null : asked.read();
        const { statistics } = index.generation.lexical;
        return {
          article: article === null ? null : toLink(article),
          related: found.related.flatMap((item) => {
            const target = shown.get(item.key);
            if (target === undefined) return [];
            const copies = item.copies.flatMap((key) => shown.get(key)?.article ?? []);
            const reasons = text === null ? [] : why.reasons(text, target, item, found.cutoff, statistics);
            const explained =
              options.explain === true
                ? explain(item, found.measured, found.cutoff, lengthOf(query.terms))
                : null;
            const { score, pinned } = item;
            return [toRelated(target.article, { score, pinned, reasons, explain: explained }, copies)];
          }),
          empty: found.empty,
          index: info(index),
        };
      }),
  };
}
