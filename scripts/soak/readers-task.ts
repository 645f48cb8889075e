import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { createRandom, type Random } from '../../src/evaluation/random.js';
import { articleId } from '../sizing/archive.js';
import { type Edits, edit } from './editor.js';
import { exchange, hashOf } from './exchange.js';
import { type Breach, Expectations, type SeenList, type Turn } from './expectations.js';
import { waitedForProcessor } from './processor.js';

export interface ReadersTask {
  readonly origin: string;
  /** Process of the server. */
  readonly pid: number;
  readonly key: string;
  /** Of the archive, `articleId` of 0 to that. */
  readonly articles: number;
  readonly connections: number;
  readonly seed: number;
}

/** What readers are told while they read. */
export type ReadersNews = { readonly turn: Turn } | { readonly quota: number };
/** What they tell, a few times a second. */
export interface ReadersProgress {
  readonly asked: number;
}

export interface ReadersResult {
  readonly requests: number;
  /** Answers that said nothing new. */
  readonly notModified: number;
  readonly breaches: Readonly<Record<Breach, number>>;
  readonly told: readonly string[];
  /** Longest time for which a generation was served after the next had become current. Milliseconds. */
  readonly longestTakeUp: number;
  /** Different lists by article, generation and state of the catalogue. */
  readonly edits: Edits;
}

/** Beyond the quota readers slow down, and never stop: no moment goes unseen. Milliseconds. */
const SLOW = 20;
/** Of the parameters with which lists are asked for. */
const FORMS = ['', '?limit=8', '?mode=background', '?limit=20&language=any'] as const;
/** Articles at the end of the archive, about which editors decide. */
export const DECIDED = 10;
/** Articles that are read most. */
const POPULAR = 10;

interface Held {
  readonly tag: string;
  readonly hash: string;
  readonly list: SeenList | null;
}

/** Reads over many connections and edits over one, and holds each answer against what was promised by then. */
export async function readAndEdit(
  task: ReadersTask,
  control: {
    readonly stop: AbortSignal;
    tell(message: ReadersProgress): void;
    hear(listener: (message: unknown) => void): void;
  },
): Promise<ReadersResult> {
  const { origin, pid, articles, connections, seed } = task;
  const decided = new Set(Array.from({ length: DECIDED }, (_, i) => articleId(articles - 1 - i)));
  const expectations = new Expectations((path) => decided.has(path.split('/')[3] ?? ''));
  let asked = 0;
  let notModified = 0;
  let quota = 0;
  control.hear((message) => {
    const news = message as ReadersNews;
    if ('turn' in news) expectations.turn(news.turn);
    else quota = news.quota;
  });
  const telling = setInterval(() => control.tell({ asked }), 50);

  const read = async (number: number): Promise<void> => {
    const client = new Client(origin, { pipelining: 1 });
    const random = createRandom(seed * 1_000 + number);
    const held = new Map<string, Held>();
    let path = '';
    while (!control.stop.aborted) {
      asked += 1;
      if (asked > quota) await delay(SLOW);
      // Readers come back, and caches ask whether what they hold still holds.
      if (path === '' || random.below(3) > 0) path = pathOf(random, articles);
      const before = held.get(path);
      const isConditional = before !== undefined && random.below(3) > 0;
      const isPacked = !isConditional && random.below(10) === 0;
      const waited = waitedForProcessor(pid);
      const answer = await exchange(client, {
        method: 'GET',
        path,
        headers: {
          ...(isConditional ? { 'if-none-match': before.tag } : {}),
          ...(isPacked ? { 'accept-encoding': 'gzip' } : {}),
        },
      });
      const { status, tag, body, error } = answer;
      if (error !== '') {
        expectations.breach('failed', `${path}: ${error}`);
      } else if (status === 304) {
        notModified += 1;
        if (isConditional)
          expectations.see({ ...answer, path, waited, hash: before.hash, list: before.list });
        else expectations.breach('tags', `${path}: 304 without a condition`);
      } else {
        const isList = status === 200 && !isPacked && /\/related(\?|$)/.test(path);
        const [hash, list] = [hashOf(body), isList ? listOf(body) : null];
        expectations.see({ ...answer, path, waited, hash, list });
        if (status === 200 && tag !== null && !isPacked) held.set(path, { tag, hash, list });
      }
    }
    await client.close();
  };

  const [edits] = await Promise.all([
    edit(task, expectations, control.stop),
    ...Array.from({ length: connections }, (_, number) => read(number)),
  ]);
  clearInterval(telling);
  expectations.end();
  const { counts, told, longestTakeUp } = expectations;
  return { requests: asked, notModified, breaches: counts, told, longestTakeUp, edits };
}

/** Mostly lists in one form or another, and some pages of an article and lists as HTML. */
function pathOf(random: Random, articles: number): string {
  // Half of what is read is new: the same few articles.
  const number = random.below(2) === 0 ? random.below(articles) : random.below(Math.min(articles, POPULAR));
  const at = `/v1/articles/${articleId(number)}`;
  const kind = random.below(20);
  if (kind === 0) return at;
  if (kind < 3) return `${at}/related.html`;
  return `${at}/related${FORMS[random.below(FORMS.length)] ?? ''}`;
}

interface List {
  readonly related: readonly {
    readonly id: string;
    readonly alsoCoveredBy: readonly { readonly id: string }[];
  }[];
  readonly index: { readonly generation: string; readonly sequence: number };
}

function listOf(body: Buffer): SeenList {
  const { index, related, ...others } = JSON.parse(body.toString('utf8')) as List;
  return {
    index,
    named: related.flatMap((link) => [link.id, ...link.alsoCoveredBy.map(({ id }) => id)]),
    hash: hashOf(JSON.stringify({ ...others, related })),
  };
}
