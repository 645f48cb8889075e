import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressDisplay } from '../../src/cli/progress.js';

/** A stream that looks like standard error, and what was written to it. */
function screen(isTTY: boolean) {
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 120, rows: 40 });
  stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const display = createProgressDisplay(stream as unknown as NodeJS.WriteStream);
  return { display, text: () => written.join(''), lines: () => written.join('').split('\n').filter(Boolean) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress where standard error is no terminal', () => {
  it('is a plain line every five seconds, with share, rate and time left', () => {
    const { display, lines } = screen(false);
    for (let second = 0; second <= 12; second++) {
      vi.setSystemTime(second * 1000);
      display.show({ stage: 'reading', done: second * 10, total: 240, articles: second * 50 });
    }
    expect(lines()).toEqual([
      'reading 20%: 250 articles, 50/s, 19 s left',
      'reading 41%: 500 articles, 50/s, 14 s left',
    ]);
    display.stop();
    expect(lines().at(-1)).toBe('reading 50%: 600 articles, 50/s, 12 s left');
    expect(lines()).toHaveLength(3);
  });

  it('ends each stage with a line, and starts counting anew', () => {
    const { display, lines } = screen(false);
    display.show({ stage: 'reading', done: 0, total: 100, articles: 0 });
    vi.setSystemTime(2000);
    display.show({ stage: 'reading', done: 100, total: 100, articles: 40 });
    display.show({ stage: 'building', done: 0, total: 40, articles: 0 });
    vi.setSystemTime(3000);
    display.show({ stage: 'building', done: 40, total: 40, articles: 40 });
    display.stop();
    display.stop();
    expect(lines()).toEqual([
      'reading 100%: 40 articles, 20/s, 0 s left',
      'building 100%: 40 articles, 40/s, 0 s left',
    ]);
  });

  it('says that the time left is not known where the end is not', () => {
    const { display, lines } = screen(false);
    display.show({ stage: 'reading', done: 1, total: null, articles: 1 });
    vi.setSystemTime(5000);
    display.show({ stage: 'reading', done: 9, total: null, articles: 10 });
    expect(lines()).toEqual(['reading: 10 articles, 2/s, unknown time left']);
  });

  it('tells hours and minutes where there are some', () => {
    const { display, lines } = screen(false);
    for (const [done, seconds] of [
      [1, 5],
      [10, 1000],
    ] as const) {
      vi.setSystemTime(0);
      display.show({ stage: done === 1 ? 'reading' : 'building', done: 0, total: 100, articles: 0 });
      vi.setSystemTime(seconds * 1000);
      display.show({ stage: done === 1 ? 'reading' : 'building', done, total: 100, articles: done });
    }
    expect(lines()).toEqual([
      expect.stringMatching(/, 8 min 15 s left$/),
      expect.stringMatching(/, 2 h 30 min left$/),
    ]);
  });

  it('lets other lines pass', () => {
    const { display, lines } = screen(false);
    display.line('a.jsonl:3: title: expected string, received nothing');
    expect(lines()).toEqual(['a.jsonl:3: title: expected string, received nothing']);
  });
});

describe('progress on a terminal', () => {
  it('is a bar with share, rate and time left, which other lines do not tear apart', () => {
    const { display, text } = screen(true);
    display.show({ stage: 'reading', done: 0, total: 100, articles: 0 });
    vi.setSystemTime(1000);
    display.show({ stage: 'reading', done: 25, total: 100, articles: 500 });
    display.line('a bad row');
    vi.setSystemTime(2000);
    display.show({ stage: 'reading', done: 50, total: 100, articles: 1000 });
    display.stop();
    expect(text()).toContain('reading');
    expect(text()).toMatch(/25%.*500 articles.*500\/s.*3 s left/);
    expect(text()).toMatch(/\na bad row\n/);
    // As fast as before: the bar that follows the line goes on counting from the same beginning.
    expect(text().split('a bad row')[1]).toMatch(/50%.*1000 articles.*500\/s.*2 s left/);
    // The cursor was hidden and is shown again.
    expect(text().lastIndexOf('\u001b[?25h')).toBeGreaterThan(text().lastIndexOf('\u001b[?25l'));
  });
});
