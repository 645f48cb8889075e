import { COPY_RESEMBLANCE, resemblance } from '../text/signature.js';
import type { Archive, RecommendQuery } from './archive.js';
import type { Recommended } from './score.js';

/**
 * The best `limit` candidates of which none is a near-identical copy of the article asked about, or of a better
 * one; copies of a better one are kept behind it. Different articles on one event are not copies.
 */
export function collapseCopies(
  query: RecommendQuery,
  candidates: readonly Recommended[],
  limit: number,
  archive: Pick<Archive, 'signatures'>,
): Recommended[] {
  const shown: { candidate: Recommended; signature: Uint32Array | undefined; copies: number[] }[] = [];
  for (const page of pages(candidates, Math.max(limit * 4, 16))) {
    const signatures = archive.signatures(page.map((candidate) => candidate.key));
    for (const candidate of page) {
      const signature = signatures.get(candidate.key);
      if (copied(query.signature, signature)) continue;
      const original = shown.find((other) => copied(other.signature, signature));
      if (original !== undefined) original.copies.push(candidate.key);
      else if (shown.length < limit) shown.push({ candidate, signature, copies: [] });
    }
    // Copies have nearly the score of their original: those beyond this page are not looked for.
    if (shown.length >= limit) break;
  }
  return shown.map(({ candidate, copies }) => ({ ...candidate, copies }));
}

function copied(a: Uint32Array | null | undefined, b: Uint32Array | null | undefined): boolean {
  return (
    a !== null && a !== undefined && b !== null && b !== undefined && resemblance(a, b) >= COPY_RESEMBLANCE
  );
}

function* pages<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
