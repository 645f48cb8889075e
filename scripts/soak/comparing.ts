import { setTimeout as delay } from 'node:timers/promises';
import { articleId } from '../sizing/archive.js';
import type { Outcome } from './outcome.js';
import type { SoakedServer } from './server.js';
import type { Turns } from './turns.js';

export interface CompareRequest {
  /** Has been through all turns. */
  readonly server: SoakedServer;
  readonly turns: Turns;
  readonly articles: number;
  /** Starts a server over the same folder. */
  readonly again: () => Promise<SoakedServer>;
}

/** One of each: published, gone back, come forth. */
const ROUNDS = 3;
const LISTS = 40;
/** Looks whether both serve the same, at the most. */
const LOOKS = 600;

/** After one more turn of each kind, holds the lists of a server that has seen all of them against those of a fresh one. */
export async function compareWithFresh({ server, turns, articles, again }: CompareRequest): Promise<Outcome> {
  const wrong: string[] = [];
  let compared = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { kind, turn } = await turns.next();
    for (let looks = 0; (await generationOf(server.url)) !== turn.generation && looks < LOOKS; looks += 1)
      await delay(50);
    const fresh = await again();
    try {
      for (let number = 0; number < Math.min(LISTS, articles); number += 1) {
        const path = `/v1/articles/${articleId(number)}/related?limit=8`;
        const [one, other] = await Promise.all([server.url, fresh.url].map((url) => answerAt(url + path)));
        compared += 1;
        if (one !== other)
          wrong.push(`${path} is otherwise on a server that was just started, after ${kind}`);
      }
    } finally {
      fresh.terminate();
      await fresh.ended;
    }
  }
  return {
    counts: { comparedWithFresh: compared, otherThanFresh: wrong.length },
    line: `lists held against those of a server that was just started: ${compared}, otherwise: ${wrong.length}`,
    wrong: wrong.slice(0, 5),
  };
}

/** With its tag: the same tag stands for the same bytes on every server. */
async function answerAt(url: string): Promise<string> {
  const response = await fetch(url);
  return `${response.status} ${response.headers.get('etag')} ${await response.text()}`;
}

async function generationOf(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/articles/${articleId(0)}/related`);
  const { index } = (await response.json()) as { index?: { generation: string } };
  return index?.generation ?? '';
}
