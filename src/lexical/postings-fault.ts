import type { Postings } from './postings.js';

/**
 * What is wrong with postings that were read from a file, or `null`: terms that cannot be looked up, or lengths that
 * are none. The postings themselves, of which there are a hundred times as many, are not looked at: one of a text that
 * is not there counts for nothing.
 */
export function faultOfPostings({ labels, norms, terms, starts, rows }: Postings): string | null {
  if (new Set(labels).size !== labels.length) return 'two of its texts have one label';
  for (let i = 0; i < norms.length; i += 1) {
    const norm = norms[i] ?? 0;
    if (!(norm >= 0 && norm < Infinity)) return 'the length of a text is not a number';
  }
  if (starts[0] !== 0 || starts[terms.length] !== rows.length)
    return 'its terms do not share out its postings';
  for (let i = 0; i < terms.length; i += 1) {
    if (i > 0 && (terms[i] ?? 0) <= (terms[i - 1] ?? 0)) return 'its terms are not ascending';
    if ((starts[i + 1] ?? 0) < (starts[i] ?? 0)) return 'the postings of its terms overlap';
  }
  return null;
}
