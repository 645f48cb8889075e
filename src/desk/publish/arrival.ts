import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * For the heading of what takes the place of a button that was pressed: the focus goes there where it would be lost,
 * so that whoever works by keyboard goes on from there.
 */
export function useArrival(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
