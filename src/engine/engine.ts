import type { Article } from '../article.js';
import type { WriteOutcome } from '../catalog/catalog.js';
import { ArticleNotFoundError, IndexMissingError } from '../errors.js';
import { derive, embedPrepared } from '../indexing/derive.js';
import { prepare, type TextParts } from '../indexing/prepare.js';
import { unpackTerms } from '../lexical/terms.js';
import { canonicalAddress } from '../text/address.js';
import { linksOf } from '../text/links.js';
import { type Activity, countEmbedding, createStretch } from './activity.js';
import { createAnswering } from './answering.js';
import { type ArticleLink, type IndexInfo, type RelatedAnswer, toLink } from './answers.js';
import { type Clicks, createClicks } from './clicks.js';
import { createDecisions } from './decisions/decisions.js';
import type { Editing } from './editing.js';
import { createFilling, type FillingParts } from './filling.js';
import { createHealth } from './health.js';
import { createJudging, type Judging } from './judging.js';
import { createKeys, type Keys } from './keys.js';
import type { LiveIndex } from './live-index.js';
import type { RelatedOptions } from './question.js';
import { createQueue } from './queue.js';
import { refuseIfReplaced } from './replaced.js';
import { type FoundArticle, searchArticles } from './search.js';
import type { Served } from './served.js';
import { createSessions, type Sessions } from './sessions.js';
import type { Status, Survey, SurveyOptions } from './status.js';
import { createVersion } from './version.js';
import { createWhy } from './why.js';

/** Articles that are listed at a time. */
const PAGE = 1000;

/** A text that is not indexed. With the id of an indexed article, that article is left out of the list. */
export interface Draft extends TextParts {
  readonly id: string | null;
  readonly language: string | null;
  readonly section?: string | null;
  readonly tags?: readonly string[];
  readonly url?: string | null;
  /** ISO 8601; without one, the text counts as written now. */
  readonly publishedAt?: string | null;
}

/** Who puts: a request, or the hook of a source, whose pruning may take the article away again. */
export type PutBy = 'request' | 'hook';

export interface PutResult {
  readonly outcome: WriteOutcome;
  readonly embeddable: boolean;
  readonly sequence: number;
}

export interface EngineParts extends FillingParts {
  readonly served: Served;
}

/** Everything that the site and the command line ask of an index. */
export interface Engine {
  /** Throws `IndexMissingError` until there is an index. */
  info(): IndexInfo;
  /**
   * Changes with everything that an answer to one and the same question depends on: the generation, the catalogue and
   * what was derived from it, what may pass, what editors decided, which scheduled articles have appeared. Throws `IndexMissingError`.
   */
  version(): string;
  /** A published article. Throws `ArticleNotFoundError`. */
  article(id: string): Article;
  /** Id of the published article at that address, however it is written, or that was there before it moved. */
  idAt(url: string): string | null;
  /** Every published article, in the order in which they came. */
  links(): Iterable<ArticleLink>;
  /** The most recently published article's id. */
  newest(): string | null;
  /** Published articles whose titles hold words that begin like these, or of that id; without a word, the newest. */
  search(text: string, limit: number): FoundArticle[];
  related(id: string, options: RelatedOptions): RelatedAnswer;
  relatedTo(draft: Draft, options: RelatedOptions): Promise<RelatedAnswer>;
  /** Stores and embeds; readers see it when this returns. */
  put(article: Article, by?: PutBy): Promise<PutResult>;
  /** `false` where the id was never known. */
  remove(id: string): Promise<boolean>;
  /** Who may do what: by the keys of the index, and by one of the configuration. */
  keys(configured: string | undefined): Keys;
  /** Who is signed in with those keys, for so many minutes without use. */
  sessions(keys: Keys, idleMinutes: number): Sessions;
  /** What readers saw and clicked. */
  readonly clicks: Clicks;
  /** What editors decide about lists. */
  readonly editing: Editing;
  /** Pairs for people to judge. */
  readonly judging: Judging;
  /**
   * How the index does, at once. Begins a survey beside the answering where the last one no longer fits, ten minutes
   * after it was made at the soonest. Throws `IndexMissingError`.
   */
  status(): Status;
  /** What its lists look like. Throws `IndexMissingError`, and `StoppedError` where it is aborted or closed. */
  survey(options?: SurveyOptions): Promise<Survey>;
  /** What it has before it, and has done. Throws `IndexMissingError`. */
  activity(): Activity;
  close(): Promise<void>;
}

export function createEngine(parts: EngineParts): Engine {
  const { catalog, served, clock } = parts;
  const why = createWhy(catalog);
  const writes = createQueue();
  const embedding = countEmbedding(parts.embedderOf, clock);
  const filling = createFilling({ ...parts, embedderOf: embedding.embedderOf });
  const hasPending = createStretch(clock);
  let drafts = 0;
  const clicks = createClicks(catalog, clock, parts.log);
  const answering = createAnswering(catalog, why, clock);
  const editing = createDecisions(catalog, clock);

  const live = (): LiveIndex => {
    const index = served.live();
    if (index === null) {
      throw new IndexMissingError(
        'There is no index to answer from yet. Run `seealso index <source>`; it is picked up by itself.',
      );
    }
    const isPending = index.pending.length > 0;
    hasPending.look(isPending);
    if (isPending) filling.begin(index);
    return index;
  };

  const published = (id: string) => {
    const stored = catalog.find(id);
    const at = stored?.article.publishedAt ?? null;
    if (stored === null || (at !== null && Date.parse(at) > clock())) throw new ArticleNotFoundError(id);
    return stored;
  };

  const version = createVersion({ catalog, live, clock });

  const health = createHealth({
    catalog,
    live,
    info: answering.info,
    version,
    clock,
    log: parts.log,
  });

  const engine: Engine = {
    info: () => answering.info(live()),
    version,
    idAt(url) {
      const address = canonicalAddress(url);
      return address === null ? null : catalog.idAt(address, clock());
    },
    article: (id) => published(id).article,
    newest: () => catalog.newest(clock()),
    search: (text, limit) => searchArticles(catalog, text, clock(), limit),
    *links() {
      const now = clock();
      for (let after = 0; ; ) {
        const page = catalog.published(now, after, PAGE);
        for (const { key, ...link } of page) {
          yield toLink(link);
          after = key;
        }
        if (page.length < PAGE) return;
      }
    },
    related(id, options) {
      const index = live();
      const stored = published(id);
      const { key, article, bodyFormat } = stored;
      const query = {
        key,
        vector: index.vector(key),
        signature: catalog.signatures([key]).get(key) ?? null,
        terms: unpackTerms(catalog.terms(key)),
        publishedAt: article.publishedAt === null ? null : Date.parse(article.publishedAt),
        section: article.section,
      };
      const linked = () => linksOf(article.body, bodyFormat, article.url);
      const asked = { query, language: article.language, linked, read: () => why.read(stored) };
      const found = answering.answer(index, article, asked, options);
      if (found.empty?.reason !== 'not_embeddable' || !index.isPending(key)) return found;
      const detail = 'The article is being embedded with the model of this index. Ask again in a moment.';
      return { ...found, empty: { ...found.empty, detail } };
    },
    async relatedTo(draft, options) {
      const { model } = live().generation.manifest;
      const embedder = () => embedding.embedderOf(model);
      const text = prepare(draft, 'auto', catalog.boilerplate());
      drafts += 1;
      const [vector] = await embedPrepared([text], embedder, 'query').finally(() => {
        drafts -= 1;
      });
      // Taken anew: another generation may have become current while the text was embedded.
      const index = live();
      const usable = index.space.model === model.revision ? (vector ?? null) : null;
      const at = draft.publishedAt ?? null;
      const query = {
        key: draft.id === null ? null : (catalog.find(draft.id)?.key ?? null),
        vector: index.place(usable, text.terms),
        signature: text.signature,
        terms: text.terms,
        publishedAt: at === null ? clock() : Date.parse(at),
        section: draft.section ?? null,
      };
      const linked = () => linksOf(draft.body, 'auto', draft.url ?? null);
      const { section, publishedAt } = query;
      const read = () => why.readAsked({ ...draft, section, publishedAt, tags: draft.tags ?? [] });
      return answering.answer(index, null, { query, language: draft.language, linked, read }, options);
    },
    put: (article, by = 'request') =>
      writes.add(async () => {
        refuseIfReplaced(catalog);
        const index = live();
        const embedder = () => embedding.embedderOf(index.generation.manifest.model);
        const entry = { article, bodyFormat: 'auto' } as const;
        const [derived] = await derive([entry], embedder, catalog.boilerplate());
        const [result] = catalog.write([{ ...entry, derived: derived ?? null }], { kind: by }, index.space);
        await served.caughtUp();
        return {
          outcome: result?.outcome ?? 'unchanged',
          embeddable: derived?.vector !== null,
          sequence: catalog.sequence(),
        };
      }),
    remove: (id) =>
      writes.add(async () => {
        refuseIfReplaced(catalog);
        const known = catalog.delete(id);
        await served.caughtUp();
        return known;
      }),
    keys: (configured) => createKeys(catalog, configured),
    sessions: (keys, idleMinutes) => createSessions({ catalog, keys, idleMinutes, clock }),
    clicks,
    editing,
    judging: createJudging({ catalog, live, related: (id, options) => engine.related(id, options), clock }),
    status() {
      health.surveyWhereDue();
      return health.status();
    },
    survey: health.survey,
    activity() {
      const index = live();
      return {
        changesSince: Math.max(0, index.sequence - index.generation.manifest.sequence),
        pending: index.pending.length,
        pendingFor: hasPending.lasted(),
        writes: writes.length(),
        drafts,
        embedded: embedding.embedded(),
        failedRepairs: served.failedRepairs(),
      };
    },
    async close() {
      clicks.close();
      await health.close();
      await writes.idle();
      await filling.ended();
      await served.close();
    },
  };
  return engine;
}
