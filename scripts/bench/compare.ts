import type { BenchResult, Measurement, SectionResult } from './result.js';

/** Two runs of a quiet machine differ by less than this, where no rounds tell how far. */
const NOISE_ONCE = 0.25;
/** At least this much, where they do. */
const NOISE = 0.1;

export type Verdict = 'worse' | 'better' | 'alike' | 'only now';

export interface Compared {
  readonly measurement: Measurement;
  readonly old: number | null;
  /** Now over then; `null` where either is missing or then was 0. */
  readonly ratio: number | null;
  readonly verdict: Verdict;
}

/** What was measured of the same archive in the earlier run. */
export function earlierOf(section: SectionResult, old: BenchResult): SectionResult | null {
  return (
    old.sections.find((other) => other.section === section.section && other.articles === section.articles) ??
    null
  );
}

/**
 * Each measurement beside the earlier one. It is worse or better beyond noise where the ranges of the rounds do not
 * meet and the values are 10% apart, or, where one of them was measured once, 25%.
 */
export function compareSection(section: SectionResult, old: BenchResult): Compared[] {
  const earlier = earlierOf(section, old);
  return section.measurements.map((measurement) => {
    const before = earlier?.measurements.find(({ id }) => id === measurement.id) ?? null;
    const { value } = measurement;
    if (before === null || before.value === null || value === null) {
      return { measurement, old: before?.value ?? null, ratio: null, verdict: 'only now' };
    }
    const ratio = before.value === 0 ? null : value / before.value;
    return {
      measurement,
      old: before.value,
      ratio,
      verdict: verdictOf(measurement, before, value, before.value),
    };
  });
}

function verdictOf(now: Measurement, before: Measurement, value: number, old: number): Verdict {
  if (now.worse === null || value === old) return 'alike';
  const apart = Math.abs(value - old) / Math.max(Math.abs(old), Number.MIN_VALUE);
  const known = now.range !== null && before.range !== null;
  if (apart < (known ? NOISE : NOISE_ONCE)) return 'alike';
  if (now.range !== null && before.range !== null) {
    const [least, most] = now.range;
    const [leastThen, mostThen] = before.range;
    if (least <= mostThen && leastThen <= most) return 'alike';
  }
  return value > old === (now.worse === 'higher') ? 'worse' : 'better';
}
