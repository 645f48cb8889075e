import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/web/decode.js';

const latin = (text: string) => Buffer.from(text, 'latin1');
/** 日本 in Shift_JIS. */
const JAPAN = Buffer.from([0x93, 0xfa, 0x96, 0x7b]);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

const CASES: readonly (readonly [name: string, bytes: Buffer, contentType: string, text: string])[] = [
  ['the header', latin('Caf\xe9'), 'text/html; charset=ISO-8859-1', 'Café'],
  ['the header, quoted and in capitals', JAPAN, 'text/html;Charset="Shift_JIS"', '日本'],
  ['windows-1252 behind the name of Latin 1', latin('\x93q\x94'), 'text/plain; charset=latin1', '“q”'],
  [
    'a <meta charset>',
    Buffer.concat([latin('<meta charset=shift_jis><p>'), JAPAN]),
    'text/html',
    '<meta charset=shift_jis><p>日本',
  ],
  [
    'a <meta http-equiv>',
    latin('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">\xe9'),
    '',
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">é',
  ],
  [
    'an XML declaration',
    latin("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>"),
    'application/xml',
    "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>",
  ],
  ['GB 18030', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), 'text/html; charset=gb18030', '中文'],
  ['UTF-8 where nothing is said', Buffer.from('Łódź'), 'text/html', 'Łódź'],
  ['UTF-8 where the label is not known', Buffer.from('Łódź'), 'text/html; charset=klingon', 'Łódź'],
  ['a mark before the header', Buffer.from('\ufeffŁódź'), 'text/html; charset=iso-8859-1', 'Łódź'],
  ['a mark of UTF-16', utf16('\ufeffŁódź'), 'text/xml', 'Łódź'],
  [
    'XML in UTF-16 without a mark',
    utf16('<?xml version="1.0"?><a>ł</a>'),
    '',
    '<?xml version="1.0"?><a>ł</a>',
  ],
  [
    'UTF-8 where a page claims a UTF-16 that it is not',
    Buffer.from('<meta charset="utf-16">ł'),
    '',
    '<meta charset="utf-16">ł',
  ],
  [
    'no <meta> that is commented out',
    Buffer.from('<!-- <meta charset="latin1"> -->ł'),
    '',
    '<!-- <meta charset="latin1"> -->ł',
  ],
  ['letters that are none', latin('a\xffb'), 'text/plain', 'a\ufffdb'],
];

describe('the text of a document', () => {
  it.each(CASES)('is read by %s', (_name, bytes, contentType, text) => {
    expect(decodeText(bytes, contentType)).toBe(text);
  });
});
