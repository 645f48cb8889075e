import { TOKEN } from '../../text/phrases.js';
import type { SharedRun } from './shared-runs.js';
import type { TokenizedText } from './tokenized-text.js';
import { CONNECTORS, GENITIVES, NAME_OPENERS, ROLE_PREFIXES } from './weak-words.js';
import { cutsNoCompound, isWholeName } from './whole.js';
import type { WordFacts } from './word-facts.js';

/** A shared run that may be shown, and how much it tells. */
export interface TellingPhrase {
  readonly run: SharedRun;
  readonly words: readonly string[];
  /** Words that tell, each with its rarity. */
  readonly content: ReadonlyMap<string, number>;
  /** Whether every word that tells is a name. */
  readonly name: boolean;
  readonly score: number;
}

// The weights below are a matter of taste: set by reading what they show under links of news, of a magazine on one
// trade, of one-paragraph items, and of the sample.
const MAX_COMMON_WORDS = 4;
/** How much the second, third, … rarest word of a phrase adds to the rarest. */
const FURTHER_WORDS = [1, 0.6, 0.3, 0.15, 0.1, 0.05];
const NAME = 1.5;
const PERHAPS_NAME = 1.2;
const PART_NAME = 1.05;
const COMMON = 0.9;
const COMMON_ALONE = 0.75;
/** A common word stands alone where no more than one article in eight has it. */
const RARE_ALONE = 2.07;
const IN_TITLE = 1.35;
const TAGGED = 1.3;
/** After a name it is what was done, no part of a phrase: "Trump tweeted". */
const PARTICIPLE = /[^e]ed$/;
/** "Basically", "sentenced": English words that name nothing. */
const NOT_A_NOUN = /^\w{3,}(?:ly|[^e]ed)$/;
/** Names that are words of the calendar too. */
const PERSONS = new Set(['may', 'april', 'june', 'august']);

/** How telling a run is; `null` where it may not be shown. */
export function tellingPhrase(
  run: SharedRun,
  query: TokenizedText,
  target: TokenizedText,
  factsOf: (word: string) => WordFacts,
): TellingPhrase | null {
  const start = run.inTarget[0] ?? 0;
  // Most runs end so: turned down before anything is made of them.
  const end = factsOf(target.tokens.words[start + run.length - 1] ?? '');
  if ((end.functional && run.length === 1) || (end.weak && end.name === 0)) return null;
  const words = target.tokens.words.slice(start, start + run.length);
  const facts = words.map(factsOf);
  const content = new Map<string, number>();
  let names = 0;
  let surest = 1;
  words.forEach((word, i) => {
    const { rarity = 0, name = 0, leastName = 0 } = facts[i] ?? {};
    if (rarity <= 0 || content.has(word)) return;
    content.set(word, rarity);
    // A word alone is a name where both texts write it as one: "Order" of some knights is not an order.
    const sure = run.length === 1 ? leastName : name;
    if (sure > 0) names += 1;
    surest = Math.min(surest, sure);
  });
  if (content.size === 0) return null;
  const name = names === content.size;
  if (!endsWell(facts, words, name) || !holdsTogether(facts, words, name, names)) return null;
  if (!cutsNoCompound(run, query, target, facts)) return null;
  if (!name && names > 0 && query.english && PARTICIPLE.test(words.at(-1) ?? '')) return null;
  if (name && !isWholeName(run, query, target)) return null;

  const inTitles = Number(start < target.titleEnd) + Number((run.inQuery[0] ?? 0) < query.titleEnd);
  if (facts.some(({ agency }) => agency) && inTitles === 0) return null;
  const counts = frequencies(run, words, facts, name, query, target);
  const [first] = facts;
  if (run.length === 1 && first !== undefined) {
    const flags = target.tokens.flags[start] ?? 0;
    const word = { word: words[0] ?? '', flags, facts: first, surest, english: query.english };
    if (!standsAlone(word, counts, inTitles)) return null;
  }

  const rarities = [...content.values()].sort((a, b) => b - a);
  const rarity = rarities.reduce((sum, value, i) => sum + value * (FURTHER_WORDS[i] ?? 0), 0);
  const kind = name ? (surest === 1 ? NAME : PERHAPS_NAME) : names > 0 ? PART_NAME : COMMON;
  const salience = Math.sqrt((1 + Math.log(counts[0])) * (1 + Math.log(counts[1])));
  const early = earliness(run.inQuery[0] ?? 0) * earliness(start);
  const score =
    rarity *
    (kind === COMMON && content.size === 1 ? COMMON_ALONE : kind) *
    salience *
    early *
    IN_TITLE ** inTitles *
    (isSharedTag(words, query, target) ? TAGGED : 1);
  return { run, words, content, name, score };
}

function isSharedTag(words: readonly string[], query: TokenizedText, target: TokenizedText): boolean {
  if (query.tags.size === 0 || target.tags.size === 0) return false;
  const tag = words.join(' ');
  return query.tags.has(tag) && target.tags.has(tag);
}

/** 1.25 at the beginning, 1 from the 200th word on. */
function earliness(at: number): number {
  return 1 + 0.25 * Math.max(0, 1 - at / 200);
}

/** No function word, number, weekday or title of office at an end; generic words only at those of a name. */
function endsWell(facts: readonly WordFacts[], words: readonly string[], name: boolean): boolean {
  const first = facts[0];
  const last = facts.at(-1);
  if (first === undefined || last === undefined || first.functional || first.calendar) return false;
  if (!bearsOfficeWell(facts, words, name)) return false;
  const named = (one: WordFacts) => name && facts.length > 1 && one.name === 1;
  const opens = name && facts.length > 1 && first.name > 0 && NAME_OPENERS.has(words[0] ?? '');
  if ((first.weak && !named(first) && !opens) || (last.weak && !named(last))) return false;
  if (first.number) return false;
  const before = facts.at(-2);
  if (last.number) return before !== undefined && before.name > 0 && before.rarity > 0;
  if (last.calendar || last.functional) {
    return PERSONS.has(words.at(-1) ?? '') && before !== undefined && before.name === 1 && before.rarity > 0;
  }
  return true;
}

/** "Chief Digital Officer" is a post; of "Syrian President Bashar al-Assad" the name says as much. */
function bearsOfficeWell(facts: readonly WordFacts[], words: readonly string[], name: boolean): boolean {
  if (facts.length === 1) return true;
  if (facts.at(-1)?.role === true) return name && !ROLE_PREFIXES.has(words.at(-1) ?? '');
  return !facts.some(({ role }) => role);
}

/** Names hold what joins names; a phrase of common words is short, and holds an "of" at most. */
function holdsTogether(
  facts: readonly WordFacts[],
  words: readonly string[],
  name: boolean,
  names: number,
): boolean {
  if (name) {
    return facts.every(
      (one, i) => i === 0 || i === facts.length - 1 || !one.functional || CONNECTORS.has(words[i] ?? ''),
    );
  }
  if (words.length > MAX_COMMON_WORDS) return false;
  let genitives = 0;
  for (let i = 1; i < facts.length - 1; i += 1) {
    const one = facts[i];
    if (one === undefined || !one.functional) continue;
    if (names > 0 || !GENITIVES.has(words[i] ?? '')) return false;
    genitives += 1;
  }
  return genitives <= 1;
}

/** How often a text speaks of it. A person named in full once and by the last name ten times is spoken of ten times. */
function frequencies(
  run: SharedRun,
  words: readonly string[],
  facts: readonly WordFacts[],
  name: boolean,
  query: TokenizedText,
  target: TokenizedText,
): readonly [number, number] {
  const counts = [run.inQuery.length, run.inTarget.length] as const;
  const last = words.at(-1) ?? '';
  if (!name || words.length !== 2 || (facts.at(-1)?.rarity ?? 0) <= 0) return counts;
  const of = (text: TokenizedText) => 0.75 * (text.places.get(last)?.length ?? 0);
  return [Math.max(counts[0], of(query)), Math.max(counts[1], of(target))];
}

interface LoneWord {
  readonly word: string;
  /** At its first place in the target. */
  readonly flags: number;
  readonly facts: WordFacts;
  /** As how sure a name it is known: 0, 0.5 or 1. */
  readonly surest: number;
  readonly english: boolean;
}

/** A common word alone is rare, a noun as far as one can tell, and what both texts speak of. */
function standsAlone(
  { word, flags, facts, surest, english }: LoneWord,
  [often, oftenTarget]: readonly [number, number],
  inTitles: number,
): boolean {
  const shortest = (flags & (TOKEN.acronym | TOKEN.unspaced)) !== 0 ? 2 : 3;
  if (word.length < shortest) return false;
  if (surest === 1) return !facts.dull;
  if (inTitles < 2 && (facts.dull || (surest === 0 && facts.rarity < RARE_ALONE))) return false;
  if (surest > 0) return often + oftenTarget + 2 * inTitles >= 3;
  if (english && NOT_A_NOUN.test(word)) return false;
  if (english && word.endsWith('ing') && Math.min(often, oftenTarget) < 3) return false;
  return often + oftenTarget + 2 * inTitles >= 5;
}
