/** Does one piece of work after another, in the order of asking. A failed one does not stop the next. */
export interface Queue {
  add<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when nothing is left to do. */
  idle(): Promise<void>;
}

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    add(work) {
      const result = tail.then(work);
      tail = result.catch(() => undefined);
      return result;
    },
    async idle() {
      await tail;
    },
  };
}
