import { isTight, TOKEN } from '../../text/phrases.js';
import type { SharedRun } from './shared-runs.js';
import type { TokenizedText } from './tokenized-text.js';
import { CONNECTORS, ROLES } from './weak-words.js';
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
 * Airport" where both always say which. A last name is, where one of the texts has it without the first.
 */
export function isWholeName(run: SharedRun, query: TokenizedText, target: TokenizedText): boolean {
  const before = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => goesOn(text, at - 1, at));
  const after = (text: TokenizedText, places: readonly number[]) =>
    always(text, places, (at) => goesOn(text, at + run.length, at + run.length));
  if (before(query, run.inQuery) && before(target, run.inTarget)) return false;
  const [inQuery, inTarget] = [after(query, run.inQuery), after(target, run.inTarget)];
  return run.length === 1 ? !inQuery && !inTarget : !(inQuery && inTarget);
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
function goesOn({ tokens }: TokenizedText, other: number, join: number): boolean {
  const between = tokens.joins[join];
  if (between !== ' ' && between !== '. ' && !isTight(between)) return false;
  const word = tokens.words[other] ?? '';
  const flags = tokens.flags[other] ?? 0;
  const says = (flags & TOKEN.capital) !== 0 && (flags & (TOKEN.opening | TOKEN.headline)) === 0;
  return says && !ROLES.has(word) && !CONNECTORS.has(word);
}
