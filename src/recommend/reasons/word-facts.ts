import { TOKEN } from '../../text/phrases.js';
import { isCalendarName } from './calendar.js';
import { straight, type TokenizedText } from './tokenized-text.js';
import { AGENCIES, CONNECTORS, DULL_ALONE, FUNCTION_WORDS, ROLES, WEAK_WORDS } from './weak-words.js';

/** What the archive tells about words. */
export interface WordEvidence {
  /** Share of the archive's articles that hold the word, 0–1; 0 for an unknown one. */
  documentShare(word: string): number;
  /** Articles of the archive. */
  readonly articles: number;
}

/** What two texts and their archive tell about a word that both have. */
export interface WordFacts {
  /** How rare: ln(1 / share of the archive's other articles), at most `MOST_RARITY`; 0 where the word tells nothing. */
  readonly rarity: number;
  /** How sure it is a name in the text that is surer of it, and in the other: see `nameness`. */
  readonly name: number;
  readonly leastName: number;
  readonly functional: boolean;
  /** Generic: not at an end of a phrase of common words. */
  readonly weak: boolean;
  /** Tells too little to be shown alone. */
  readonly dull: boolean;
  readonly role: boolean;
  readonly calendar: boolean;
  readonly number: boolean;
  readonly agency: boolean;
}

/** Rarer than one article in 400 is not more telling: it may as well be a slip of the pen. */
const MOST_RARITY = 6;
/** From this share on, a word of an English text tells nothing, and of a text in another language it is functional. */
const COMMON_IN_ENGLISH = 0.7;
const COMMON = 0.3;
/** Below this many articles, shares say too little for that. */
const FEW_ARTICLES = 30;

const ORDINAL = /^\d+(?:st|nd|rd|th)$/;

/** Looks each word up once per pair of texts. */
export function wordFacts(
  query: TokenizedText,
  target: TokenizedText,
  evidence: WordEvidence,
): (word: string) => WordFacts {
  const known = new Map<string, WordFacts>();
  const english = query.english && target.english;
  const common = evidence.articles < FEW_ARTICLES ? 1 : english ? COMMON_IN_ENGLISH : COMMON;
  const look = (word: string): WordFacts => {
    const first = query.places.get(word)?.[0] ?? -1;
    const flags = query.tokens.flags[first] ?? 0;
    const number = (flags & TOKEN.number) !== 0;
    const plain = straight(word);
    const listed = FUNCTION_WORDS.has(plain);
    const share = listed || number ? 1 : shareOf(plain, evidence);
    const functional = listed || share >= common || isParticle(word, flags);
    const calendar = isCalendarName(word);
    const role = ROLES.has(word);
    const weak = WEAK_WORDS.has(word);
    const empty =
      functional || number || calendar || role || weak || CONNECTORS.has(word) || ORDINAL.test(word);
    const names = [nameness(word, query), nameness(word, target)];
    return {
      rarity: empty ? 0 : Math.min(MOST_RARITY, -Math.log(share)),
      name: Math.max(...names),
      leastName: Math.min(...names),
      functional,
      weak,
      dull: DULL_ALONE.has(word),
      role,
      calendar,
      number,
      agency: AGENCIES.has(word),
    };
  };
  return (word) => {
    let facts = known.get(word);
    if (facts === undefined) {
      facts = look(word);
      known.set(word, facts);
    }
    return facts;
  };
}

/**
 * Of the articles beside the two at hand, the share that holds the word, one of them added so that it is never 0:
 * in a small archive these two would make any word that they share look common.
 */
function shareOf(word: string, evidence: WordEvidence): number {
  const others = Math.max(1, evidence.articles - 1);
  const holders = plainShare(word, evidence) * evidence.articles - 1;
  return Math.min(1, Math.max(1, holders) / others);
}

/** That of its rarest part, where a word is dotted: "U.S." is no word to the archive's statistics. */
function plainShare(word: string, { documentShare }: WordEvidence): number {
  const share = documentShare(word);
  if (share > 0 || !word.includes('.')) return share;
  return Math.min(...word.split('.').map((part) => (part === '' ? 1 : documentShare(part))));
}

/** Of a script without spaces: up to three characters of Hiragana, one of another syllabary or alphabet. */
function isParticle(word: string, flags: number): boolean {
  if ((flags & TOKEN.unspaced) === 0) return false;
  return /^(?:\p{Script=Hiragana}{1,3}|\P{Script=Han})$/u.test(word);
}

const SAYS_NOTHING = TOKEN.opening | TOKEN.headline;
const LOOKED_AT = 50;

/**
 * 1: a word is mostly written with a capital inside sentences. 0.5: nowhere without one, but in headlines and at
 * the beginning of sentences only. 0: neither.
 */
function nameness(word: string, { tokens, places }: TokenizedText): number {
  let capitals = 0;
  let small = 0;
  let doubtful = 0;
  for (const place of (places.get(word) ?? []).slice(0, LOOKED_AT)) {
    const flags = tokens.flags[place] ?? 0;
    const certain = (flags & TOKEN.acronym) !== 0 ? TOKEN.headline : SAYS_NOTHING;
    if ((flags & TOKEN.capital) === 0) small += 1;
    else if ((flags & certain) === 0) capitals += 1;
    else doubtful += 1;
  }
  if (capitals > small) return 1;
  return small === 0 && doubtful > 0 ? 0.5 : 0;
}
