import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Who asks, by address. */
export type ClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  loopback: ['127.0.0.0/8', '::1'],
  private: [
    '127.0.0.0/8',
    '::1',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '169.254.0.0/16',
    'fc00::/7',
    'fe80::/10',
  ],
};

/**
 * Of a proxy in `trusted` (addresses, networks, `loopback`, `private`, `none`), the address that it asks for: the last one
 * in `X-Forwarded-For` that is no such proxy itself, since whatever stands before that is what a client has said.
 */
export function clientAddress(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const network of trusted.flatMap((one) => NETWORKS[one] ?? [one])) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

  return ({ socket, headers }) => {
    let address = bare(socket.remoteAddress ?? '');
    const told = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',').reverse();
    for (const one of told) {
      const before = bare(one.trim());
      if (isIP(address) === 0 || !isProxy(address) || isIP(before) === 0) break;
      address = before;
    }
    return address === '' ? 'unknown' : address;
  };
}

/** Without a port, brackets, a zone, or what makes an IPv6 address of one of IPv4. */
function bare(text: string): string {
  const address = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}
