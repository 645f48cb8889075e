/** Why a request was turned away. */
export type Refusal = 'rate' | 'overload' | 'timeout';

/** Where an answer came from: kept in memory, made for this request, or the reader's own copy confirmed. */
export type CacheOutcome = 'hit' | 'miss' | 'not_modified';

/** Told of what passes the HTTP edge, so that somebody can watch it. Never throws, never waits. */
export interface Meter {
  /** `route` is a pattern such as `/v1/articles/:id/related`, never what a client sent. */
  answered(route: string, method: string, status: number, seconds: number): void;
  cache(outcome: CacheOutcome): void;
  /** A list without links, by its reason. */
  empty(reason: string): void;
  refused(refusal: Refusal): void;
  /** An answer of 500 or more; `code` is one of few, as of a problem or of the system. */
  fault(code: string): void;
}

/** Nobody watches. */
export const NO_METER: Meter = {
  answered: () => undefined,
  cache: () => undefined,
  empty: () => undefined,
  refused: () => undefined,
  fault: () => undefined,
};

export function meterBoth(one: Meter, other: Meter): Meter {
  return {
    answered(...told) {
      one.answered(...told);
      other.answered(...told);
    },
    cache(outcome) {
      one.cache(outcome);
      other.cache(outcome);
    },
    empty(reason) {
      one.empty(reason);
      other.empty(reason);
    },
    refused(refusal) {
      one.refused(refusal);
      other.refused(refusal);
    },
    fault(code) {
      one.fault(code);
      other.fault(code);
    },
  };
}
