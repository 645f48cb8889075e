import { articleId, someOf } from '../sizing/archive.js';
import { residentBytes } from '../sizing/program.js';
import { startServer } from '../sizing/server.js';
import type { Found, SectionContext, SectionRun } from './context.js';
import { measured } from './result.js';
import { overRounds } from './statistics.js';

const STARTS = 5;
const REQUESTS = 100;

export const start: SectionRun = {
  title: 'Start',
  summary: 'from the start of serve to ready, and its memory',
  run: measureStart,
};

async function measureStart({ archive, seed, signal, progress }: SectionContext): Promise<Found> {
  const seconds: number[] = [];
  const ready: number[] = [];
  const bytes: number[] = [];
  for (let i = 1; i <= STARTS; i++) {
    progress(`start ${i} of ${STARTS}`);
    const server = await startServer(archive.indexDir, [], signal);
    try {
      seconds.push(server.readySeconds);
      ready.push(await residentBytes(server.pid));
      for (const number of someOf(archive.articles, REQUESTS, seed)) {
        const { status } = await server.get(`/v1/articles/${articleId(number)}/related`);
        if (status !== 200) throw new Error(`${articleId(number)} was answered with ${status}.`);
      }
      bytes.push(await residentBytes(server.pid));
    } finally {
      await server.stop();
    }
  }
  const [time, atStart, held] = [overRounds(seconds), overRounds(ready), overRounds(bytes)];
  return {
    measurements: [
      measured('start.seconds', 'from the start of the process to ready', 'seconds', time.value, 'higher', {
        range: time.range,
      }),
      measured('start.memory', 'memory held when ready', 'bytes', atStart.value, 'higher', {
        range: atStart.range,
      }),
      measured(
        'start.memory-after',
        `memory held after ${REQUESTS} requests`,
        'bytes',
        held.value,
        'higher',
        {
          range: held.range,
        },
      ),
    ],
    goals: [
      {
        label: 'from the start of the process to ready',
        measured: 'start.seconds',
        bound: 'at most',
        limit: 2,
        statedFor: 100_000,
      },
    ],
    curves: [],
    notes: [
      `seealso serve in a process of its own, until /readyz answers 200, asked every 5 ms; the median of ${STARTS} starts, with the files in the system’s cache. Memory is what is resident.`,
    ],
  };
}
