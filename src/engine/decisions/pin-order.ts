/** The last place that a pin can have: no list is longer. */
export const PLACES = 50;

/** The places of an article's pins in one mode, by key of the pinned article: from 1, each once. */
export type Places = ReadonlyMap<number, number>;

export interface Move {
  readonly key: number;
  /** Where it shall stand. */
  readonly position: number;
  /** Where it stands in the list that is looked at; `null` where it is not in it. */
  readonly from: number | null;
}

/**
 * The places after one article was dragged to another: those between there and where it came from shift by one towards
 * the place that it left. What comes from outside pushes away only what stands in its way, upwards where there is no
 * room below. The others keep their order. There are fewer than `PLACES` of them.
 */
export function arrange(pins: Places, { key, position, from }: Move): Map<number, number> {
  const seen = asSeen(pins, key, from);
  const others = [...seen].filter(([other]) => other !== key);
  const taken = new Set(others.map(([, place]) => place));
  const own = seen.get(key) ?? from;
  // What is said to come from another's place was seen in a list that has changed since.
  const left = from === null || own === null || taken.has(own) ? nearestFree(taken, position) : own;
  const places = others.map(([other, place]): [number, number] => {
    if (place >= position && place < left) return [other, place + 1];
    if (place <= position && place > left) return [other, place - 1];
    return [other, place];
  });
  return new Map([...places, [key, position]]);
}

/** The first place from this one on that is free, or the last before it. */
function nearestFree(taken: ReadonlySet<number>, position: number): number {
  let free = position;
  while (taken.has(free)) free += 1;
  if (free <= PLACES) return free;
  free = position;
  while (taken.has(free)) free -= 1;
  return free;
}

/**
 * The places as they are seen in a list that is too short for them: where an article stands before its own place,
 * nothing but pins stands from there on, without gaps.
 */
function asSeen(pins: Places, key: number, from: number | null): Places {
  const own = pins.get(key);
  if (from === null || own === undefined || from >= own) return pins;
  const ascending = [...pins].sort(([, a], [, b]) => a - b);
  const rank = ascending.findIndex(([other]) => other === key);
  // More pins than places before it: the list that was looked at is another.
  if (rank >= from) return pins;
  return new Map(
    ascending.map(([other, place], i) => [
      other,
      i < rank ? Math.min(place, from + i - rank) : from + i - rank,
    ]),
  );
}
