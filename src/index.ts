/**
 * The engine as a library. `openIndex` answers from an index; `buildIndex` makes one; `createEndpoint` is what `seealso serve` serves, to
 * be mounted in an Express application of one's own.
 */

export type { Article, BodyFormat } from './article.js';
export type { ArticleLink, IndexInfo, RelatedAnswer, RelatedArticle } from './engine/answers.js';
export type { Draft, PutResult } from './engine/engine.js';
export type { RelatedOptions } from './engine/question.js';
export {
  ArticleNotFoundError,
  CatalogTooNewError,
  CatalogUnusableError,
  IndexLockedError,
  IndexMissingError,
  ModelError,
  ModelMismatchError,
  SeealsoError,
  SourceError,
  StoppedError,
  StrictRunRejectedError,
  UsageError,
} from './errors.js';
export type { IndexResult } from './indexing/indexer.js';
export type { IndexingObserver, IndexSummary, RejectedRow, StageProgress } from './indexing/report.js';
export { type BuildOptions, buildIndex } from './library/build-index.js';
export { createEndpoint, type EndpointOptions } from './library/endpoint.js';
export { type Index, type OpenOptions, openIndex } from './library/open-index.js';
export type { Log, LogFields, LogLevel } from './log/log.js';
export { openSource, type SourceOptions } from './sources/open-source.js';
export type { Source, SourceRow } from './sources/source.js';
