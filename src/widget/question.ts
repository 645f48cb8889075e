/** What of the question goes into the address as it is written in the attributes. */
const PASSED_ON = ['limit', 'mode', 'language', 'sponsored', 'paywalled'];

/**
 * Where the list is asked for: by `article-id`, or without one by the address of the page. `server` is the base
 * of the service, its path ending in a slash; `page` gives the absolute address of the page.
 */
export function questionAddress(
  server: string,
  attribute: (name: string) => string | null,
  page: () => string,
): string {
  const id = attribute('article-id');
  const address = new URL(id ? `v1/articles/${encodeURIComponent(id)}/related` : 'v1/related', server);
  if (!id) address.searchParams.set('url', page());
  for (const name of PASSED_ON) {
    const value = attribute(name);
    if (value) address.searchParams.set(name, value);
  }
  return address.href;
}
