import { COPY_RESEMBLANCE, resemblance } from '../text/signature.js';
import type { Archive } from './archive.js';

/** An article and, by key, the near-identical ones that stand behind it. */
export type WithCopies<T> = T & { readonly copies: readonly number[] };

/** What stands before and beside the candidates when copies are looked for. */
export interface Beside<T> {
  /** Shown whatever they resemble; what is a copy of one stands behind it. */
  readonly pinned: readonly T[];
  /** What is a copy of one of these is left out: of the article asked about, and of what is blocked. */
  readonly unwanted: readonly Uint32Array[];
}

export interface Collapsed<T> {
  readonly pinned: readonly WithCopies<T>[];
  readonly others: readonly WithCopies<T>[];
}

interface Group<T> {
  readonly leader: T;
  readonly signature: Uint32Array | undefined;
  readonly copies: number[];
}

/**
 * The first `limit` candidates of which none is a near-identical copy of an earlier one, of one that is pinned, or of
 * one that is unwanted; copies of an earlier one are kept behind it. Different articles on one event are not copies.
 */
export function collapseCopies<T extends { readonly key: number }>(
  ranked: readonly T[],
  { pinned, unwanted }: Beside<T>,
  limit: number,
  archive: Pick<Archive, 'signatures'>,
): Collapsed<T> {
  const signed = pinned.length === 0 ? null : archive.signatures(pinned.map(({ key }) => key));
  const first = pinned.map(
    (leader): Group<T> => ({ leader, signature: signed?.get(leader.key), copies: [] }),
  );
  const taken = new Set(pinned.map(({ key }) => key));
  const kept: Group<T>[] = [];
  for (const page of pages(ranked, Math.max(limit * 2, 16))) {
    const signatures = archive.signatures(page.map(({ key }) => key));
    for (const candidate of page) {
      const signature = signatures.get(candidate.key);
      if (taken.has(candidate.key) || unwanted.some((other) => copied(other, signature))) continue;
      const isCopy = (group: Group<T>) => copied(group.signature, signature);
      const original = first.find(isCopy) ?? kept.find(isCopy);
      if (original !== undefined) original.copies.push(candidate.key);
      else if (kept.length < limit) kept.push({ leader: candidate, signature, copies: [] });
    }
    // Copies have nearly the score of their original: those beyond this page are not looked for.
    if (kept.length >= limit) break;
  }
  return { pinned: first.map(withCopies), others: kept.map(withCopies) };
}

function withCopies<T>({ leader, copies }: Group<T>): WithCopies<T> {
  return { ...leader, copies };
}

function copied(a: Uint32Array | undefined, b: Uint32Array | undefined): boolean {
  return a !== undefined && b !== undefined && resemblance(a, b) >= COPY_RESEMBLANCE;
}

function* pages<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
