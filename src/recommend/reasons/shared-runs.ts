import type { TokenizedText } from './tokenized-text.js';

/** A run of words that stands in two texts in the very same spelling, and every place where it begins. */
export interface SharedRun {
  readonly length: number;
  /** Token numbers, ascending. */
  readonly inQuery: readonly number[];
  readonly inTarget: readonly number[];
}

/** Words of the longest run: a name such as "Islamic State of Iraq and the Levant". */
export const MAX_RUN = 7;

/**
 * Every shared run of up to seven words that begins with one of `words`, the shorter before those it begins. Places
 * are parted by the word that follows, one word after another, so that a text in which a word stands a thousand
 * times is no harder than its length.
 */
export function sharedRuns(
  query: TokenizedText,
  target: TokenizedText,
  words: Iterable<string>,
  visit: (run: SharedRun) => void,
): void {
  const extend = (run: SharedRun): void => {
    visit(run);
    if (run.length === MAX_RUN) return;
    const { length, inQuery, inTarget } = run;
    if (inQuery.length === 1 && inTarget.length === 1) {
      if (same(query, (inQuery[0] ?? 0) + length, target, (inTarget[0] ?? 0) + length)) {
        extend({ length: length + 1, inQuery, inTarget });
      }
      return;
    }
    const next = parted(query, inQuery, length);
    for (const [word, places] of parted(target, inTarget, length)) {
      const others = next.get(word);
      if (others !== undefined) extend({ length: length + 1, inQuery: others, inTarget: places });
    }
  };
  for (const word of words) {
    const inQuery = query.places.get(word);
    const inTarget = target.places.get(word);
    if (inQuery !== undefined && inTarget !== undefined) extend({ length: 1, inQuery, inTarget });
  }
}

function same(query: TokenizedText, at: number, target: TokenizedText, other: number): boolean {
  const join = query.tokens.joins[at] ?? null;
  return (
    join !== null &&
    join === target.tokens.joins[other] &&
    query.tokens.words[at] === target.tokens.words[other]
  );
}

/** Places by what follows: the join and the word, where a run may go on. */
function parted({ tokens }: TokenizedText, places: readonly number[], length: number): Map<string, number[]> {
  const parts = new Map<string, number[]>();
  for (const place of places) {
    const join = tokens.joins[place + length] ?? null;
    if (join === null) continue;
    const next = `${join}\n${tokens.words[place + length] ?? ''}`;
    const known = parts.get(next);
    if (known === undefined) parts.set(next, [place]);
    else known.push(place);
  }
  return parts;
}
