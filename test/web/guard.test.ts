import { describe, expect, it } from 'vitest';
import { SourceError, UsageError } from '../../src/errors.js';
import { guardedConnector } from '../../src/web/connector.js';
import { createGuard, literalOf, RefusedAddressError } from '../../src/web/guard.js';

/** Each as somebody might write it into a feed or a `Location`. */
const PRIVATE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '0',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '3232235777',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '0xa9fea9fe',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::8.8.8.8]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2002:a00:1::1]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
  '[2001:10::1]',
  '[3fff::1]',
  '[100::1]',
  '[5f00::1]',
  '[4000::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
] as const;

const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1.',
  '134744072',
  '172.32.0.1',
  '100.128.0.1',
  '198.20.0.1',
  '[2606:4700:4700::1111]',
  '[2a00:1450:4001:80b::200e]',
  '[::ffff:8.8.8.8]',
  '[64:ff9b::8.8.8.8]',
] as const;

/** What a literal is once a URL has read it. */
function literal(host: string): string {
  const found = literalOf(new URL(`http://${host}/`).hostname);
  if (found === null) throw new Error(`${host} is a name`);
  return found;
}

describe('the guard', () => {
  const guard = createGuard(false);

  it.each(PRIVATE)('refuses %s, by itself and as the answer for a name', (host) => {
    const address = literal(host);
    expect(() => guard.check(address, [address])).toThrow(RefusedAddressError);
    expect(() => guard.check('news.example', ['8.8.8.8', address])).toThrow(RefusedAddressError);
  });

  it('lets public addresses through', () => {
    for (const host of PUBLIC) {
      const address = literal(host);
      expect(() => guard.check(address, [address]), host).not.toThrow();
    }
  });

  it('refuses an answer that is no address, and addresses of an interface', () => {
    expect(() => guard.check('a.example', ['localhost'])).toThrow('not an IP address');
    expect(() => guard.check('a.example', ['fe80::1%eth0'])).toThrow(RefusedAddressError);
  });

  it('says what was refused, why, and how to allow it', () => {
    expect(() => guard.check('cms.intern', ['10.0.0.5'])).toThrow(
      'cms.intern leads to 10.0.0.5, a private address. Expected a public address; nothing was asked there. If it is meant, allow it: with --allow-private, or in the file of watch: allowPrivate: ["cms.intern"].',
    );
    expect(new RefusedAddressError('')).toBeInstanceOf(SourceError);
  });

  it('lets through the hosts, addresses and ranges that are allowed, and nothing beside them', () => {
    const some = createGuard(['CMS.intern', '10.1.0.0/16', '127.0.0.1', '[fd00::5]', 'fd01::/64']);
    const passes = (host: string, ...addresses: string[]) => {
      try {
        some.check(host, addresses);
        return true;
      } catch {
        return false;
      }
    };
    expect(passes('cms.intern', '10.9.9.9')).toBe(true);
    expect(passes('cms.intern.', '10.9.9.9', '::1')).toBe(true);
    expect(passes('a.cms.intern', '10.9.9.9')).toBe(false);
    expect(passes('a.example', '10.1.2.3', '127.0.0.1', 'fd00::5', 'fd01::7')).toBe(true);
    expect(passes('a.example', '::ffff:10.1.2.3')).toBe(true);
    expect(passes('a.example', '10.1.2.3', '10.2.0.1')).toBe(false);
    expect(passes('127.0.0.2', '127.0.0.2')).toBe(false);
    expect(() => createGuard(true).check('a.example', ['127.0.0.1'])).not.toThrow();
  });

  it.each(['http://cms.intern/', 'cms.intern:8080', '*.intern', '10.0.0.0/33', 'a@b', ''])(
    'does not take %j for something to allow',
    (entry) => {
      expect(() => createGuard([entry])).toThrow(UsageError);
    },
  );

  it('stands before every connection, also to a literal, which no look-up sees', async () => {
    const connect = guardedConnector(
      guard,
      async () => {
        throw new Error('looked up');
      },
      1_000,
    );
    const error = await new Promise((resolve) => {
      const options = { hostname: '127.0.0.1', host: '127.0.0.1:9', protocol: 'http:', port: '9' };
      connect(options, (...[failure]) => resolve(failure));
    });
    expect(error).toBeInstanceOf(RefusedAddressError);
  });
});
