import { TOKEN } from '../../text/phrases.js';
import { sharedRuns } from './shared-runs.js';
import { type TellingPhrase, tellingPhrase } from './telling.js';
import type { TokenizedText } from './tokenized-text.js';
import { CONNECTORS } from './weak-words.js';
import { type WordEvidence, type WordFacts, wordFacts } from './word-facts.js';

const MAX_TERMS = 3;
/** Phrases looked at closely. */
const KEPT = 48;
/** A phrase below this tells too little to be shown. */
const FLOOR = 2.9;
/** Beside one that tells much more, a phrase is shown from this share of its score on, or from this score. */
const BESIDE = { share: 0.22, score: 6 };
/** The same for a common word alone. */
const WORD_BESIDE = { share: 0.35, score: 8 };
/** A longer phrase replaces what it holds from this share of its score on. */
const LONGER = 0.7;

/** Up to three names and phrases that two texts share, the most telling first, as the target writes them. */
export function sharedTerms(query: TokenizedText, target: TokenizedText, evidence: WordEvidence): string[] {
  const factsOf = wordFacts(query, target, evidence);
  const [fewer, more] =
    query.places.size <= target.places.size ? [query.places, target.places] : [target.places, query.places];
  const words: string[] = [];
  for (const word of fewer.words()) if (more.has(word) && mayBegin(factsOf(word))) words.push(word);

  const found: TellingPhrase[] = [];
  sharedRuns(query, target, words, (run) => {
    const phrase = tellingPhrase(run, query, target, factsOf);
    if (phrase !== null && phrase.score >= FLOOR * LONGER) found.push(phrase);
  });
  found.sort(
    (a, b) =>
      b.score - a.score ||
      b.words.length - a.words.length ||
      (a.run.inTarget[0] ?? 0) - (b.run.inTarget[0] ?? 0),
  );
  return chosen(found.slice(0, KEPT)).map((phrase) => shownAs(phrase, query, target));
}

function mayBegin({ functional, calendar, number, weak, role, name }: WordFacts): boolean {
  return !functional && !calendar && !number && (name > 0 || role || !weak);
}

function chosen(found: readonly TellingPhrase[]): TellingPhrase[] {
  const taken: TellingPhrase[] = [];
  const best = found[0]?.score ?? 0;
  for (const phrase of found) {
    if (taken.length === MAX_TERMS || phrase.score < FLOOR) break;
    const beside = phrase.name || phrase.words.length > 1 ? BESIDE : WORD_BESIDE;
    if (phrase.score < Math.min(best * beside.share, beside.score)) continue;
    if (taken.some((other) => saysTheSame(phrase, other))) continue;
    const longer = found.find((other) => other.score >= phrase.score * LONGER && holds(other, phrase));
    const better = longer ?? phrase;
    if (!taken.some((other) => saysTheSame(better, other))) taken.push(better);
    else taken.push(phrase);
  }
  return taken;
}

function holds(longer: TellingPhrase, shorter: TellingPhrase): boolean {
  if (longer.words.length <= shorter.words.length || (shorter.name && !longer.name)) return false;
  // "United States Joe Biden" is no better than "Joe Biden", which stands without it elsewhere.
  if (shorter.words.length > 1 && placesOf(longer) * 2 < placesOf(shorter)) return false;
  const spaced = (words: readonly string[]) => ` ${words.join(' ')} `;
  return spaced(longer.words).includes(spaced(shorter.words));
}

function placesOf({ run }: TellingPhrase): number {
  return run.inQuery.length + run.inTarget.length;
}

/** Below this rarity, a word that two phrases share does not make them one: "United" States, Nations. */
const TELLS = 1;

/** Whether both name one thing: by a word that tells, a form of it ("Japan", "Japanese"), or its initials. */
function saysTheSame(a: TellingPhrase, b: TellingPhrase): boolean {
  if (abbreviates(a, b) || abbreviates(b, a)) return true;
  const tells = Math.min(TELLS, rarest(a) / 2, rarest(b) / 2);
  for (const [word, rarity] of a.content) {
    for (const [other, otherRarity] of b.content) {
      if (Math.min(rarity, otherRarity) >= tells && akin(word, other, a.name && b.name)) return true;
    }
  }
  return false;
}

function rarest({ content }: TellingPhrase): number {
  return Math.max(...content.values());
}

function akin(a: string, b: string, names: boolean): boolean {
  if (a === b || a === `${b}s` || b === `${a}s`) return true;
  const stem = Math.min(names ? 4 : 5, a.length, b.length);
  return stem >= 4 && a.slice(0, stem) === b.slice(0, stem);
}

function abbreviates(short: TellingPhrase, long: TellingPhrase): boolean {
  if (short.words.length !== 1 || long.words.length < 2) return false;
  const letters = (short.words[0] ?? '').replaceAll('.', '');
  const initials = (words: readonly string[]) => words.map((word) => word.slice(0, 1)).join('');
  return (
    letters === initials(long.words) ||
    letters === initials(long.words.filter((word) => !CONNECTORS.has(word)))
  );
}

/**
 * The phrase as the target writes it, at the place where its capitals say most; a name that the target writes small
 * as the query writes it.
 */
function shownAs({ run, name }: TellingPhrase, query: TokenizedText, target: TokenizedText): string {
  const inTarget = bestPlace(target, run.inTarget, run.length, name);
  if (!name || inTarget.capitals > 0) return slice(target, inTarget.place, run.length);
  const inQuery = bestPlace(query, run.inQuery, run.length, name);
  return inQuery.capitals > 0
    ? slice(query, inQuery.place, run.length)
    : slice(target, inTarget.place, run.length);
}

const LOOKED_AT = 50;

function bestPlace(
  { tokens }: TokenizedText,
  places: readonly number[],
  length: number,
  name: boolean,
): { readonly place: number; readonly capitals: number } {
  let best = { place: places[0] ?? 0, capitals: 0, worth: Number.NEGATIVE_INFINITY };
  for (const place of places.slice(0, LOOKED_AT)) {
    let capitals = 0;
    let loud = 0;
    for (let at = place; at < place + length; at += 1) {
      const flags = tokens.flags[at] ?? 0;
      if ((flags & TOKEN.capital) !== 0) capitals += 1;
      if ((flags & (TOKEN.headline | TOKEN.label)) !== 0) loud += 1;
    }
    const opening = ((tokens.flags[place] ?? 0) & TOKEN.opening) !== 0 ? 1 : 0;
    const worth = name ? capitals - (loud > 0 ? 0.5 : 0) : -capitals - opening;
    if (worth > best.worth) best = { place, capitals, worth };
  }
  return best;
}

function slice({ tokens }: TokenizedText, place: number, length: number): string {
  return tokens.text.slice(tokens.starts[place], tokens.ends[place + length - 1]).replace(/\s+/g, ' ');
}
