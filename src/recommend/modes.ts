/** What a reader wants under an article. */
export interface Mode {
  readonly meaning: string;
  /** Of articles published before or after the one asked about, or of both. */
  readonly direction: 'any' | 'older' | 'newer';
  /** Days after which a score has halved. */
  readonly halfLife: number;
  /** Nothing further away in time than this many days; `null` for no bound. */
  readonly within: number | null;
  /** Only articles as close as those of one story are. */
  readonly story: boolean;
  /** Longer articles are preferred. */
  readonly deeper: boolean;
  /** Whether a near-identical copy of the article itself may be listed. Copies of one another are always one. */
  readonly ownCopies: boolean;
}

export const MODES = {
  related: {
    meaning: 'what to read next, old or new',
    direction: 'any',
    halfLife: 930,
    within: null,
    story: false,
    deeper: false,
    ownCopies: false,
  },
  background: {
    meaning: 'older and deeper: how it came to this',
    direction: 'older',
    halfLife: Number.POSITIVE_INFINITY,
    within: null,
    story: false,
    deeper: true,
    ownCopies: false,
  },
  followup: {
    meaning: 'newer, of the same story: what came of it',
    direction: 'newer',
    halfLife: 90,
    within: null,
    story: true,
    deeper: false,
    ownCopies: false,
  },
  'same-event': {
    meaning: 'the same event in other words, copies included',
    direction: 'any',
    halfLife: 7,
    within: 14,
    story: true,
    deeper: false,
    ownCopies: true,
  },
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;
export const MODE_NAMES = Object.keys(MODES) as readonly ModeName[];

const DAY = 86_400_000;

/** Whether an article stands where the mode looks in time. One without a date stands only where there is no bound. */
export function isInTime(mode: Mode, queryAt: number | null, publishedAt: number | null): boolean {
  if (mode.direction === 'any' && mode.within === null) return true;
  if (queryAt === null || publishedAt === null) return false;
  if (mode.direction === 'older' && publishedAt >= queryAt) return false;
  if (mode.direction === 'newer' && publishedAt <= queryAt) return false;
  return mode.within === null || Math.abs(publishedAt - queryAt) <= mode.within * DAY;
}
