/** Does one piece of work after another, in the order of asking. A failed one does not stop the next. */
export interface Queue {
  add<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when nothing is left to do. */
  idle(): Promise<void>;
  /** Pieces of work that are not done yet. */
  length(): number;
}

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  let length = 0;
  return {
    add(work) {
      length += 1;
      const result = tail.then(work).finally(() => {
        length -= 1;
      });
      tail = result.catch(() => undefined);
      return result;
    },
    async idle() {
      await tail;
    },
    length: () => length,
  };
}
