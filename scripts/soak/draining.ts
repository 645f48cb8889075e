import { setTimeout as delay } from 'node:timers/promises';
import { countOf, type Outcome } from './outcome.js';
import type { SoakedServer } from './server.js';
import { startTask } from './tasks.js';

export interface DrainRequest {
  readonly server: SoakedServer;
  readonly key: string;
  readonly articles: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Starts a server over the same folder. */
  readonly again: () => Promise<SoakedServer>;
}

const LOAD = { readers: 8, drafts: 12, writers: 8 };
/** So long it is asked over all connections before it is stopped. Milliseconds. */
const BEFORE = 1_000;
/** Seconds. */
const BOUND = 20;

/** Stops a server that is being asked: what it has taken is answered, and what it has not is not done. */
export async function drainUnderLoad({
  server,
  key,
  articles,
  seed,
  signal,
  again,
}: DrainRequest): Promise<Outcome> {
  let isUnderWay = false;
  const asking = startTask('drain', { origin: server.url, key, articles, seed, ...LOAD }, signal, () => {
    isUnderWay = true;
  });
  while (!isUnderWay) await delay(20, undefined, { signal });
  await delay(BEFORE, undefined, { signal });
  const stopped = Date.now();
  server.terminate();
  const wrong: string[] = [];
  await server.ended.catch((error: unknown) => wrong.push(`drain: ${String(error)}`));
  const seconds = (Date.now() - stopped) / 1_000;
  const { answered, failed, unanswered } = await asking.stop();

  const next = await again();
  try {
    for (const { id, title, what } of unanswered) {
      const answer = id === null ? null : await fetch(`${next.url}/v1/articles/${id}`);
      if (answer?.ok === true && (await answer.text()).includes(title))
        wrong.push(`drain: done and not answered: ${what}`);
    }
  } finally {
    next.terminate();
    await next.ended;
  }
  for (const { what, sent } of unanswered)
    wrong.push(`drain: not answered, sent ${sent - stopped} ms after the signal: ${what}`);
  for (const [what, count] of Object.entries(failed)) wrong.push(`drain: answered with ${what}: ${count}`);
  if (seconds > BOUND) wrong.push(`drain: ended after ${seconds.toFixed(1)} s, at most ${BOUND}`);
  return {
    counts: { drainAnswered: answered, drainUnanswered: unanswered.length, drainSeconds: seconds },
    line: `drain: ${countOf(answered)} answered, ${unanswered.length} not, ended with 0 after ${seconds.toFixed(1)} s`,
    wrong,
  };
}
