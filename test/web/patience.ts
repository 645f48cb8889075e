/** Time that passes only when somebody waits, and what was waited for. */
export interface Patience {
  /** Milliseconds since 1970; a test may set it. */
  now: number;
  /** In milliseconds, in order. */
  readonly waits: number[];
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const NOON = Date.parse('2026-05-01T12:00:00Z');

export function patience(): Patience {
  const waits: number[] = [];
  const time: Patience = {
    now: NOON,
    waits,
    clock: () => time.now,
    async sleep(milliseconds) {
      waits.push(milliseconds);
      time.now += milliseconds;
    },
  };
  return time;
}
