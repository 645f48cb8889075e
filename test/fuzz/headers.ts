import fc from 'fast-check';
import { hostileText } from './hostile.js';

/** Headers, one after another. */
export type Headers = readonly (readonly [name: string, value: string])[];

const inHeader = (text: string): string => text.replace(/[\r\n]/g, '').slice(0, 6000);
const header = (name: string, value: fc.Arbitrary<string>) => value.map((one): Headers => [[name, one]]);

/** Headers that are looked at somewhere. */
export function headersOf(apiKey: string): fc.Arbitrary<Headers> {
  const texts = hostileText.map((text) => inHeader(Buffer.from(text).toString('latin1')));
  const looked = fc.constantFrom(
    'Accept',
    'Accept-Encoding',
    'Accept-Language',
    'Origin',
    'Referer',
    'User-Agent',
    'X-Request-Id',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'Host',
    'Cookie',
    'Range',
    'If-None-Match',
    'If-Modified-Since',
    'Sec-Fetch-Site',
    'DNT',
    'X-CSRF-Token',
    'Content-Type',
    'Authorization',
    'Content-Language',
    'Traceparent',
    'Expect',
    'Upgrade',
    'X-HTTP-Method-Override',
    'Access-Control-Request-Method',
  );
  const any = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(looked, texts).map(([name, value]): Headers => [[name, value]]),
    },
    {
      weight: 2,
      arbitrary: header(
        'If-None-Match',
        fc.constantFrom(
          '*',
          'W/"a"',
          '"',
          `${'"a", '.repeat(2500)}"b"`,
          `"${'-br'.repeat(3000)}"`,
          '"" '.repeat(3000),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Accept-Encoding',
        fc.constantFrom(
          'gzip;q=1e999',
          'br;q=-1, *;q=0',
          'identity;q=0',
          `${'gzip,'.repeat(2500)}`,
          ';;;,,,=',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Content-Type',
        fc.constantFrom(
          'text/html',
          'application/json; charset=utf-16',
          'application/json; charset=x-no-such',
          'application/json;;;=',
          'multipart/form-data; boundary=a',
          `application/json;${' '.repeat(5000)}x`,
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'X-Forwarded-For',
        fc.constantFrom(
          '::ffff:1.2.3.4',
          '[::1]:80',
          '1.2.3.4:x',
          ','.repeat(5000),
          `${'1.2.3.4,'.repeat(800)}`,
          'fe80::1%eth0',
          '256.1.1.1',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: header(
        'Cookie',
        fc.constantFrom(
          'seealso_desk=%00',
          'seealso_desk=',
          `${'seealso_desk=a;'.repeat(800)}`,
          '=;=;',
          'seealso_desk="a',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(200, 3000)
        .map((count) => Array.from({ length: count }, (_, i): readonly [string, string] => [`X-${i}`, '1'])),
    },
    { weight: 1, arbitrary: header('X-Long', fc.constant('a'.repeat(20_000))) },
    {
      weight: 1,
      arbitrary: fc.constant<Headers>([
        ['Content-Length', '5'],
        ['Content-Length', '6'],
      ]),
    },
    {
      weight: 1,
      arbitrary: fc.constant<Headers>([
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '3'],
      ]),
    },
    { weight: 1, arbitrary: fc.constant<Headers>([['Bad Header', 'x']]) },
  );
  const key: Headers = [['Authorization', `Bearer ${apiKey}`]];
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant(key) }, { weight: 1, arbitrary: fc.constant([]) }),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(any, { maxLength: 2 }).map((lists) => lists.flat()) },
      ),
    )
    .map(([first, more]) => {
      const names = new Set(more.map(([name]) => name.toLowerCase()));
      return [...first.filter(([name]) => !names.has(name.toLowerCase())), ...more];
    });
}
