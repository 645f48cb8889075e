import { isTight, TOKEN } from '../../text/phrases.js';
import type { SharedRun } from './shared-runs.js';
import type { TokenizedText } from './tokenized-text.js';
import { CONNECTORS, NAME_PARTICLES, ROLES } from './weak-words.js';
import type { WordFacts } from './word-facts.js';

/** In each text the run stands somewhere without cutting a compound in two; a name may be cut out of one. */
export function cutsNoCompound(
  run: SharedRun,
  query: TokenizedText,
  target: TokenizedText,
  facts: readonly WordFacts[],
): boolean {
  const cut = (one: WordFacts | undefined) => one !== undefined && one.name > 0;
  const [left, right] = [cut(facts[0]), cut(facts.at(-1))];
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
    always(text, places, (at) => goesOn(text, at - 1, at, -1));
  const after = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => goesOn(text, at + length, at + length, 1));
  if (before(query, inQuery) && before(target, inTarget)) return false;
  const [afterQuery, afterTarget] = [after(query, inQuery), after(target, inTarget)];
  if (length === 1 ? afterQuery || afterTarget : afterQuery && afterTarget) return false;

  const [one = 0] = inQuery;
  const [other = 0] = inTarget;
  if (inQuery.length > MANY || inTarget.length > MANY) return true;
  const left = joined(query, one - 2, one - 1, one);
  if (left !== null && left === joined(target, other - 2, other - 1, other)) return false;
  const right = joined(query, one + length + 1, one + length, one + length + 1);
  return right === null || right !== joined(target, other + length + 1, other + length, other + length + 1);
}

/** A name that stands in a text as often as this is taken for whole, whatever is about it once. */
const MANY = 2;

/** A capitalised word that a connector joins to the run: "Patent" of "Patent and Trademark Office". */
function joined({ tokens }: TokenizedText, at: number, connector: number, last: number): string | null {
  const word = tokens.words[connector] ?? '';
  const plain =
    tokens.joins[Math.min(last, connector + 1)] === ' ' && tokens.joins[Math.min(last, connector)] === ' ';
  const capital = ((tokens.flags[at] ?? 0) & TOKEN.capital) !== 0;
  return plain && capital && CONNECTORS.has(word) ? `${word} ${tokens.words[at] ?? ''}` : null;
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
