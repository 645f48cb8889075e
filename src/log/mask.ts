/** What stands in place of a secret. */
export const MASK = '[masked]';

/** Names of fields and parameters whose values nobody is told. */
const SECRET_NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-csrf-token|x-ghost-signature|x-seealso-signature|' +
  'api[_-]?key|key|token|access[_-]?token|csrf[_-]?token|secret|client[_-]?secret|password|passwd|signature|seealso_desk';

const SECRET_NAME = new RegExp(`^(?:${SECRET_NAMES})$`, 'i');

/** Secrets by their form, wherever they stand: after what is kept of them as `$1`. */
const FORMS: readonly RegExp[] = [
  // A header, up to the end of its line: cookies are several.
  /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?|(?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
  /\b((?:Bearer|Basic|Ghost)\s+)[\w.~+/=-]{4,}/g,
  // A parameter, a cookie, a field of JSON.
  new RegExp(
    `((?:^|[?&;,{\\s"'])(?:${SECRET_NAMES})["']?(?:=|":\\s*|':\\s*|:\\s+["'])["']?)[^&\\s"',;}#]+`,
    'gi',
  ),
  // Name and password in an address.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+(?=@)/gi,
  // A key as `seealso keys add` gives it, and a signature.
  /\b(seealso_)[\w-]{40,}/g,
  /\b(sha256=)[0-9a-f]{16,}/gi,
];

/** So much of a text is looked at beyond what is kept of it: no secret is longer. Characters. */
const BEYOND = 1_000;

/** A shorter one would be found in words that hold none. Characters. */
const SHORTEST = 4;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Takes out of a text these secrets, and whatever has the form of one. */
export function createMask(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= SHORTEST);
  // The longest first: one may be the beginning of another.
  const forms = [...new Set(known)]
    .flatMap((secret = '') => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const secret of forms) masked = masked.replaceAll(secret, MASK);
    for (const form of FORMS) masked = masked.replace(form, `$1${MASK}`);
    return masked;
  };
}

/** So much of the text, masked before it is cut: half of a secret is one too. */
export function masked(text: string, mask: (text: string) => string, longest: number): string {
  const said = mask(text.slice(0, longest + BEYOND));
  return said.length > longest ? `${said.slice(0, longest)}…` : said;
}
