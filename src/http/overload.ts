import type { RequestHandler } from 'express';
import type { Meter } from './meter.js';
import { HttpError } from './problem.js';

/** Whoever was turned away may come back then. Seconds. */
const AGAIN = '1';

export interface LoadLimits {
  /** Requests that are worked on at once; 512 where not given. */
  readonly maxRequests?: number | undefined;
  /** A request that has waited for longer since the server began to work off what had come is turned away; 1000 where not given, 0: none is. Milliseconds. */
  readonly maxDelay?: number | undefined;
}

/**
 * Turns requests away while there are too many to answer all of them in time: whoever is let in is answered soon,
 * whoever is not knows at once. Lists are made one after another in one thread, so that what waits is seen by no count
 * of open requests but by the time for which the thread has been busy without looking for new ones.
 */
export function shedLoad(
  { maxRequests = 512, maxDelay = 1000 }: LoadLimits,
  meter: Pick<Meter, 'refused'>,
  now: () => number = () => performance.now(),
): RequestHandler {
  let open = 0;
  let turnBegan: number | null = null;
  /** Since the first request of those that were there when the thread last looked. */
  const waited = (): number => {
    if (turnBegan === null) {
      turnBegan = now();
      // Called when all of them had their turn.
      setImmediate(() => {
        turnBegan = null;
      });
    }
    return now() - turnBegan;
  };
  return (_request, response, next) => {
    if (open >= maxRequests) throw overloaded(meter, `${maxRequests} requests are being worked on`);
    if (maxDelay > 0 && waited() > maxDelay)
      throw overloaded(meter, `it has waited for longer than ${maxDelay} ms`);
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    next();
  };
}

/** What takes longer than a moment waits in queues of these lengths. */
const QUEUES = {
  /** Each holds a thread for some 10 ms, and the server for 0.15 s per megabyte. */
  drafts: 64,
  /** Each is 200 questions at most. */
  batches: 8,
  /** Made one after another. */
  writes: 256,
} as const;

/** Lets a request in where its queue is not full. Stands behind whatever reads the body: a slow client takes no place. */
export type Queues = Readonly<Record<keyof typeof QUEUES, RequestHandler>>;

export function boundedQueues(meter: Pick<Meter, 'refused'>): Queues {
  const { drafts, batches, writes } = QUEUES;
  return {
    drafts: bounded(drafts, 'texts', meter),
    batches: bounded(batches, 'batches', meter),
    writes: bounded(writes, 'writes', meter),
  };
}

/** Lets in so many at once, and answers the others with 503. `what` they are stands in the answer. */
export function bounded(most: number, what: string, meter: Pick<Meter, 'refused'>): RequestHandler {
  let waiting = 0;
  return (_request, response, next) => {
    if (waiting >= most) throw overloaded(meter, `${most} ${what} are waiting`);
    waiting += 1;
    response.once('close', () => {
      waiting -= 1;
    });
    next();
  };
}

function overloaded(meter: Pick<Meter, 'refused'>, reason: string): HttpError {
  meter.refused('overload');
  return new HttpError(
    503,
    'overloaded',
    `The server has more to do than it can: ${reason}. Ask again in ${AGAIN} s.`,
    { 'Retry-After': AGAIN },
  );
}
