import type { FieldProblem } from '../article.js';
import type { Location } from '../sources/source.js';

/** A row that could not be used, with everything that is wrong with it. */
export interface RejectedRow {
  readonly location: Location;
  readonly problems: readonly FieldProblem[];
}

export type Stage = 'reading' | 'embedding' | 'building' | 'finishing';

/** How far a stage is. `total` is `null` where it cannot be known, as for standard input. */
export interface StageProgress {
  readonly stage: Stage;
  /** Share of the work done, in the unit of `total`: bytes when reading, articles otherwise. */
  readonly done: number;
  readonly total: number | null;
  /** Articles handled in this stage so far. */
  readonly articles: number;
}

/** Hears of a run while it goes on. */
export interface IndexingObserver {
  progress(progress: StageProgress): void;
  rejected(row: RejectedRow): void;
  /** The article is stored, but its text has nothing that the model could place. */
  notEmbeddable(id: string): void;
  warning(message: string): void;
}

/** What a run did; `seealso index --json` prints exactly this. */
export interface IndexSummary {
  /** Rows that the sources gave, rejected ones included. */
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  /** Also those that yield to a newer version or to a deletion. */
  readonly unchanged: number;
  /** Articles removed by `--prune`. */
  readonly removed: number;
  readonly rejected: number;
  /** Vectors made in this run. */
  readonly embedded: number;
  /** Live articles in the catalogue afterwards. */
  readonly articles: number;
  /** Name of the generation that is current afterwards. */
  readonly generation: string;
  readonly boilerplate: BoilerplateSummary;
  readonly seconds: number;
}

/** What is left out of every article's text because it recurs all over the archive. */
export interface BoilerplateSummary {
  readonly passages: number;
  /** Articles of which something is left out. */
  readonly articles: number;
  /** The most frequent passages, each cut to 100 characters. */
  readonly examples: readonly string[];
}
