import type { ArticleFacts } from '../catalog/catalog.js';
import { passes } from '../catalog/eligibility.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { lengthOf } from '../lexical/terms.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { standing } from './cutoff.js';
import type { Pin } from './editors-rules.js';
import { relatedness, weightsFor } from './relatedness.js';
import { type Scored, scoreCandidates } from './score.js';
import { type Measured, measureSignals } from './signals.js';

interface Showable extends Pin {
  readonly facts: ArticleFacts;
}

/**
 * The pins that may be shown for this question, by position. One that is blocked or on the page already, deleted, not
 * to be recommended, still to come, or outside of what is asked for is held back. Neither the mode's span of time nor
 * a language that nobody asked for holds it back, nor how little it has to do with the article.
 */
export function showablePins(
  query: Pick<RecommendQuery, 'key'>,
  { rules: { pins, blocked }, filter, ownLanguage }: RecommendOptions,
  archive: Pick<Archive, 'facts'>,
): Showable[] {
  if (pins.length === 0) return [];
  const asked = ownLanguage ? { ...filter, language: null } : filter;
  const facts = new Map(archive.facts(pins.map(({ key }) => key)).map((fact) => [fact.key, fact]));
  return pins.flatMap((pin) => {
    const fact = facts.get(pin.key);
    if (fact === undefined || pin.key === query.key || blocked.has(pin.key)) return [];
    return passes(fact, asked) ? [{ ...pin, facts: fact }] : [];
  });
}

/** The pins with the very scores that they would have without the editors: 0 where nothing is shared. */
export function scorePins(
  pins: readonly Showable[],
  query: RecommendQuery,
  ask: Pick<RecommendOptions, 'mode' | 'halfLife'>,
  { shared, reach }: { readonly shared: LexicalScores; readonly reach: number },
  archive: Archive,
): Scored[] {
  const words = lengthOf(query.terms);
  const weights = weightsFor(words);
  const keys = pins.map(({ key }) => key);
  const measured = measureSignals(query, shared, keys, archive);
  return pins.flatMap(({ key, facts }, i) => {
    const signals = measured[i]?.signals;
    if (signals === undefined) return [];
    const related = relatedness(signals, weights);
    const candidate = { key, signals, relatedness: related, standing: standing(related, reach), facts };
    return scoreCandidates([candidate], query, ask, words);
  });
}

/** What was measured, the pins among it: each has its rank there, also one that no signal would have found. */
export function withPins(measured: readonly Measured[], pinned: readonly Measured[]): readonly Measured[] {
  if (pinned.length === 0) return measured;
  const known = new Set(measured.map(({ key }) => key));
  return [...measured, ...pinned.filter(({ key }) => !known.has(key))];
}

/** The list with each pin at its place; where there are too few others to reach it, the gap closes up. */
export function placePins<T extends { readonly key: number }>(
  others: readonly T[],
  pinned: readonly T[],
  placeOf: ReadonlyMap<number, number>,
): (T & { readonly pinned: boolean })[] {
  const rest = others.map((item) => ({ ...item, pinned: false }));
  const list: typeof rest = [];
  for (const pin of pinned) {
    const before = (placeOf.get(pin.key) ?? 1) - 1 - list.length;
    list.push(...rest.splice(0, Math.max(0, before)), { ...pin, pinned: true });
  }
  return [...list, ...rest];
}
