import { Client } from 'undici';
import { createRandom } from '../../src/evaluation/random.js';
import { articleId } from '../sizing/archive.js';
import { bearer, exchange, type Sent } from './exchange.js';

export interface DrainTask {
  readonly origin: string;
  readonly key: string;
  readonly articles: number;
  readonly seed: number;
  readonly readers: number;
  readonly drafts: number;
  readonly writers: number;
}

/** A request that no answer came to. */
export interface Unanswered {
  readonly what: string;
  /** Of a write: the article and its title, to look whether it was done. */
  readonly id: string | null;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly sent: number;
}

/** Told once: every connection is open, and was answered. */
export interface DrainProgress {
  readonly isUnderWay: true;
}

export interface DrainResult {
  readonly answered: number;
  /** When the last answer came. Milliseconds since 1970. */
  readonly lastAnswer: number;
  /** Answers that are neither 2xx nor 503, by status. */
  readonly failed: Readonly<Record<string, number>>;
  readonly unanswered: readonly Unanswered[];
}

/** Asks over many connections that are kept, without a pause, until the server says that they end. */
export async function drain(
  { origin, key, articles, seed, readers, drafts, writers }: DrainTask,
  { stop, tell }: { readonly stop: AbortSignal; tell(message: DrainProgress): void },
): Promise<DrainResult> {
  const random = createRandom(seed);
  const failed: Record<string, number> = {};
  const unanswered: Unanswered[] = [];
  let [answered, lastAnswer, version, open] = [0, 0, 0, 0];

  const read = (): Sent => ({
    method: 'GET',
    path: `/v1/articles/${articleId(random.below(articles))}/related`,
  });
  const draft = (): Sent => ({
    method: 'POST',
    path: '/v1/related',
    json: { title: 'A text', body: words() },
  });
  const write = (): Sent => {
    version += 1;
    const [id, title] = [`drained-${version}`, `Version ${version}`];
    return {
      method: 'PUT',
      path: `/v1/articles/${id}`,
      json: { title, body: words() },
      headers: bearer(key),
    };
  };
  const words = () => Array.from({ length: 300 }, () => `word${random.below(5_000)}`).join(' ');

  const ask = async (make: () => Sent): Promise<void> => {
    const client = new Client(origin, { pipelining: 1 });
    let isOpen = false;
    while (!stop.aborted) {
      const sent = make();
      const answer = await exchange(client, sent);
      const { status, error, isLast } = answer;
      if (error !== '') {
        unanswered.push({
          what: `${sent.method} ${sent.path}: ${error}`,
          id: sent.method === 'PUT' ? (sent.path.split('/').at(-1) ?? null) : null,
          title: (sent.json as { title?: string } | undefined)?.title ?? '',
          sent: answer.sent,
        });
        break;
      }
      answered += 1;
      if (!isOpen) open += 1;
      if (!isOpen && open === readers + drafts + writers) tell({ isUnderWay: true });
      isOpen = true;
      lastAnswer = answer.received;
      if ((status < 200 || status > 299) && status !== 503) failed[status] = (failed[status] ?? 0) + 1;
      // Whoever is told so asks elsewhere.
      if (isLast) break;
    }
    await client.destroy();
  };
  const times = (count: number, make: () => Sent) => Array.from({ length: count }, () => ask(make));
  await Promise.all([...times(readers, read), ...times(drafts, draft), ...times(writers, write)]);
  return { answered, lastAnswer, failed, unanswered };
}
