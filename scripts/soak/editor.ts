import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { createRandom } from '../../src/evaluation/random.js';
import { articleId } from '../sizing/archive.js';
import { bearer, exchange, type Sent } from './exchange.js';
import type { Expectations } from './expectations.js';

/** Acknowledged, by kind, and looked at by whoever wrote it right after. */
export interface Edits {
  readonly puts: number;
  readonly deletes: number;
  readonly decisions: number;
  /** What was acknowledged and not seen right after. */
  readonly lost: number;
}

/** Articles that come and go. */
const OWN = 12;
/** Between two edits. Milliseconds. */
const PAUSE = 120;

export interface EditorTask {
  readonly origin: string;
  readonly key: string;
  readonly articles: number;
  readonly seed: number;
}

/** Puts and deletes articles and decides about lists, one after another, and looks each time whether it holds. */
export async function edit(
  { origin, key, articles, seed }: EditorTask,
  expectations: Expectations,
  stop: AbortSignal,
): Promise<Edits> {
  const random = createRandom(seed);
  const client = new Client(origin, { pipelining: 1 });
  const ask = (sent: Sent) => exchange(client, { ...sent, headers: bearer(key) });
  const pinned = new Map<string, string>();
  const there = new Set<string>();
  let [puts, deletes, decisions, lost, version] = [0, 0, 0, 0, 0];
  const miss = (what: string) => {
    lost += 1;
    expectations.told.push(`lost: ${what}`);
  };
  const refused = (what: string, { status, error, body }: Awaited<ReturnType<typeof ask>>) =>
    expectations.breach('failed', `${what}: ${status} ${error} ${body.toString('utf8').slice(0, 200)}`);
  const bodyOf = async (number: number): Promise<string> => {
    const answer = await ask({ method: 'GET', path: `/v1/articles/${articleId(number)}` });
    return answer.status === 200 ? (JSON.parse(answer.body.toString('utf8')) as { body: string }).body : '';
  };

  const put = async (id: string): Promise<void> => {
    version += 1;
    const title = `Version ${version} of ${id}`;
    // Near to two articles, so that it stands in lists.
    const [one, other] = [await bodyOf(random.below(articles)), await bodyOf(random.below(articles))];
    const body = one.slice(0, one.length / 2) + other.slice(other.length / 2);
    expectations.wanted(id);
    const answer = await ask({
      method: 'PUT',
      path: `/v1/articles/${id}`,
      json: { title, body, language: 'en' },
    });
    if (answer.status !== 200 && answer.status !== 201) return refused(`PUT ${id}`, answer);
    puts += 1;
    there.add(id);
    expectations.know(
      (JSON.parse(answer.body.toString('utf8')) as { sequence: number }).sequence,
      answer.received,
    );
    const found = await ask({ method: 'GET', path: `/v1/articles/${id}` });
    if (found.status !== 200 || !found.body.includes(title))
      miss(`${title} is answered with ${found.status}`);
  };

  const remove = async (id: string): Promise<void> => {
    const answer = await ask({ method: 'DELETE', path: `/v1/articles/${id}` });
    if (answer.status !== 204) return refused(`DELETE ${id}`, answer);
    deletes += 1;
    there.delete(id);
    expectations.deleted(id, answer.received);
    for (const path of [`/v1/articles/${id}`, `/v1/articles/${id}/related`]) {
      const found = await ask({ method: 'GET', path });
      if (found.status !== 404) expectations.breach('deleted', `${path} is answered with ${found.status}`);
    }
  };

  const decide = async (article: string): Promise<void> => {
    const link = pinned.get(article);
    const wanted = link ?? articleId(random.below(articles / 2));
    const side = { article, link: wanted, mode: 'related' };
    const json = link === undefined ? { ...side, action: 'pin', position: 1 } : { ...side, action: 'unpin' };
    const answer = await ask({ method: 'POST', path: '/desk/decisions', json });
    if (answer.status !== 201) return refused(`${json.action} under ${article}`, answer);
    decisions += 1;
    if (link === undefined) pinned.set(article, wanted);
    else pinned.delete(article);
    const found = await ask({ method: 'GET', path: `/v1/articles/${article}/related?limit=8&language=any` });
    const first = found.status === 200 ? firstOf(found.body) : undefined;
    const isHeld = link === undefined ? first?.id === wanted && first.pinned : first?.pinned !== true;
    if (!isHeld) miss(`${json.action} ${wanted} under ${article}: ${found.status}, first is ${first?.id}`);
  };

  while (!stop.aborted) {
    const id = `edited-${random.below(OWN)}`;
    const kind = random.below(4);
    if (kind === 0) await decide(articleId(articles - 1 - random.below(5)));
    else if (kind === 1 && there.has(id)) await remove(id);
    else await put(id);
    await delay(PAUSE);
  }
  await client.close();
  return { puts, deletes, decisions, lost };
}

function firstOf(body: Buffer) {
  const { related } = JSON.parse(body.toString('utf8')) as {
    related: readonly { readonly id: string; readonly pinned: boolean }[];
  };
  return related[0];
}
