/** What a tokenizer puts around a text: for BERT `[CLS]` before and `[SEP]` after. */
export interface TokenFrame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const PROBES = ['a', 'the', '.', '1', '文'];

/**
 * Finds the special tokens that a tokenizer adds, by comparing a short text tokenised with and without them;
 * `null` where its result with them does not hold the one without.
 */
export function findTokenFrame(
  encode: (text: string, specialTokens: boolean) => readonly number[],
): TokenFrame | null {
  for (const probe of PROBES) {
    const bare = encode(probe, false);
    if (bare.length === 0) continue;
    const framed = encode(probe, true);
    for (let start = 0; start + bare.length <= framed.length; start++) {
      if (bare.every((id, i) => framed[start + i] === id)) {
        return { before: framed.slice(0, start), after: framed.slice(start + bare.length) };
      }
    }
  }
  return null;
}
