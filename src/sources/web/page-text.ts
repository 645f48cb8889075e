import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';

/** Readability gives up beyond; the scan lets no more through. */
const MOST_ELEMENTS = 60_000;

/**
 * The main text of a scanned page as HTML, without menus, asides and footers, its links absolute; `null` where there
 * is none.
 *
 * @param html as `scanPage` gives it: bounded, so that no tree is too deep or too large
 * @param base what its links are relative to
 */
export function mainText(html: string, base: string): string | null {
  const { document } = parseHTML(html);
  for (const link of document.querySelectorAll('a[href]')) {
    const href = absolute(link.getAttribute('href') ?? '', base);
    if (href === null) link.removeAttribute('href');
    else link.setAttribute('href', href);
  }
  try {
    const found = new Readability(document, { maxElemsToParse: MOST_ELEMENTS, disableJSONLD: true }).parse();
    return found?.content ?? null;
  } catch {
    // It stumbles over some trees (its issue 836): a page that it cannot read has no main text.
    return null;
  }
}

/** A place on the same page keeps its `#`. */
function absolute(href: string, base: string): string | null {
  if (href.startsWith('#') || href === '') return href;
  try {
    return new URL(href, base).href;
  } catch {
    return null;
  }
}
