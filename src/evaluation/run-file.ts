import type { RankedDocument } from './measures.js';

/**
 * The lines `query Q0 document rank score tag` of a TREC run. Scores are written in the single precision that they
 * are ordered by, to the last digit: any reader gets the same order. White space in an id, which the format cannot
 * hold, is written as in a URL (`%20`).
 */
export function runLines(query: string, run: readonly RankedDocument[], tag: string): string {
  const start = `${field(query)} Q0 `;
  return run
    .map(({ id, score }, i) => `${start}${field(id)} ${i + 1} ${Math.fround(score)} ${tag}\n`)
    .join('');
}

function field(id: string): string {
  return /\s/.test(id) ? id.replace(/\s/g, encodeURIComponent) : id;
}
