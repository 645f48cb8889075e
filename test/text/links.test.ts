import { describe, expect, it } from 'vitest';
import type { BodyFormat } from '../../src/article.js';
import { cleanBody } from '../../src/text/clean.js';
import { hrefsOf, linksOf, withoutLinks } from '../../src/text/links.js';

/** Every link whose address begins with `/t`, for "target". */
const isTarget = (href: string) => /^(?:https:\/\/site\.example)?\/t/.test(href);
const without = (body: string, format: BodyFormat) => withoutLinks(body, format, isTarget);

describe('the links of an HTML body', () => {
  it('are those of its anchors, in order, each once, entities decoded', () => {
    const body = `<p><a href="/one">1</a> <A HREF='/two?a=1&amp;b=2'>2</A> <a class=x href=/three>3</a></p>
      <a href="/one">again</a> <a name="top">no link</a> <a href="">none</a> <a href="#notes">within</a>
      <!-- <a href="/comment">x</a> --><script>"<a href='/script'>"</script> <a href=" /four ">4</a>`;
    expect(hrefsOf(body, 'html')).toEqual(['/one', '/two?a=1&b=2', '/three', '/four']);
  });

  it('are addresses, found from that of the article', () => {
    const body =
      '<a href="/one?utm_source=x">1</a><a href="http://www.site.example/one/">1</a><a href="mailto:x@y">m</a>';
    expect(linksOf(body, 'html', 'https://site.example/news/a')).toEqual(['https://site.example/one']);
    expect(linksOf('<a href="/one">1</a><a href="http://b.example">b</a>', 'html')).toEqual([
      'https://b.example/',
    ]);
  });
});

describe('the links of a Markdown body', () => {
  it('are inline links, references, autolinks, bare addresses and anchors', () => {
    const body = `An [inline](/1 "Title") link, [one][ref] and [Ref] and [ref][], <https://a.example/2>, www.b.example/3,
https://c.example/4?x=1&y=2. And <a href="/5?x=1&amp;y=2">HTML *here*</a>, [an](</6 7>) [![image](/i.png)](/8).

<div><a href="/9">block</a></div>

> [quoted
> link](/10)

1. [in a list](/11)
   - [deeper](/12?a=1&amp;b=2)

| table |
|---|
| [cell](/13) |

[ref]: /ref 'Its title'
[unused]: /unused`;
    expect(hrefsOf(body, 'markdown')).toEqual([
      '/1',
      '/ref',
      'https://a.example/2',
      'http://www.b.example/3',
      'https://c.example/4?x=1&y=2',
      '/5?x=1&y=2',
      '/6 7',
      '/8',
      '/9',
      '/10',
      '/11',
      '/12?a=1&b=2',
      '/13',
    ]);
  });

  it('are none in code, and none where they are escaped', () => {
    const body =
      '`[a](/code)` \\[b](/escaped) <!-- [c](/comment) -->\n\n```\n[d](/fence)\n```\n\n    [e](/indented)\n';
    expect(hrefsOf(body, 'markdown')).toEqual([]);
  });

  it('may be defined far from where they stand', () => {
    const filler = `${'Words upon words. '.repeat(2_000)}\n\n`;
    expect(hrefsOf(`[far][away]\n\n${filler}${filler}[away]: /there\n`, 'markdown')).toEqual(['/there']);
  });
});

describe('the links of plain text', () => {
  it('are bare addresses, without the marks of the sentence', () => {
    const body =
      'See https://a.example/1, (https://b.example/2) “https://c.example/Heat_(film)”. HTTP://D.example/3!';
    expect(hrefsOf(body, 'text')).toEqual([
      'https://a.example/1',
      'https://b.example/2',
      'https://c.example/Heat_(film)',
      'HTTP://D.example/3',
    ]);
  });
});

describe('the format', () => {
  it('is told from the body where it is not said', () => {
    expect(hrefsOf('<p>An <a href="/1">HTML</a> [text](/2)</p>')).toEqual(['/1']);
    expect(hrefsOf('A **Markdown** [text](/2.html)')).toEqual(['/2.html']);
    expect(hrefsOf('A plain text of https://a.example/3')).toEqual(['https://a.example/3']);
  });
});

describe('HTML without links', () => {
  it.each([
    ['a sentence keeps its other words', '<p>See also: <a href="/t1">A title</a>.</p>', '<p>See also: .</p>'],
    [
      'the mark-up inside goes with the link',
      '<p>As <a href="/t"><em>we</em> said &amp; <img src=x></a> before</p>',
      '<p>As  before</p>',
    ],
    [
      'other links stay',
      '<p><a href="/o">Other</a> <a href="/t">T</a></p>',
      '<p><a href="/o">Other</a> </p>',
    ],
    [
      'an item that is only the link goes',
      '<ul><li><a href="/t">T</a></li><li>B</li></ul>',
      '<ul><li>B</li></ul>',
    ],
    [
      'so it does with a bullet and a paragraph',
      '<ul><li>• <p><a href="/t">T</a>;</p></li>\n<li>B</li></ul>',
      '<ul>\n<li>B</li></ul>',
    ],
    ['and without end tags', '<ul><li><a href="/t">T</a><li>B</ul>', '<ul><li>B</ul>'],
    ['an item that says more stays', '<li><a href="/t">T</a> of May</li>', '<li> of May</li>'],
    [
      'a paragraph around an item that stays does too',
      '<li>Own words<p><a href="/t">T</a></p></li>',
      '<li>Own words</li>',
    ],
    [
      'an unclosed link ends at the next',
      '<p><a href="/t">T <a href="/o">O</a></p>',
      '<p><a href="/o">O</a></p>',
    ],
    [
      'an unclosed link ends with its block',
      '<p>Own <a href="/t">T</p><p>More words</p>',
      '<p>Own </p><p>More words</p>',
    ],
    ['a link around blocks goes whole', 'A<a href="/t"><div>T</div></a>B', 'AB'],
    ['an empty one goes', 'A<a href="/t"/>B', 'AB'],
    ['a heading that is the link goes', '<h3><a href="/t">T</a></h3>B', 'B'],
    ['an item that had no link stays', '<ul><li></li><li><a href="/t">T</a></li></ul>', '<ul><li></li></ul>'],
  ])('%s', (_, body, left) => {
    expect(without(body, 'html')).toBe(left);
  });
});

describe('Markdown without links', () => {
  it.each([
    ['a sentence keeps its other words', 'See also: [A *title*](/t1 "Title").', 'See also: .'],
    [
      'a reference goes with its definition',
      'See [T][x] and [o].\n\n[x]: /t "Title"\n[o]: /o\n',
      'See  and [o].\n\n[o]: /o\n',
    ],
    ['a bare address goes', 'See https://site.example/t and <https://site.example/t2>', 'See  and '],
    ['an anchor goes with its words', 'A <a href="/t">T *so* [x](/o)</a> B', 'A  B'],
    ['an anchor that nobody closed leaves its words', 'A <a href="/t">words', 'A words'],
    [
      'an anchor in a block of HTML goes',
      'A\n\n<div>own <a href="/t">T</a></div>\n\nB',
      'A\n\n<div>own </div>\n\nB',
    ],
    ['an item that is only the link goes', '- [T](/t)\n- **[T2](/t2)**\n- own [T3](/t3)\n', '- own \n'],
    ['an item with what stays below it stays', '- [T](/t)\n  - own\n  - [T2](/t2)\n', '- \n  - own\n  \n'],
    ['an item with nothing else below it goes whole', '- [T](/t)\n  - [T2](/t2)\n- own\n', '- own\n'],
    ['a heading that is only the link goes', '## [T](/t)\n\nown', '\n\nown'],
    ['a link over two lines of a quote goes', '> own [long\n> title](/t) more', '> own  more'],
    [
      'a link over two lines of a deep item goes',
      '- a\n  - own [long\n    title](/t) more',
      '- a\n  - own  more',
    ],
    ['the same marks in code stay', '`[T](/t)` own [T](/t)', '`[T](/t)` own '],
    ['a linked image goes', 'own [![alt](/i.png)](/t)', 'own '],
    ['a cell is emptied', '| a | b |\n|---|---|\n| [T](/t) | own |\n', '| a | b |\n|---|---|\n|  | own |\n'],
  ])('%s', (_, body, left) => {
    expect(without(body, 'markdown')).toBe(left);
  });

  it('has its links cut where they stand in a long text', () => {
    const filler = Array.from({ length: 900 }, (_, i) => `Paragraph ${i} says [other](/o${i}) things.`);
    const body = filler.map((line, i) => (i % 100 === 50 ? `${line} [Target](/t${i})` : line)).join('\n\n');
    expect(body.length).toBeGreaterThan(32_000);
    expect(without(body, 'markdown')).toBe(
      filler.map((line, i) => (i % 100 === 50 ? `${line} ` : line)).join('\n\n'),
    );
  });
});

describe('any text without links', () => {
  const bodies: readonly [BodyFormat, string][] = [
    ['html', '<p>Nothing\r\n to <a href="/o">do</a></p>'],
    ['markdown', '> > > > > > > > > > deep\r\n\r\n- [o](/o)\r\n'],
    ['text', 'https://o.example/x\r\n'],
  ];

  it.each(bodies)('of %s is the same, byte for byte, where no target is linked', (format, body) => {
    expect(without(body, format)).toBe(body);
  });

  it('of plain text has no target address', () => {
    expect(without('See https://site.example/t1, and https://o.example.', 'text')).toBe(
      'See , and https://o.example.',
    );
  });

  it('reads as it did, but for the words of the links', () => {
    const html = '<p>One <a href="/t">gone</a> two.</p><ul><li><a href="/t">gone</a></li><li>Three</li></ul>';
    expect(cleanBody(without(html, 'auto'))).toBe('One two.\n\nThree');
    const markdown =
      '# Head\n\nOne [gone](/t/x.html) two.\n\n* [gone](/t/x)\n* Three\n\n## [gone](/t)\n\nFour [kept](/o.html).';
    expect(cleanBody(without(markdown, 'auto'))).toBe('Head\n\nOne two.\n\nThree\n\nFour kept.');
  });

  it('is asked about each link as it is written, without space around', () => {
    const asked: string[] = [];
    withoutLinks('<a href=" /x?a=1&amp;b=2 ">x</a>', 'html', (href) => asked.push(href) < 0);
    expect(asked).toEqual(['/x?a=1&b=2']);
  });
});

describe('hostile text', () => {
  // What grows with the square is noticed at either length.
  const N = process.env.CI === 'true' ? 40_000 : 15_000;
  it.each([
    ['open anchors', '<a href="/t">'.repeat(N)],
    ['open items', '<li><a href="/t">x'.repeat(N)],
    ['nested items', `${'<ul><li>'.repeat(N)}<a href="/t">x</a>${'</li></ul>'.repeat(N)}`],
    ['end tags', '</a></li></p>'.repeat(N)],
    ['end tags without an end', '</a '.repeat(N)],
    ['one endless attribute', `<a href="${'&amp;'.repeat(N * 4)}">x</a>`],
    ['brackets', '['.repeat(N * 2)],
    ['brackets in pairs', '[]('.repeat(N)],
    ['links', '[x](/t) '.repeat(N)],
    ['links over lines in quotes', '> [x\n> y](/t) '.repeat(N)],
    ['anchors in Markdown', '<a href="/t">x '.repeat(N)],
    ['deep quotes', '>'.repeat(N * 2)],
    ['deep lists', '- '.repeat(N)],
    ['nested emphasis', '*_'.repeat(N)],
    ['definitions', Array.from({ length: N }, (_, i) => `[${i}]: /t${i}\n`).join('')],
    ['references', `${'[a][b] '.repeat(N)}\n\n[b]: /t\n`],
    ['an address without end', `https://site.example/t${'.)'.repeat(N)}`],
  ])('of %s is read in time', (_, body) => {
    const started = performance.now();
    for (const format of ['html', 'markdown', 'text'] as const) {
      without(body, format);
      linksOf(body, format, 'https://site.example/');
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
