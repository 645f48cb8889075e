import type { Verdict } from '../evaluation/build-gate.js';
import type { Comparison } from '../evaluation/comparison.js';
import type { IndexSummary, StageProgress } from '../indexing/report.js';

export type { GateFinding, GateThresholds, Verdict } from '../evaluation/build-gate.js';
export type {
  ComparedArticle,
  ComparedLink,
  ComparedList,
  Comparison,
} from '../evaluation/comparison.js';
export type { IndexSummary, StageProgress } from '../indexing/report.js';

/** A build that waits beside the served index for somebody to publish it. */
export interface Staged {
  readonly generation: string;
  /** ISO 8601. */
  readonly builtAt: string;
  /** Names of the sources that were read for it; none where it was built from what is stored. */
  readonly sources: readonly string[];
  readonly summary: IndexSummary;
  /** `null` where nothing was served before. */
  readonly comparison: Comparison | null;
  readonly verdict: Verdict;
}

export type BuildStage = StageProgress['stage'] | 'copying' | 'comparing' | 'publishing';

export interface RunningBuild {
  readonly kind: 'build' | 'publish';
  /** ISO 8601. */
  readonly startedAt: string;
  /** Name of the key of whoever began it. */
  readonly by: string;
  readonly stage: BuildStage;
  readonly done: number;
  /** `null` where it cannot be known. */
  readonly total: number | null;
}

export interface GenerationEntry {
  readonly generation: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly articles: number;
  readonly model: string;
  readonly current: boolean;
}

export interface BuildsState {
  readonly running: RunningBuild | null;
  readonly staged: Staged | null;
  /** What the last attempt ended with, until the next begins; `null` where it went well. */
  readonly failure: { readonly at: string; readonly message: string } | null;
  /** Published ones, the latest first; one that cannot be read is left out. */
  readonly generations: readonly GenerationEntry[];
}

/** Builds, publishes and rolls back beside the serving, one at a time. */
export interface Builds {
  state(): Promise<BuildsState>;
  /**
   * Begins to build from what is stored, beside what is served; a build that waits is replaced. Throws
   * `IndexLockedError` while something is under way.
   */
  build(options: { readonly refit: boolean }, by: string): Promise<void>;
  /**
   * Begins to make the staged build the served one. Throws `NothingStagedError`, `BuildRefusedError` where the gate
   * says no and `anyway` is not set, `IndexLockedError`. Enters it into the log once it is done.
   */
  publish(options: { readonly anyway: boolean }, by: string): Promise<void>;
  /** Stops what is under way: nothing is left of a build, and what was being published waits again. */
  cancel(): Promise<void>;
  /** Throws away the staged build. Throws `NothingStagedError`, `IndexLockedError`. */
  discard(): Promise<void>;
  /** Throws `NoPreviousGenerationError`, `IndexLockedError`. */
  rollback(to: string | null): Promise<{ readonly from: string; readonly to: string }>;
  /** Calls back when the state has changed; gives what ends that. */
  subscribe(listener: () => void): () => void;
  /** Stops what is under way. */
  close(): Promise<void>;
}
