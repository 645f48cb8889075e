/** Statuses that may pass by themselves. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What keeps a connection from being made or whole, and may pass by itself. */
const PASSING_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
]);

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** The longest wait that a server may ask for and get. Milliseconds. */
export const LONGEST_RETRY_AFTER = 5 * 60_000;

export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

export function isPassingFailure(error: unknown): boolean {
  return PASSING_CODES.has(codeOf(error));
}

/** An error's code, such as `ECONNRESET`; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Milliseconds to wait after the n-th attempt (from 1): 1 s, doubled each time up to a minute, of which chance takes
 * away up to half, so that many who failed together do not come back together.
 *
 * @param chance from 0 to 1
 */
export function backOff(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return Math.round(whole * (1 - chance / 2));
}

/**
 * Milliseconds that a `Retry-After` asks to wait, in seconds or until a date (RFC 9110, section 10.2.3); 0 for what
 * is past, unreadable or missing.
 */
export function retryAfter(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? 0 : Math.max(0, wait);
}
