/** A link of the list; positions count from 1. */
interface Place {
  readonly id: string;
  readonly position: number;
}

/** So long must half of an item be seen without interruption to count. Milliseconds. */
const SEEN = 1_000;

/** Whether the reader asked not to be counted. */
export function wantsNoCounting(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    readonly doNotTrack?: string | null;
    readonly globalPrivacyControl?: boolean;
  };
  const older = (window as Window & { readonly doNotTrack?: string | null }).doNotTrack;
  return doNotTrack === '1' || older === '1' || globalPrivacyControl === true;
}

/**
 * Counts which items were seen, and which were clicked. What was seen is told when the page is left or hidden, or with
 * a click, or at the end. Whose id is in `counted` was seen before, in a list that this one replaces, and is not
 * counted again; those that are seen now are added to it. Returns how to end it.
 */
export function countClicks(
  address: string,
  article: string,
  items: readonly HTMLElement[],
  ids: readonly string[],
  counted: Set<string>,
): () => void {
  const places = new Map<Element, Place>(
    items.map((item, i) => [item, { id: ids[i] ?? '', position: i + 1 }]),
  );
  const unseen = new Map([...places].filter(([, { id }]) => !counted.has(id)));
  const timers = new Map<Element, number>();
  let impressions: Place[] = [];
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        clearTimeout(timers.get(target));
        if (intersectionRatio >= 0.5) timers.set(target, setTimeout(seen, SEEN, target));
      }
    },
    { threshold: 0.5 },
  );
  const seen = (item: Element) => {
    observer.unobserve(item);
    const place = unseen.get(item);
    if (place && unseen.delete(item)) {
      counted.add(place.id);
      impressions.push(place);
    }
  };
  const send = (clicks: readonly Place[]) => {
    if (!impressions.length && !clicks.length) return;
    // Not sendBeacon, which sends along the cookies of the server's site. Text needs no preflight.
    fetch(address, {
      method: 'POST',
      body: JSON.stringify({ article, impressions, clicks }),
      mode: 'no-cors',
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'origin',
    }).catch(() => {});
    impressions = [];
  };
  const pause = () => {
    observer.disconnect();
    for (const timer of timers.values()) clearTimeout(timer);
    send([]);
  };
  const follow = () => {
    pause();
    // An observer says at once how things stand, so that a second begins anew.
    if (document.visibilityState !== 'hidden') for (const item of unseen.keys()) observer.observe(item);
  };
  const ended = new AbortController();
  const on = (target: EventTarget, type: string, then: (event: Event) => void) =>
    target.addEventListener(type, then, { signal: ended.signal });
  for (const [item, place] of places) {
    const clicked = (event: Event) => {
      // Of the other buttons only the middle one opens a link.
      const link = (event.target as Element).closest('a');
      if (link && (event as MouseEvent).button < 2) send([place]);
    };
    on(item, 'click', clicked);
    on(item, 'auxclick', clicked);
  }
  on(document, 'visibilitychange', follow);
  on(window, 'pagehide', pause);
  follow();
  return () => {
    ended.abort();
    pause();
  };
}
