import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../src/http/client-address.js';

const from = (trusted: readonly string[], remoteAddress: string | undefined, told?: string) =>
  clientAddress(trusted)({
    socket: { remoteAddress },
    headers: told === undefined ? {} : { 'x-forwarded-for': told },
  } as unknown as Parameters<ReturnType<typeof clientAddress>>[0]);

describe('who asks', () => {
  it.each<[readonly string[], string | undefined, string | undefined, string]>([
    [['loopback'], '192.0.2.1', undefined, '192.0.2.1'],
    [['loopback'], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    [['loopback'], '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    [['loopback'], '::ffff:127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    [['loopback'], '::1', '[2001:db8::7]:4711', '2001:db8::7'],
    [['loopback'], '127.0.0.1', undefined, '127.0.0.1'],
    // What stands before is what the client itself has said.
    [['loopback'], '127.0.0.1', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
    [['loopback'], '127.0.0.1', '198.51.100.7, 203.0.113.9, 127.0.0.1', '203.0.113.9'],
    [['loopback'], '127.0.0.1', 'unknown', '127.0.0.1'],
    [['loopback'], '127.0.0.1', '203.0.113.9, <script>', '127.0.0.1'],
    [['none'], '127.0.0.1', '203.0.113.9', '127.0.0.1'],
    [['private'], '10.1.2.3', '203.0.113.9, 192.168.1.1', '203.0.113.9'],
    [['192.0.2.1', '10.0.0.0/8'], '192.0.2.1', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
    [['2001:db8::/32'], '2001:db8::1', '203.0.113.9', '203.0.113.9'],
    [['loopback'], undefined, '203.0.113.9', 'unknown'],
  ])('behind %j, connected as %s and told %s, is %s', (trusted, connected, told, expected) => {
    expect(from(trusted, connected, told)).toBe(expected);
  });
});
