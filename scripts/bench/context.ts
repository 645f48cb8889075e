import type { SectionResult } from './result.js';

/** An archive as it was made, and where. */
export interface BenchArchive {
  readonly articles: number;
  /** JSON lines. */
  readonly file: string;
  readonly indexDir: string;
}

/** Of so few articles all is measured within a minute, with fewer rounds. */
export const isSmall = ({ articles }: BenchArchive): boolean => articles <= 1_000;

/** What every section is given. */
export interface SectionContext {
  readonly archive: BenchArchive;
  /** JSON lines with `title` and `text`; made-up words where `null`. */
  readonly corpus: string | null;
  readonly model: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

export type Found = Pick<SectionResult, 'measurements' | 'goals' | 'curves' | 'notes'>;

/** Measures one thing of one archive. Throws an `AbortError` once the signal is aborted. */
export interface SectionRun {
  readonly title: string;
  /** In a few words, for `--help`. */
  readonly summary: string;
  readonly run: (context: SectionContext) => Promise<Found>;
}
