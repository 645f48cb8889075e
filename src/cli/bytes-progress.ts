import { createProgressDisplay } from './progress.js';

/** Shows how far work on files is. */
export interface BytesDisplay {
  show(stage: string, done: number, total: number): void;
  line(text: string): void;
  stop(): void;
}

export function bytesDisplay(stream: NodeJS.WriteStream): BytesDisplay {
  const { show, ...display } = createProgressDisplay(stream);
  return {
    ...display,
    show: (stage, done, total) => show({ stage, done, total, articles: megabytes(done), unit: 'MB' }),
  };
}

export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
