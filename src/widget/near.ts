/** Calls back once, as soon as the element is within about a screen of what is seen, unless it is aborted before. */
export function whenNear(element: Element, signal: AbortSignal, then: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      then();
    },
    { rootMargin: '100%' },
  );
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
}
