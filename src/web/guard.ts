import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { SourceError, UsageError } from '../errors.js';

/** The address, or one that its name leads to, is not a public one and not allowed. */
export class RefusedAddressError extends SourceError {}

/** What may be reached besides public addresses: everything, or hosts, addresses and CIDR ranges. */
export type AllowPrivate = boolean | readonly string[];

export interface Guard {
  /**
   * Throws a `RefusedAddressError` unless every address may be reached. `hostname` is as in a `URL`; the addresses
   * are what it was resolved to, or the one that it is (`literalOf`).
   */
  check(hostname: string, addresses: readonly string[]): void;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** What is handed out to anybody (RFC 4291, section 2.4): all other IPv6 is special, reserved or embeds an IPv4. */
const GLOBAL_UNICAST: Range = [ipaddr.parse('2000::'), 3];

/** IPv6 forms that reach an IPv4 address in their last four bytes: mapped (RFC 4291), and NAT64 (RFC 6052). */
const CARRIERS: readonly Range[] = [
  [ipaddr.parse('::ffff:0:0'), 96],
  [ipaddr.parse('64:ff9b::'), 96],
];

/** Public by its number, yet the host's own services answer there in one cloud (Azure). */
const PLATFORM = '168.63.129.16';

const MEANINGS: Readonly<Record<string, string>> = {
  carrierGradeNat: "an address behind a provider's NAT",
  linkLocal: 'a link-local address, as those of cloud metadata',
  loopback: 'this machine itself',
  multicast: 'a multicast address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  unspecified: 'this machine itself',
};

/** Lets through what is public unicast, and what is allowed. Throws a `UsageError` for what allows nothing. */
export function createGuard(allowed: AllowPrivate): Guard {
  const { everything, hosts, ranges } = readAllowed(allowed);
  return {
    check(hostname, addresses) {
      if (everything || hosts.has(plainHost(hostname))) return;
      for (const address of addresses) {
        const parsed = parse(address);
        if (parsed !== null && ranges.some((range) => within(parsed, range))) continue;
        const reason = parsed === null ? 'not an IP address' : refusal(parsed);
        if (reason !== null) throw refused(hostname, address, reason);
      }
    },
  };
}

/** The IP address that a host is by itself, without brackets; `null` for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/** What stands against reaching an address; `null` where it is public. */
function refusal(address: Address): string | null {
  const range = address.range();
  if (range !== 'unicast') return MEANINGS[range] ?? `a special address (${range})`;
  if (address.kind() === 'ipv6' && !within(address, GLOBAL_UNICAST)) return 'a special address (reserved)';
  return address.toString() === PLATFORM ? "a cloud's own service" : null;
}

function refused(hostname: string, address: string, reason: string): RefusedAddressError {
  const host = plainHost(hostname);
  const leads = host === address ? `${host} is` : `${host} leads to ${address},`;
  return new RefusedAddressError(
    `${leads} ${reason}. Expected a public address; nothing was asked there. If it is meant, allow it: with --allow-private, or in the file of watch: allowPrivate: [${JSON.stringify(host)}].`,
  );
}

/** The address that is reached in the end: forms that carry an IPv4 are judged by it. */
function parse(text: string): Address | null {
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.parse(text);
  return CARRIERS.some((range) => within(address, range))
    ? ipaddr.fromByteArray(address.toByteArray().slice(-4))
    : address;
}

function within(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

interface Allowed {
  readonly everything: boolean;
  readonly hosts: ReadonlySet<string>;
  readonly ranges: readonly Range[];
}

function readAllowed(allowed: AllowPrivate): Allowed {
  if (typeof allowed === 'boolean') return { everything: allowed, hosts: new Set(), ranges: [] };
  const hosts = new Set<string>();
  const ranges: Range[] = [];
  for (const entry of allowed) {
    if (ipaddr.isValidCIDR(entry)) {
      ranges.push(ipaddr.parseCIDR(entry));
      continue;
    }
    const host = hostOf(entry);
    const address = parse(host);
    if (address === null) hosts.add(host);
    else ranges.push([address, address.kind() === 'ipv4' ? 32 : 128]);
  }
  return { everything: false, hosts, ranges };
}

function hostOf(entry: string): string {
  const bracketed = isIP(entry) === 6 ? `[${entry}]` : entry;
  const url = URL.canParse(`http://${bracketed}`) ? new URL(`http://${bracketed}`) : null;
  const rest = url === null ? '' : `${url.username}${url.password}${url.port}${url.search}${url.hash}`;
  if (url === null || rest !== '' || url.pathname !== '/' || /[*_]/.test(url.hostname)) {
    throw new UsageError(
      `${JSON.stringify(entry)} cannot be allowed as a private address. Expected a host ("cms.intern"), an address ("10.0.0.5") or a range ("10.0.0.0/8"). Correct it.`,
    );
  }
  return plainHost(url.hostname);
}

function plainHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
