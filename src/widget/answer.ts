/** What the server answers, as far as a list shows it. */
export interface Answer {
  readonly article: { readonly id: string } | null;
  readonly related: readonly Link[];
}

export interface Link {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly summary: string | null;
  readonly image: string | null;
  readonly section: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
  readonly sponsored: boolean;
  readonly reasons: readonly { readonly text: string }[];
}

/** A link whose address may be followed. */
export type ShownLink = Link & { readonly url: string };

/** Absolute http(s) only: `javascript:`, `data:` and addresses that mean another page elsewhere are none. */
export function isWebAddress(address: string | null): address is string {
  return /^https?:\/\/[^/?#\s]/i.test(address ?? '');
}

/** Those links that lead somewhere. Throws where the answer is not a list of links. */
export function linksOf(answer: Answer): ShownLink[] {
  return answer.related.filter((link): link is ShownLink => isWebAddress(link.url));
}
