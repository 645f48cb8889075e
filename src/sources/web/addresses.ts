import { shown } from '../../web/address.js';

/** An absolute http or https address without fragment; `null` for what is none. */
export function resolved(written: string | null | undefined, base: string): string | null {
  const text = (written ?? '').trim();
  if (text === '' || text.length > 8_192) return null;
  const url = parse(text, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  url.hash = '';
  return url.href;
}

// Not `URL.canParse`: once compiled, that of Node 20 says false of some addresses with letters such as ü.
function parse(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** An address for names, locations and messages: without the values of parameters that are keys. */
export function told(address: string): string {
  const url = parse(address);
  return url === null ? address : shown(url);
}

/** Whether two addresses are of one site: of one host, but for `www.`, or one host is a subdomain of the other. */
export function sameSite(a: string, b: string): boolean {
  const [first, second] = [bareHost(a), bareHost(b)];
  if (first === null || second === null) return false;
  return first === second || isUnder(first, second) || isUnder(second, first);
}

function isUnder(host: string, parent: string): boolean {
  return parent.includes('.') && !/^[\d.]+$/.test(parent) && host.endsWith(`.${parent}`);
}

function bareHost(address: string): string | null {
  return (
    parse(address)
      ?.hostname.replace(/\.+$/, '')
      .replace(/^www\./, '') ?? null
  );
}
