/** A list as a reader gets it, as far as something is promised of it. */
export interface SeenList {
  readonly index: { readonly generation: string; readonly sequence: number };
  /** Ids of all articles that it names. */
  readonly named: readonly string[];
  /** Of everything but `index`. */
  readonly hash: string;
}

/** One request of a reader and what came of it. Times are milliseconds since 1970. */
export interface Seen {
  readonly path: string;
  readonly sent: number;
  /** For how long the server had waited for a processor by then. Milliseconds. */
  readonly waited: number;
  readonly received: number;
  readonly status: number;
  readonly tag: string | null;
  /** Of the bytes as they came. Of a 304: of those that the reader held. */
  readonly hash: string;
  /** `null` for what is no list. Of a 304: the list that the reader held. */
  readonly list: SeenList | null;
}

/** A generation becoming the served one: what the driver asked for, and when the command had ended. */
export interface Turn {
  readonly generation: string;
  readonly began: number;
  readonly ended: number;
  /** For how long the server had waited for a processor when it ended. Milliseconds. */
  readonly waited: number;
}

export const BREACHES = [
  /** Not answered with 200 or 304, or not at all. */
  'failed',
  /** The same entity tag on other bytes. */
  'tags',
  /** An earlier state of the catalogue than what was acknowledged, or shown, before it was asked. */
  'stale',
  /** Names an article that was deleted before it was asked. */
  'deleted',
  /** Of a generation that was not current then. */
  'foreign',
  /** The same generation and state of the catalogue, and another list. */
  'mixed',
] as const;
export type Breach = (typeof BREACHES)[number];

/** So long may a server take to serve what has become current, while it has a processor. Milliseconds. */
const TAKE_UP = 10_000;
/** Of each kind so many are told word by word. */
const TOLD = 5;

interface Served extends Pick<Seen, 'sent' | 'received' | 'waited'> {
  readonly generation: string;
}

/** Holds what readers see against what was acknowledged, published and decided. */
export class Expectations {
  readonly counts: Record<Breach, number> = {
    failed: 0,
    tags: 0,
    stale: 0,
    deleted: 0,
    foreign: 0,
    mixed: 0,
  };
  readonly told: string[] = [];
  /** Longest time for which a generation was answered from after another had become current. Milliseconds. */
  longestTakeUp = 0;
  readonly #hashes = new Map<string, string>();
  readonly #lists = new Map<string, string>();
  readonly #deleted = new Map<string, number>();
  readonly #turns: Turn[] = [];
  #waiting: Served[] = [];
  /** Sequence numbers that were known at these moments, both ascending. */
  readonly #known: { readonly at: number; readonly sequence: number }[] = [];

  /** `mayDiffer` says of which paths the lists change without the catalogue's sequence: editors decide about them. */
  constructor(private readonly mayDiffer: (path: string) => boolean) {}

  /** A write was acknowledged, or an answer shown, of that state of the catalogue. */
  know(sequence: number, at: number): void {
    if (sequence > (this.#known.at(-1)?.sequence ?? -1)) this.#known.push({ at, sequence });
  }

  deleted(id: string, at: number): void {
    this.#deleted.set(id, at);
  }

  /** Somebody asked for it to be there again: from now on it may be shown. */
  wanted(id: string): void {
    this.#deleted.delete(id);
  }

  /** Turns come one after another: all that began before this one ended are known then. */
  turn(turn: Turn): void {
    this.#turns.push(turn);
    this.#waiting = this.#waiting.filter((served) => served.received > turn.ended || this.#isJudged(served));
  }

  see(seen: Seen): void {
    const { path, sent, received, waited, status, tag, hash, list } = seen;
    if (status !== 200 && status !== 304) {
      this.breach('failed', `${path} is answered with ${status}`);
      return;
    }
    if (tag !== null && !isFirst(this.#hashes, `${path} ${tag}`, hash))
      this.breach('tags', `${path} has other bytes under ${tag}`);
    if (list === null) return;
    const { index, named } = list;
    const least = this.#known.findLast(({ at }) => at < sent)?.sequence ?? 0;
    if (index.sequence < least)
      this.breach('stale', `${path} knows change ${index.sequence}, and ${least} was known before`);
    const gone = named.find((id) => (this.#deleted.get(id) ?? Number.POSITIVE_INFINITY) < sent);
    if (gone !== undefined) this.breach('deleted', `${path} names ${gone}, which was deleted`);
    const state = `${path} ${index.generation} ${index.sequence}`;
    if (!this.mayDiffer(path) && !isFirst(this.#lists, state, list.hash))
      this.breach('mixed', `${state} has two lists`);
    this.#waiting.push({ generation: index.generation, sent, received, waited });
    this.know(index.sequence, received);
  }

  /** No more turns are to come. */
  end(): void {
    for (const served of this.#waiting) this.#isJudged(served);
    this.#waiting = [];
  }

  breach(kind: Breach, what: string): void {
    this.counts[kind] += 1;
    if (this.counts[kind] <= TOLD) this.told.push(`${kind}: ${what}`);
  }

  #isJudged({ generation, sent, received, waited }: Served): true {
    const delays = this.#turns.flatMap((turn, place) => {
      if (turn.generation !== generation || turn.began > received) return [];
      const next = this.#turns[place + 1];
      return [next === undefined ? 0 : Math.max(0, sent - next.ended - (waited - next.waited))];
    });
    const delay = Math.min(...delays);
    if (delays.length === 0) this.breach('foreign', `${generation} was not published`);
    else if (delay > TAKE_UP)
      this.breach('foreign', `${generation} is served ${delay.toFixed(0)} ms after the next`);
    else this.longestTakeUp = Math.max(this.longestTakeUp, delay);
    return true;
  }
}

function isFirst(known: Map<string, string>, key: string, value: string): boolean {
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before === undefined || before === value;
}
