import { COPY_RESEMBLANCE, resemblance } from '../text/signature.js';
import type { Archive } from './archive.js';

/** An article and, by key, the near-identical ones that stand behind it. */
export type WithCopies<T> = T & { readonly copies: readonly number[] };

/**
 * The first `limit` candidates of which none is a near-identical copy of an earlier one, or of `own`, the article
 * asked about; copies of an earlier one are kept behind it. Different articles on one event are not copies.
 */
export function collapseCopies<T extends { readonly key: number }>(
  ranked: readonly T[],
  own: Uint32Array | null,
  limit: number,
  archive: Pick<Archive, 'signatures'>,
): WithCopies<T>[] {
  const kept: { candidate: T; signature: Uint32Array | undefined; copies: number[] }[] = [];
  for (const page of pages(ranked, Math.max(limit * 2, 16))) {
    const signatures = archive.signatures(page.map((candidate) => candidate.key));
    for (const candidate of page) {
      const signature = signatures.get(candidate.key);
      if (copied(own, signature)) continue;
      const original = kept.find((other) => copied(other.signature, signature));
      if (original !== undefined) original.copies.push(candidate.key);
      else if (kept.length < limit) kept.push({ candidate, signature, copies: [] });
    }
    // Copies have nearly the score of their original: those beyond this page are not looked for.
    if (kept.length >= limit) break;
  }
  return kept.map(({ candidate, copies }) => ({ ...candidate, copies }));
}

function copied(a: Uint32Array | null | undefined, b: Uint32Array | null | undefined): boolean {
  return (
    a !== null && a !== undefined && b !== null && b !== undefined && resemblance(a, b) >= COPY_RESEMBLANCE
  );
}

function* pages<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
