/**
 * One class per decision that a caller can make. Every message says what happened, where, what was
 * expected, what was received, and the remedy.
 */
export abstract class SeealsoError extends Error {
  /** Stable identifier for programs: the last part of a problem's `type`. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The command line or the configuration is wrong: correct it and try again (exit code 2). */
export class UsageError extends SeealsoError {
  readonly code = 'usage';
}

/** A source cannot be opened or read to its end. */
export class SourceError extends SeealsoError {
  readonly code = 'source_unreadable';
}

/** A model folder is missing, incomplete, or is not a text embedding model. */
export class ModelError extends SeealsoError {
  readonly code = 'model_unusable';
}

/** The catalogue was written by a newer program: upgrade, nothing was touched. */
export class CatalogTooNewError extends SeealsoError {
  readonly code = 'catalog_too_new';
}

/** The catalogue cannot be opened or read. */
export class CatalogUnusableError extends SeealsoError {
  readonly code = 'catalog_unusable';
}

/** There is no index to serve yet: run `seealso index`. */
export class IndexMissingError extends SeealsoError {
  readonly code = 'index_missing';
}

/** A generation's files are missing, truncated or altered: rebuild it from the catalogue. */
export class GenerationCorruptError extends SeealsoError {
  readonly code = 'generation_corrupt';
}

/** A backup is missing, damaged, or of a newer program: nothing was changed. */
export class BackupUnusableError extends SeealsoError {
  readonly code = 'backup_unusable';
}

/** The index was built with another model than the one configured. */
export class ModelMismatchError extends SeealsoError {
  readonly code = 'model_mismatch';
}

/** Another process is writing this index: wait for it, or stop it. */
export class IndexLockedError extends SeealsoError {
  readonly code = 'index_locked';
}

/** Nothing to roll back to. */
export class NoPreviousGenerationError extends SeealsoError {
  readonly code = 'no_previous_generation';
}

/** `--strict`: a row was rejected, so that nothing of the run was kept. */
export class StrictRunRejectedError extends SeealsoError {
  readonly code = 'strict_run_rejected';
}

/** The article is unknown, deleted, or not published yet. */
export class ArticleNotFoundError extends SeealsoError {
  readonly code = 'article_not_found';

  constructor(readonly articleId: string) {
    super(
      `No article with id ${JSON.stringify(articleId)} is published here. Check the id, or index the article.`,
    );
  }
}

/** `--baseline`: a system is significantly worse than it was. */
export class RelevanceDroppedError extends SeealsoError {
  readonly code = 'relevance_dropped';
}

/** No article links to another, so that there is nothing to judge by. */
export class NoJudgmentsError extends SeealsoError {
  readonly code = 'no_judgments';
}

/** No cut-off lets only so many wrong links pass as was asked for: judge more, or ask for less. */
export class PrecisionNotReachedError extends SeealsoError {
  readonly code = 'precision_not_reached';
}

/** `--max-lag`, `--max-silence`: readers do not find what is published, or nothing new is published any more. */
export class IndexStaleError extends SeealsoError {
  readonly code = 'index_stale';
}

/** The work was stopped on request (SIGTERM, SIGINT); what was committed stays. */
export class StoppedError extends SeealsoError {
  readonly code = 'stopped';
}

/** An editor's decision changes nothing, or somebody else changed the same first: look again, and decide anew. */
export class DecisionConflictError extends SeealsoError {
  readonly code = 'decision_conflict';
}

/** No build waits to be published. */
export class NothingStagedError extends SeealsoError {
  readonly code = 'nothing_staged';
}

/** A build is clearly worse than what is served, so that it is not published: it waits, and the old one serves. */
export class BuildRefusedError extends SeealsoError {
  readonly code = 'build_refused';
}
