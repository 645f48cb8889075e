import { SingleBar } from 'cli-progress';
import type { StageProgress } from '../indexing/report.js';
import { terminalText } from './terminal-text.js';

/** Between two plain lines, where standard error is not a terminal. Milliseconds. */
const LINE_EVERY = 5_000;

/** How far a stage of any work is: of an index run, or of one that counts something else than articles. */
export interface Progress extends Omit<StageProgress, 'stage'> {
  readonly stage: string;
  /** What `articles` counts, for the eye. */
  readonly unit?: string;
}

/** Shows how far a run is, on standard error, with rate and time left. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Prints a line without tearing the bar apart. */
  line(text: string): void;
  stop(): void;
}

export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bars(stream) : lines(stream);
}

function bars(stream: NodeJS.WriteStream): ProgressDisplay {
  let bar: SingleBar | null = null;
  let stage: string | null = null;
  let started = Date.now();
  const stop = () => {
    bar?.stop();
    bar = null;
  };
  return {
    show(progress) {
      if (progress.stage !== stage) {
        stop();
        started = Date.now();
        stage = progress.stage;
      }
      if (bar === null) {
        bar = new SingleBar({
          stream,
          hideCursor: true,
          clearOnComplete: false,
          format: `${stage.padEnd(9)} {bar} {percentage}% | {articles} ${progress.unit ?? 'articles'} | {rate}/s | {left} left`,
        });
        bar.start(progress.total ?? Math.max(1, progress.done), 0, facts(progress, started));
      }
      bar.setTotal(progress.total ?? Math.max(1, progress.done));
      bar.update(progress.done, facts(progress, started));
    },
    line(text) {
      stop();
      stream.write(`${terminalText(text)}\n`);
    },
    stop,
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let stage: string | null = null;
  let started = Date.now();
  let last = 0;
  let latest: Progress | null = null;
  const write = (progress: Progress) => {
    const { articles, rate, left } = facts(progress, started);
    const share =
      progress.total === null || progress.total === 0
        ? ''
        : ` ${Math.floor((100 * progress.done) / progress.total)}%`;
    stream.write(
      `${progress.stage}${share}: ${articles} ${progress.unit ?? 'articles'}, ${rate}/s, ${left} left\n`,
    );
    last = Date.now();
    latest = null;
  };
  const flush = () => {
    if (latest !== null) write(latest);
  };
  return {
    show(progress) {
      if (progress.stage !== stage) {
        flush();
        stage = progress.stage;
        started = Date.now();
        last = Date.now();
      }
      latest = progress;
      if (Date.now() - last >= LINE_EVERY) write(progress);
    },
    line(text) {
      stream.write(`${terminalText(text)}\n`);
    },
    stop: flush,
  };
}

function facts(progress: Progress, started: number): { articles: number; rate: number; left: string } {
  const seconds = Math.max(0.001, (Date.now() - started) / 1000);
  const share = progress.total === null || progress.total === 0 ? 0 : progress.done / progress.total;
  return {
    articles: progress.articles,
    rate: Math.round(progress.articles / seconds),
    left: share > 0 ? duration((seconds * (1 - share)) / share) : 'unknown time',
  };
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}
