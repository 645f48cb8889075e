/** Absolute http(s) only: what begins with `javascript:` or `data:`, or means another page elsewhere, is none. */
export function isWebAddress(address: string | null): address is string {
  return /^https?:\/\/[^/?#\s]/i.test(address ?? '');
}
