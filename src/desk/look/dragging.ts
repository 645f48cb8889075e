import type { RefObject } from 'preact';

/** How far from its own place a dragged link must be let go, in pixels, so as to be moved. */
const SLIP = 8;

/**
 * Lets a link be dragged by its grip to another place of its list. Gives the place, from 1, where it was let go; `null`
 * where it is to stay, as after Escape.
 */
export function dragged(
  event: PointerEvent,
  list: RefObject<HTMLElement | null>,
  onDrop: (place: number | null) => void,
): void {
  const grip = event.currentTarget;
  const item = grip instanceof Element ? grip.closest<HTMLElement>('[data-link]') : null;
  if (!(grip instanceof HTMLElement) || item === null || list.current === null || event.button !== 0) return;
  event.preventDefault();
  const items = [...list.current.querySelectorAll<HTMLElement>('[data-link]')];
  const middles = items.map((one) => middleOf(one));
  const from = items.indexOf(item);
  const start = event.clientY + scrollY;
  grip.setPointerCapture(event.pointerId);
  item.classList.add('dragged');

  const shift = (now: PointerEvent) => now.clientY + scrollY - start;
  const placeAt = (by: number) => {
    const middle = (middles[from] ?? 0) + by;
    return middles.filter((other, i) => i !== from && other < middle).length;
  };
  const move = (now: PointerEvent) => {
    const by = shift(now);
    item.style.translate = `0 ${by}px`;
    const to = placeAt(by);
    items.forEach((other, i) => {
      const down = i > from && i <= to;
      const up = i < from && i >= to;
      if (other !== item)
        other.style.translate = down ? `0 ${-item.offsetHeight}px` : up ? `0 ${item.offsetHeight}px` : '';
    });
  };
  const heed = (key: KeyboardEvent) => {
    if (key.key !== 'Escape') return;
    key.preventDefault();
    key.stopPropagation();
    grip.releasePointerCapture(event.pointerId);
    leave();
    onDrop(null);
  };
  const end = (now: PointerEvent) => {
    leave();
    const by = shift(now);
    const to = placeAt(by);
    onDrop(now.type === 'pointerup' && Math.abs(by) > SLIP && to !== from ? to + 1 : null);
  };
  const leave = () => {
    removeEventListener('keydown', heed, true);
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', end);
    grip.removeEventListener('pointercancel', end);
    item.classList.remove('dragged');
    for (const one of items) one.style.translate = '';
  };
  addEventListener('keydown', heed, true);
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', end);
  grip.addEventListener('pointercancel', end);
}

function middleOf(item: HTMLElement): number {
  const { top, height } = item.getBoundingClientRect();
  return top + scrollY + height / 2;
}
