import { SourceError } from '../errors.js';

/** Names of parameters whose values open doors. */
const SECRET = /(^|[_-]|api|access)(key|token|secret|pass|password|sig|signature|auth)$/i;

/**
 * What an address on the web names, without its fragment, which no server is told. Throws a `SourceError` for
 * anything but http and https. A name and password in it are refused: addresses end up in catalogues and logs; a key
 * belongs in a header, which stays with its origin.
 */
export function webAddress(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (error) {
    throw new SourceError(
      `${JSON.stringify(text.replace(/\/\/.*@/s, '//'))} is not an address on the web. Expected one such as https://example.org/feed.xml. Correct it.`,
      { cause: error },
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SourceError(
      `${shown(url)} cannot be read from the web. Expected an address that begins with http:// or https://, received ${JSON.stringify(url.protocol)}. Correct it.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new SourceError(
      `The address of ${shown(url)} holds a name or password. Expected none there, since addresses are stored and logged. Send it in a header: Authorization.`,
    );
  }
  url.hash = '';
  return url;
}

/** An address for the eye: without name and password, and without the values of parameters that are keys. */
export function shown(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  for (const name of new Set(bare.searchParams.keys())) {
    if (SECRET.test(name)) bare.searchParams.set(name, '...');
  }
  return bare.href;
}
