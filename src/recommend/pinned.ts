import type { ArticleFacts } from '../catalog/catalog.js';
import { passes } from '../catalog/eligibility.js';
import type { LexicalScores } from '../lexical/lexical-index.js';
import { lengthOf } from '../lexical/terms.js';
import type { Archive, RecommendOptions, RecommendQuery } from './archive.js';
import { standing } from './cutoff.js';
import type { Pin } from './editors-rules.js';
import { relatedness, weightsFor } from './relatedness.js';
import { type Scored, scoreCandidates } from './score.js';
import { measureSignals } from './signals.js';

/** An article that editors chose for a place, as it would be measured without them. */
export interface Pinned extends Scored {
  /** From 1. */
  readonly position: number;
}

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
): Pinned[] {
  const words = lengthOf(query.terms);
  const weights = weightsFor(words);
  const keys = pins.map(({ key }) => key);
  const measured = measureSignals(query, shared, keys, archive);
  return pins.flatMap(({ key, position, facts }, i) => {
    const signals = measured[i]?.signals;
    if (signals === undefined) return [];
    const related = relatedness(signals, weights);
    const candidate = { key, signals, relatedness: related, standing: standing(related, reach), facts };
    return scoreCandidates([candidate], query, ask, words).map((scored) => ({ ...scored, position }));
  });
}

/** The list with each pin at its place; where there are too few others to reach it, the gap closes up. */
export function placePins<T, P extends { readonly position: number }>(
  others: readonly T[],
  pins: readonly P[],
): (T | P)[] {
  const list: (T | P)[] = [];
  let taken = 0;
  for (const pin of pins) {
    const before = Math.max(0, pin.position - 1 - list.length);
    list.push(...others.slice(taken, taken + before), pin);
    taken += before;
  }
  return [...list, ...others.slice(taken)];
}
