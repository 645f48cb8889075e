import { type Article, type BodyFormat, primaryLanguage } from '../article.js';
import type { Catalog, WriteOutcome } from '../catalog/catalog.js';
import type { Embedder } from '../embedding/embedder.js';
import { ArticleNotFoundError, CatalogUnusableError, IndexMissingError } from '../errors.js';
import type { ModelRecord } from '../generation/manifest.js';
import { derive, embedPrepared, prepare, type TextParts } from '../indexing/derive.js';
import { unpackTerms } from '../lexical/terms.js';
import type { Archive, RecommendQuery } from '../recommend/archive.js';
import { recommend } from '../recommend/recommend.js';
import { type IndexInfo, type RelatedAnswer, toLink, toRelated } from './answers.js';
import type { LiveIndex } from './live-index.js';
import { createQueue } from './queue.js';
import type { Served } from './served.js';

/** After a failed attempt to embed what an index lacks. Milliseconds. */
const RETRY = 10_000;

export interface RelatedOptions {
  /** 1–50. */
  readonly limit: number;
  /** `any`, a language tag, or `null` for the language of the article itself. */
  readonly language: string | null;
}

/** A text that is not indexed. With the id of an indexed article, that article is left out of the list. */
export interface Draft extends TextParts {
  readonly id: string | null;
  readonly language: string | null;
}

export interface PutResult {
  readonly outcome: WriteOutcome;
  readonly embeddable: boolean;
  readonly sequence: number;
}

export interface EngineParts {
  readonly catalog: Catalog;
  readonly served: Served;
  /** The embedder of a generation's model; loaded once, on first use. */
  readonly embedderOf: (model: ModelRecord) => Promise<Embedder>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: (message: string) => void;
}

/** Everything that the site and the command line ask of an index. */
export interface Engine {
  /** Throws `IndexMissingError` until there is an index. */
  info(): IndexInfo;
  /** A published article. Throws `ArticleNotFoundError`. */
  article(id: string): Article;
  /** The most recently published article's id. */
  newest(): string | null;
  related(id: string, options: RelatedOptions): RelatedAnswer;
  relatedTo(draft: Draft, options: RelatedOptions): Promise<RelatedAnswer>;
  /** Stores and embeds; readers see it when this returns. */
  put(article: Article, bodyFormat?: BodyFormat): Promise<PutResult>;
  /** `false` where the id was never known. */
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

export function createEngine(parts: EngineParts): Engine {
  const { catalog, served, clock } = parts;
  const writes = createQueue();
  let counted = { sequence: -1, articles: 0 };

  const live = (): LiveIndex => {
    const index = served.live();
    if (index === null) {
      throw new IndexMissingError(
        'There is no index to answer from yet. Run `seealso index <source>`; it is picked up by itself.',
      );
    }
    if (index.pending.length > 0) embedPending(index);
    return index;
  };

  /** A write to a file that has no name any more would be acknowledged and lost. */
  const refuseIfReplaced = (): void => {
    if (!catalog.isReplaced()) return;
    throw new CatalogUnusableError(
      'The index folder was replaced while it was served, so that nothing can be written. Restart the server.',
    );
  };

  const published = (id: string) => {
    const stored = catalog.find(id);
    const at = stored?.article.publishedAt ?? null;
    if (stored === null || (at !== null && Date.parse(at) > clock())) throw new ArticleNotFoundError(id);
    return stored;
  };

  const infoOf = (index: LiveIndex): IndexInfo => {
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

  const answer = (
    index: LiveIndex,
    article: Article | null,
    query: RecommendQuery,
    own: string | null,
    options: RelatedOptions,
  ): RelatedAnswer => {
    const language = options.language === 'any' ? null : primaryLanguage(options.language ?? own);
    const archive: Archive = {
      count: index.count,
      search: (vector, k) => index.search(vector, k),
      score: (vector, keys) => index.score(vector, keys),
      facts: catalog.facts,
      eligible: catalog.eligible,
      compare: (terms) => index.compare(terms),
      signatures: catalog.signatures,
    };
    const found = recommend(query, { limit: options.limit, filter: { language, now: clock() } }, archive);
    const shown = new Map(
      catalog
        .load(found.related.flatMap(({ key, copies }) => [key, ...copies]))
        .map((stored) => [stored.key, stored.article]),
    );
    return {
      article: article === null ? null : toLink(article),
      related: found.related.flatMap((item) => {
        const target = shown.get(item.key);
        const copies = item.copies.flatMap((key) => shown.get(key) ?? []);
        return target === undefined ? [] : [toRelated(target, item, copies)];
      }),
      empty: found.empty,
      index: infoOf(index),
    };
  };

  /** Vectors that this generation's model still lacks are made beside the serving, one round at a time. */
  let filling: Promise<void> | null = null;
  let fillAgainAt = 0;
  const embedPending = (index: LiveIndex): void => {
    if (clock() < fillAgainAt) return;
    filling ??= (async () => {
      const embedder = () => parts.embedderOf(index.generation.manifest.model);
      // Those of this round: others may come and go while they are embedded.
      const keys = index.pending.slice(0, 64);
      const stored = catalog.load(keys);
      const derived = await derive(stored, embedder);
      const entries = stored.flatMap(({ key }, i) =>
        derived[i] === undefined ? [] : [{ key, derived: derived[i] }],
      );
      catalog.addDerived(entries, index.space);
      for (const key of keys) index.resolve(key);
    })()
      .catch((error: unknown) => {
        fillAgainAt = clock() + RETRY;
        parts.log(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        filling = null;
      });
  };

  return {
    info: () => infoOf(live()),
    article: (id) => published(id).article,
    newest: () => catalog.newest(clock()),
    related(id, options) {
      const index = live();
      const { key, article } = published(id);
      const query = {
        key,
        vector: index.vector(key),
        signature: catalog.signatures([key]).get(key) ?? null,
        terms: unpackTerms(catalog.terms(key)),
      };
      const found = answer(index, article, query, article.language, options);
      if (found.empty?.reason !== 'not_embeddable' || !index.isPending(key)) return found;
      const detail = 'The article is being embedded with the model of this index. Ask again in a moment.';
      return { ...found, empty: { ...found.empty, detail } };
    },
    async relatedTo(draft, options) {
      const { model } = live().generation.manifest;
      const embedder = () => parts.embedderOf(model);
      const text = prepare(draft, 'auto');
      const [vector] = await embedPrepared([text], embedder, 'query');
      // Taken anew: another generation may have become current while the text was embedded.
      const index = live();
      const usable = index.space.model === model.revision ? (vector ?? null) : null;
      const key = draft.id === null ? null : (catalog.find(draft.id)?.key ?? null);
      return answer(
        index,
        null,
        { key, vector: usable, signature: text.signature, terms: text.terms },
        draft.language,
        options,
      );
    },
    put: (article, bodyFormat = 'auto') =>
      writes.add(async () => {
        refuseIfReplaced();
        const index = live();
        const embedder = () => parts.embedderOf(index.generation.manifest.model);
        const [derived] = await derive([{ article, bodyFormat }], embedder);
        const [result] = catalog.write(
          [{ article, bodyFormat, derived: derived ?? null }],
          { kind: 'request' },
          index.space,
        );
        served.live();
        return {
          outcome: result?.outcome ?? 'unchanged',
          embeddable: derived?.vector !== null,
          sequence: catalog.sequence(),
        };
      }),
    remove: (id) =>
      writes.add(async () => {
        refuseIfReplaced();
        const known = catalog.delete(id);
        served.live();
        return known;
      }),
    async close() {
      await writes.idle();
      await filling;
      await served.close();
    },
  };
}
