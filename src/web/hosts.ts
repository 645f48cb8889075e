import PQueue from 'p-queue';

export interface HostsOptions {
  /** Pieces of work under way at one host. */
  readonly concurrency: number;
  readonly clock: () => number;
  /** Waits so many milliseconds; rejects when the fetcher is stopped. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** A piece of work's say over when its host is asked. */
export interface Turn {
  /** Waits until the host may be asked; the next request to it may follow `delay` milliseconds later. */
  next(delay: number): Promise<void>;
  /** Nobody asks the host for so many milliseconds: what has failed here would fail for others too. */
  rest(milliseconds: number): void;
}

/** Sees to it that no host is asked too much at once, or too fast. */
export interface Hosts {
  /** Work in the order of asking, so many at a time. Rejects with the signal's reason as soon as that aborts. */
  visit<T>(hostname: string, work: (turn: Turn) => Promise<T>): Promise<T>;
}

interface Host {
  readonly queue: PQueue;
  readonly turn: Turn;
  readonly isIdle: () => boolean;
}

export function createHosts(options: HostsOptions): Hosts {
  const known = new Map<string, Host>();
  return {
    async visit(hostname, work) {
      let host = known.get(hostname);
      if (host === undefined) {
        // A fetcher that follows sources for months meets many hosts.
        for (const [name, other] of known) if (other.isIdle()) known.delete(name);
        host = createHost(options);
        known.set(hostname, host);
      }
      const { queue, turn } = host;
      return queue.add(() => work(turn), { signal: options.signal });
    },
  };
}

function createHost({ concurrency, clock, sleep }: HostsOptions): Host {
  const queue = new PQueue({ concurrency });
  let freeAt = 0;
  let last: Promise<void> = Promise.resolve();
  // p-queue's own interval cannot be changed by a Crawl-delay, nor lengthened by a rest.
  async function wait(delay: number): Promise<void> {
    let now = clock();
    while (now < freeAt) {
      const until = freeAt;
      await sleep(until - now);
      now = Math.max(clock(), until);
    }
    freeAt = now + delay;
  }
  return {
    queue,
    turn: {
      next(delay) {
        const mine = last.then(() => wait(delay));
        last = mine.catch(() => undefined);
        return mine;
      },
      rest(milliseconds) {
        freeAt = Math.max(freeAt, clock() + milliseconds);
      },
    },
    isIdle: () => queue.pending === 0 && queue.size === 0 && freeAt <= clock(),
  };
}
