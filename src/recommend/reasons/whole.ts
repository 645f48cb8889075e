import { isTight, TOKEN } from '../../text/phrases.js';
import type { SharedRun } from './shared-runs.js';
import type { TokenizedText } from './tokenized-text.js';
import { CONNECTORS, NAME_PARTICLES, ROLES } from './weak-words.js';
import type { WordFacts } from './word-facts.js';

/** Letters of a name that may be cut out of a compound: "China" of "China-based", not the "M" of "M-23". */
const MIN_CUT = 3;

/** In each text the run stands somewhere without cutting a compound in two; a name may be cut out of one. */
export function cutsNoCompound(
  run: SharedRun,
  query: TokenizedText,
  target: TokenizedText,
  facts: readonly WordFacts[],
): boolean {
  const cut = (one: WordFacts | undefined, at: number) =>
    one !== undefined && one.name > 0 && (target.tokens.words[at]?.length ?? 0) >= MIN_CUT;
  const start = run.inTarget[0] ?? 0;
  const [left, right] = [cut(facts[0], start), cut(facts.at(-1), start + run.length - 1)];
  const clean =
    ({ tokens: { joins } }: TokenizedText) =>
    (at: number) =>
      (left || !isTight(joins[at])) && (right || !isTight(joins[at + run.length]));
  return run.inQuery.some(clean(query)) && run.inTarget.some(clean(target));
}

const LOOKED_AT = 30;

/**
 * Whether a run is a whole name: "Royal" is not where one text knows only the Royal Society, nor "International
 * Airport" where both always say which, nor "Trademark Office" where both say "Patent and Trademark Office". A last
 * name is, where one of the texts has it without the first.
 */
export function isWholeName(run: SharedRun, query: TokenizedText, target: TokenizedText): boolean {
  const { length, inQuery, inTarget } = run;
  const before = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => goesOn(text, at - 1, at, -1) || isBoundBefore(text, at));
  const after = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => {
      const end = at + length;
      return goesOn(text, end, end, 1) || isBoundAfter(text, end);
    });
  // "State Mike Pompeo", of "Secretary of State Mike Pompeo".
  const ofOffice = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => isOffice(text.tokens.words, at));
  if (length > 2 && ofOffice(query, inQuery) && ofOffice(target, inTarget)) return false;
  if (before(query, inQuery) && before(target, inTarget)) return false;
  const [afterQuery, afterTarget] = [after(query, inQuery), after(target, inTarget)];
  if (length === 1 ? afterQuery || afterTarget : afterQuery && afterTarget) return false;
  if (inQuery.length > MANY || inTarget.length > MANY) return true;

  const [one = 0] = inQuery;
  const [other = 0] = inTarget;
  const left = paired(query, one - 2, one - 1, one - 1);
  if (left !== null && left === paired(target, other - 2, other - 1, other - 1)) return false;
  const [end, otherEnd] = [one + length, other + length];
  const right = paired(query, end + 1, end, end);
  return right === null || right !== paired(target, otherEnd + 1, otherEnd, otherEnd);
}

/** A name that stands in a text more often than this is whole without the name that "and" joins to it. */
const MANY = 2;

/** Whether "of" or "for" binds a name before to the run at `at`: "Institute of Technology". */
function isBoundBefore(text: TokenizedText, at: number): boolean {
  const { words } = text.tokens;
  const connector = words[at - 1] === 'the' ? at - 2 : at - 1;
  return BINDING.has(words[connector] ?? '') && joined(text, connector - 1, connector) !== null;
}

/** The same for a name after the run that ends before `end`. */
function isBoundAfter(text: TokenizedText, end: number): boolean {
  const { words } = text.tokens;
  const name = words[end + 1] === 'the' ? end + 2 : end + 1;
  return (
    BINDING.has(words[end] ?? '') && text.tokens.joins[end] === ' ' && joined(text, name, name - 1) !== null
  );
}

const BINDING = new Set(['of', 'for']);

/** The capitalised word that "and" joins to the run: "Patent" of "Patent and Trademark Office". */
function paired(text: TokenizedText, at: number, connector: number, join: number): string | null {
  return text.tokens.words[connector] === 'and' ? joined(text, at, join) : null;
}

/** The word at `at` where it is a name and nothing but spaces stands at the two joins from `join` on. */
function joined({ tokens }: TokenizedText, at: number, join: number): string | null {
  const word = tokens.words[at] ?? '';
  const capital = ((tokens.flags[at] ?? 0) & TOKEN.capital) !== 0;
  const plain = tokens.joins[join] === ' ' && tokens.joins[join + 1] === ' ';
  return plain && capital && !ROLES.has(word) ? word : null;
}

/** At every place that is not in a headline, where capitals part nothing; `false` where there is none. */
function always({ tokens }: TokenizedText, places: readonly number[], is: (at: number) => boolean): boolean {
  let looked = 0;
  for (const at of places) {
    if (((tokens.flags[at] ?? 0) & TOKEN.headline) !== 0) continue;
    if (!is(at)) return false;
    looked += 1;
    if (looked === LOOKED_AT) break;
  }
  return looked > 0;
}

/** Whether the word at `other`, beyond the join at `join`, belongs to the same name. */
function goesOn({ tokens }: TokenizedText, other: number, join: number, step: 1 | -1): boolean {
  const between = tokens.joins[join];
  if (between !== ' ' && between !== '. ' && !isTight(between)) return false;
  const word = tokens.words[other] ?? '';
  const particle = NAME_PARTICLES.has(word) && (tokens.joins[other + (step === 1 ? 1 : 0)] ?? null) !== null;
  const at = particle ? other + step : other;
  const flags = tokens.flags[at] ?? 0;
  const says = (flags & TOKEN.capital) !== 0 && (flags & (TOKEN.opening | TOKEN.headline)) === 0;
  const neighbour = tokens.words[at] ?? '';
  if (!says || ROLES.has(neighbour) || CONNECTORS.has(neighbour)) return false;
  return step === 1 || !isOffice(tokens.words, at);
}

/** Whether the word belongs to an office, not a name: "State" in "Secretary of State Mike Pompeo". */
function isOffice(words: readonly string[], at: number): boolean {
  for (let i = at; i > at - 4 && i > 0; i -= 1) {
    if (words[i] === 'of') return ROLES.has(words[i - 1] ?? '');
  }
  return false;
}
