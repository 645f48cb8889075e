import { z } from 'zod';

/** What a number counts. Times are of a clock on the wall unless the label says otherwise. */
const Unit = z.enum(['per second', 'seconds', 'milliseconds', 'bytes', 'ratio', 'share', 'count']);

const Measurement = z.object({
  /** The same from run to run: by it two results are compared. */
  id: z.string(),
  label: z.string(),
  unit: Unit,
  /** `null` where it could not be measured; `note` says why. */
  value: z.number().nullable(),
  /** What is worse; `null` for what is neither. */
  worse: z.enum(['higher', 'lower']).nullable(),
  /** Least and most of several rounds, of which `value` is the median; `null` where it was measured once. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  note: z.string().nullable(),
});

const Goal = z.object({
  label: z.string(),
  /** Id of the measurement that it is held against. */
  measured: z.string(),
  bound: z.enum(['at least', 'at most']),
  limit: z.number(),
  /** The goal is stated for an archive of so many articles; `null` for any. */
  statedFor: z.number().nullable(),
});

const Curve = z.object({
  title: z.string(),
  x: z.object({ label: z.string(), values: z.array(z.string()) }),
  unit: Unit,
  series: z.array(z.object({ label: z.string(), values: z.array(z.number().nullable()) })),
});

const Section = z.object({
  section: z.string(),
  title: z.string(),
  /** Of the archive. */
  articles: z.number(),
  seconds: z.number(),
  measurements: z.array(Measurement),
  goals: z.array(Goal),
  /** How a value moves with a setting, as recall with `ef`. */
  curves: z.array(Curve),
  /** How it was measured. */
  notes: z.array(z.string()),
});

/** A whole run, as it is written and read again. */
export const BenchResult = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  date: z.string(),
  machine: z.string(),
  versions: z.record(z.string(), z.string()),
  data: z.string(),
  seed: z.number(),
  seconds: z.number(),
  sections: z.array(Section),
});

export type Unit = z.infer<typeof Unit>;
export type Measurement = Readonly<z.infer<typeof Measurement>>;
export type Goal = Readonly<z.infer<typeof Goal>>;
export type Curve = Readonly<z.infer<typeof Curve>>;
export type SectionResult = Readonly<z.infer<typeof Section>>;
export type BenchResult = Readonly<z.infer<typeof BenchResult>>;

export type Outcome = 'met' | 'missed' | 'not measured';

/** A goal held against what was measured. */
export function outcomeOf(goal: Goal, measurements: readonly Measurement[]): Outcome {
  const value = measurements.find(({ id }) => id === goal.measured)?.value ?? null;
  if (value === null || !Number.isFinite(value)) return 'not measured';
  return (goal.bound === 'at least' ? value >= goal.limit : value <= goal.limit) ? 'met' : 'missed';
}

type Extra = Partial<Pick<Measurement, 'range' | 'note'>>;

/** A measurement, made shorter to write down. */
export function measured(
  id: string,
  label: string,
  unit: Unit,
  value: number | null,
  worse: Measurement['worse'],
  extra: Extra = {},
): Measurement {
  const known = value !== null && Number.isFinite(value) ? value : null;
  return { id, label, unit, value: known, worse, range: extra.range ?? null, note: extra.note ?? null };
}
