import type { Comparison } from './comparison.js';

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

/**
 * Between what an archive lives through (a month more of it, a tenth edited or removed, twice the articles: 0.71 of the
 * links stay at least, 0.07 of the lists are lost at most) and an export with bodies missing or among the articles at
 * random (0.40 of the texts are shorter at least, 0.20 of the links stay at most), on the sample and three larger sets.
 */
export const GATE_DEFAULTS: GateThresholds = {
  maxLost: 0.1,
  minOverlap: 0.3,
  maxShorter: 0.2,
  maxRemoved: 0.2,
  maxHub: 0.2,
};

/** So few lists say little: of them only what is gone counts, and one article may always be. */
const FEW_LISTS = 10;
const ALWAYS = 1;
/** A small archive has hubs: an article in fewer lists than this is in no way. */
const HUB_LISTS = 10;

/** Whether a build is clearly worse than what is served, by every check. What nothing was served before passes. */
export function judgeBuild(comparison: Comparison | null, thresholds: GateThresholds): Verdict {
  if (comparison === null) return { passed: true, findings: [] };
  const findings = findingsOf(comparison, thresholds);
  return { passed: findings.every(({ passed }) => passed), findings };
}

function findingsOf(comparison: Comparison, limits: GateThresholds): GateFinding[] {
  const { compared, lostAll, overlap, shorter, newHubs, removed, before } = comparison;
  const few = compared < FEW_LISTS;
  const [hub] = newHubs;
  const gone = before.articles === 0 ? 0 : removed / before.articles;
  const atMost = (check: keyof GateThresholds, value: number, text: string, always = false): GateFinding => {
    const limit = limits[check];
    return {
      check,
      passed: always || value <= limit,
      value,
      limit,
      text: `${text} (at most ${percent(limit)}).`,
    };
  };
  return [
    atMost(
      'maxLost',
      lostAll.share,
      `${lostAll.count} of ${compared} lists lost all links: ${percent(lostAll.share)} of those that had any`,
      few && lostAll.count <= ALWAYS,
    ),
    {
      check: 'minOverlap',
      passed: few || overlap >= limits.minOverlap,
      value: overlap,
      limit: limits.minOverlap,
      text: `${percent(overlap)} of the links stayed (at least ${percent(limits.minOverlap)}).`,
    },
    atMost(
      'maxShorter',
      shorter.share,
      `${shorter.count} of ${compared} texts lost more than half of their words: ${percent(shorter.share)}`,
      few,
    ),
    atMost(
      'maxRemoved',
      gone,
      `${removed} of ${before.articles} articles are gone: ${percent(gone)}`,
      few && removed <= ALWAYS,
    ),
    atMost(
      'maxHub',
      hub?.share ?? 0,
      hub === undefined
        ? 'No article is suddenly in many lists'
        : `“${hub.article.title}” is in ${hub.after} of ${compared} lists, and was in ${hub.before}: ${percent(hub.share)}`,
      few || (hub?.after ?? 0) < HUB_LISTS,
    ),
  ];
}

/** Rounded away from what it is compared with no further than a tenth. */
function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
