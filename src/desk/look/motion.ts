import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const MOVE_MS = 180;

/** Lets the links of a list glide to where they stand now; not for readers who want little motion. */
export function useGliding(list: RefObject<HTMLElement | null>, order: readonly string[]): void {
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  useLayoutEffect(() => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-link]') ?? [])];
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const now = new Map(
      items.map((item) => [item.dataset.link ?? '', item.getBoundingClientRect().top - top] as const),
    );
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const item of isStill ? [] : items) {
      const id = item.dataset.link ?? '';
      const from = before.current.get(id);
      const shift = from === undefined ? 0 : from - (now.get(id) ?? 0);
      if (Math.abs(shift) < 2) continue;
      item.animate([{ transform: `translateY(${shift}px)` }, { transform: 'none' }], {
        duration: MOVE_MS,
        easing: 'ease-out',
      });
    }
    before.current = now;
  }, [order.join('\n')]);
}

interface Held {
  readonly link: string;
  readonly act: string;
  readonly place: number;
}

/**
 * Keeps the keyboard where it was: a link that moves takes the focus along, and one that goes leaves it to what stands
 * in its place. Gives what is to be called before something changes.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>, order: readonly string[]): () => void {
  const held = useRef<Held | null>(null);
  useLayoutEffect(() => {
    const was = held.current;
    if (was === null || list.current === null) return;
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const items = [...list.current.querySelectorAll<HTMLElement>('[data-link]')];
    const same = items.find(({ dataset }) => dataset.link === was.link);
    const at = same ?? items[Math.min(was.place, items.length - 1)];
    const act = same === undefined ? 'open' : was.act;
    const target =
      at?.querySelector<HTMLElement>(`[data-act="${act}"]:not(:disabled)`) ?? at?.querySelector('a');
    target?.focus();
  });
  return () => {
    const focused = document.activeElement;
    const item = focused?.closest<HTMLElement>('[data-link]');
    const link = item?.dataset.link;
    held.current =
      link === undefined || !(focused instanceof HTMLElement)
        ? null
        : { link, act: focused.dataset.act ?? 'open', place: order.indexOf(link) };
  };
}
