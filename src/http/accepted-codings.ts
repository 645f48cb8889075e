import { LRUCache } from 'lru-cache';

/** Smaller answers would hardly get smaller. Bytes. */
export const WORTH_PACKING = 1024;

/** In what an answer of ours can be packed; `identity` is as it is. The first is liked best. */
export const CODINGS = ['br', 'gzip', 'identity'] as const;
export type Coding = (typeof CODINGS)[number];

export interface AcceptedCodings {
  /** The one to send. */
  readonly best: Coding;
  /** All that the client can unpack; `identity` always, as every client reads it. */
  readonly all: readonly Coding[];
}

/** Browsers send few different headers; others may send as many as they like. */
const known = new LRUCache<string, AcceptedCodings>({ max: 500 });

/** What of ours the header `Accept-Encoding` takes (RFC 9110, 12.5.3); without one, nothing is packed. */
export function acceptedCodings(header: string | undefined): AcceptedCodings {
  const given = header ?? '';
  let accepted = known.get(given);
  if (accepted === undefined) {
    accepted = read(given);
    known.set(given, accepted);
  }
  return accepted;
}

/** Stands for what is not named, below every weight that a client can give. */
const UNNAMED = 0.0001;

function read(header: string): AcceptedCodings {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const weight = parameters.find((text) => /^q *=/.test(text))?.replace(/^q *= */, '') ?? '1';
    // A weight that is none says no.
    weights.set(name, Number(weight) || 0);
  }
  const weightOf = (coding: Coding) =>
    weights.get(coding) ?? weights.get('*') ?? (coding === 'identity' ? UNNAMED : 0);
  const all = CODINGS.filter((coding) => coding === 'identity' || weightOf(coding) > 0);
  // Of equals the first.
  const best = all.reduce((one, other) => (weightOf(other) > weightOf(one) ? other : one));
  return { best, all };
}
