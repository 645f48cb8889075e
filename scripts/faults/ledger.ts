/** What somebody wants a place to hold from now on; `UNKNOWN` where only the answer tells. */
export type Wish = Readonly<Record<string, string>>;

/** Stands for a value that the answer will tell, such as the name of a new generation. */
export const UNKNOWN = '(unknown)';

/** What happened to a wish, in the order in which the driver saw it. */
export type LedgerEvent =
  | { readonly kind: 'asked'; readonly number: number; readonly wish: Wish }
  /** `wish`: what it has become, where that was not known before. */
  | { readonly kind: 'acknowledged'; readonly number: number; readonly wish: Wish }
  | { readonly kind: 'refused'; readonly number: number };

/**
 * What was acknowledged, place by place (an article, a pin, the current generation), and what was asked for without an
 * answer so far, which may hold or not. Kept outside of the program that is put to the test.
 */
export class Ledger {
  readonly #held = new Map<string, string>();
  readonly #open = new Map<number, Wish>();
  #asked = 0;
  #acknowledged = 0;

  constructor(private readonly tell: (event: LedgerEvent) => void = () => undefined) {}

  /** Writes that were acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  get places(): string[] {
    const places = new Set(this.#held.keys());
    for (const wish of this.#open.values()) for (const place of Object.keys(wish)) places.add(place);
    return [...places];
  }

  held(place: string): string | undefined {
    return this.#held.get(place);
  }

  /** Whether an answer about this place is still to come. */
  isOpen(place: string): boolean {
    return [...this.#open.values()].some((wish) => place in wish);
  }

  ask(wish: Wish): { acknowledge(known?: Wish): void; refuse(): void } {
    this.#asked += 1;
    const number = this.#asked;
    this.take({ kind: 'asked', number, wish });
    return {
      acknowledge: (known = wish) => this.take({ kind: 'acknowledged', number, wish: known }),
      refuse: () => this.take({ kind: 'refused', number }),
    };
  }

  /** Takes over an event of this ledger or of another that is followed. */
  take(event: LedgerEvent): void {
    this.tell(event);
    if (event.kind === 'asked') this.#open.set(event.number, event.wish);
    else this.#open.delete(event.number);
    if (event.kind !== 'acknowledged') return;
    this.#acknowledged += 1;
    for (const [place, value] of Object.entries(event.wish)) this.#held.set(place, value);
  }

  /** What was lost: places that hold neither what was acknowledged last nor what was asked for since. */
  lost(found: ReadonlyMap<string, string>): string[] {
    return this.places.flatMap((place) => {
      const value = found.get(place) ?? '';
      const wanted = [...this.#open.values()].flatMap((wish) => wish[place] ?? []);
      const held = this.#held.get(place) ?? '';
      if (value === held || wanted.includes(value)) return [];
      // A generation that nobody was told of is the one that was being made.
      if (wanted.includes(UNKNOWN) && value > held) return [];
      const or = wanted.length === 0 ? '' : ` or ${wanted.map(shown).join(', ')}`;
      return [`${place} holds ${shown(value)}, acknowledged was ${shown(held)}${or}`];
    });
  }

  /** After a kill: what is found holds, and nothing more is to come. */
  settle(found: ReadonlyMap<string, string>): void {
    for (const place of this.places) this.#held.set(place, found.get(place) ?? '');
    this.#open.clear();
  }
}

function shown(value: string): string {
  return value === '' ? 'nothing' : JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
