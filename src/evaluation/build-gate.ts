/** What a build may cost, beyond which it is clearly worse than what is served. Shares, 0–1. */
export interface GateThresholds {
  /** Of lists that had links, so many may have none now. */
  readonly maxLost: number;
  /** Of the links before, so many must have stayed. */
  readonly minOverlap: number;
  /** Of texts, so many may have lost more than half of their words. */
  readonly maxShorter: number;
  /** Of articles, so many may be gone. */
  readonly maxRemoved: number;
  /** Of lists, so many may name one and the same new hub. */
  readonly maxHub: number;
}

/** One thing that was looked at. */
export interface GateFinding {
  readonly check: keyof GateThresholds;
  readonly passed: boolean;
  readonly value: number;
  readonly limit: number;
  /** In a sentence, with the numbers. */
  readonly text: string;
}

export interface Verdict {
  readonly passed: boolean;
  readonly findings: readonly GateFinding[];
}
