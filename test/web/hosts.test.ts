import { describe, expect, it } from 'vitest';
import { createHosts } from '../../src/web/hosts.js';
import { patience } from './patience.js';

function hostsOf(concurrency: number, signal = new AbortController().signal) {
  const time = patience();
  return { time, hosts: createHosts({ concurrency, clock: time.clock, sleep: time.sleep, signal }) };
}

/** Settled from outside. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('hosts', () => {
  it('have so many pieces of work under way each, in the order of asking', async () => {
    const { hosts } = hostsOf(2);
    const { open, opened } = gate();
    const begun: string[] = [];
    const work = (host: string, name: string) =>
      hosts.visit(host, async () => {
        begun.push(name);
        await opened;
      });
    const all = [work('a', 'a1'), work('a', 'a2'), work('a', 'a3'), work('b', 'b1')];
    await turns();
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    open();
    await Promise.all(all);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('are asked again only after the delay, each by itself', async () => {
    const { hosts, time } = hostsOf(2);
    const ask = (host: string, delay: number) => hosts.visit(host, (turn) => turn.next(delay));
    await Promise.all([ask('a', 500), ask('a', 500), ask('a', 3_000), ask('b', 500)]);
    expect(time.waits).toEqual([500, 500]);
    time.now += 2_000;
    await ask('a', 500);
    expect(time.waits).toEqual([500, 500, 1_000]);
  });

  it('rest for everybody, also for whom is waiting already', async () => {
    const time = patience();
    let whileWaiting = () => {};
    const hosts = createHosts({
      concurrency: 2,
      clock: time.clock,
      async sleep(milliseconds) {
        whileWaiting();
        await time.sleep(milliseconds);
      },
      signal: new AbortController().signal,
    });
    const ask = () => hosts.visit('a', (turn) => turn.next(500));
    await hosts.visit('a', async (turn) => {
      await turn.next(500);
      whileWaiting = () => {
        whileWaiting = () => {};
        turn.rest(60_000);
      };
    });
    await ask();
    expect(time.waits).toEqual([500, 59_500]);
    await ask();
    expect(time.waits).toEqual([500, 59_500, 500]);
  });

  it('let go at once of what is queued and of what is under way, with the reason of the stop', async () => {
    const stop = new AbortController();
    const { hosts } = hostsOf(1, stop.signal);
    const reason = new Error('stopped');
    const waiting = [1, 2].map(() => hosts.visit('a', () => new Promise(() => {})));
    stop.abort(reason);
    for (const one of waiting) await expect(one).rejects.toBe(reason);
    await expect(hosts.visit('a', async () => 'done')).rejects.toBe(reason);
  });
});
