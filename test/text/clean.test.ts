import { describe, expect, it } from 'vitest';
import { cleanBody, cleanLine, detectFormat } from '../../src/text/clean.js';

describe('HTML', () => {
  it('becomes paragraphs with the words of links and headings', () => {
    const html = `<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body class="single share">
      <h2>The  Rate</h2><p>The <b>bank</b> <a href="https://x.example">raised</a>&nbsp;it&#8217;s r&shy;ate
      to 1&frasl;2.</p><p>Caf&eacute; e\u0301<br>same<br/><br/>next</p>
      <ul><li>one<li>two <i>and</i> a half</ul><table><tr><td>a<td>b</tr><tr><th>c</th></tr></table>
      <pre>code\n  here</pre>tail</body></html>`;
    expect(cleanBody(html).split('\n\n')).toEqual([
      'The Rate',
      'The bank raised it’s rate to 1⁄2.',
      'Café é same',
      'next',
      'one',
      'two and a half',
      'a b',
      'c',
      'code here',
      'tail',
    ]);
  });

  it.each([
    '<script>var a = "<p>no</p>";</script>',
    '<style>.a > .b {}</style>',
    '<noscript><img src="x">no</noscript>',
    '<template><p>no</p></template>',
    '<svg><title>no</title><text>no</text></svg>',
    '<iframe src="x">no</iframe>',
    '<form><label>no</label><button>no</button></form>',
    '<nav><ul><li>no</ul></nav>',
    '<footer>no</footer>',
    '<aside><p>no</p></aside>',
    '<figure><img alt="no" src="x"><figcaption>no <b>no</b></figcaption></figure>',
    '<div id="attachment_1" class="wp-caption alignleft"><img src="x"><p class="wp-caption-text">no</p></div>',
    '[caption id="a" align="left"]<img src="x"> no[/caption]',
    '[gallery ids="1,2"]',
    '<div class="sharedaddy sd-sharing-enabled"><h3>no</h3><ul><li>no</ul></div>',
    '<div class="a2a_kit a2a_kit_size_32 addtoany_list">no</div>',
    '<div class="share-bar share-bar--top">no</div>',
    '<ul class="article__share">no</ul>',
    '<div class="social-media-links"><a>no</a></div>',
    '<div id="social">no</div>',
    '<div aria-label="Share this article">no</div>',
    '<div role="navigation">no</div>',
    '<div class="newsletter-signup">no</div>',
    '<section class="related-posts"><p>no</p></section>',
    '<div id="jp-relatedposts">no</div>',
    '<span class="screen-reader-text">no</span>',
    '<p hidden>no</p>',
    '<p style="color:red; display: none">no</p>',
    '<i aria-hidden="true">no</i>',
    '<!-- no -->',
    '<p class="share-bar">no',
  ])('leaves out %s', (furniture) => {
    expect(cleanBody(`<div><p>Before.</p>${furniture}</div><p>After.</p>`, 'html')).toBe('Before.\n\nAfter.');
  });

  it.each([
    '<div class="timeshare-story">Kept.</div>',
    '<div class="share-price-table">Kept.</div>',
    '<div class="post tag-social-media category-newsletter">Kept.</div>',
    '<p>Kept.</p>',
    '<div class="social-security">Kept.</div>',
    '<article class="share">Kept.</article>',
    '<div aria-label="Share prices in Tokyo">Kept.</div>',
    '<figure><blockquote>Kept.</blockquote></figure>',
    '<center><font color="red">Kept.</font></center>',
  ])('keeps %s', (prose) => {
    expect(cleanBody(`<p>Before.</p>${prose}`, 'html')).toBe('Before.\n\nKept.');
  });

  it('keeps words on share prices, sharecropping and angle brackets', () => {
    const html = '<p>Sharecropping &lt;b&gt; and share prices where a < b & c > d.</p>';
    expect(cleanBody(html)).toBe('Sharecropping <b> and share prices where a < b & c > d.');
  });

  it.each([
    '<html><head><title>no</title><body><p>Yes',
    '<head><title>no</title><meta x><p>Yes',
    '<p>Yes</p></div></body></html>',
    '<p>Yes<!-- no',
    '<p>Yes</p><p class="x',
    '<![CDATA[Yes]]>',
    '<P CLASS=Lead>Yes</P>',
  ])('reads what is not well-formed: %s', (html) => {
    expect(cleanBody(html, 'html')).toBe('Yes');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'may hold an element named %s, which every object has',
    (name) => {
      expect(cleanBody(`<p>before</p><${name}>within</${name}><p>after</p>`)).toMatch(
        /before\s+within\s+after/,
      );
    },
  );

  it('does not let an inline end tag or a stray one end what is left out', () => {
    expect(cleanBody('<p>Yes</p><b><div class="share">no</b> no</em> no</div>yes', 'html')).toBe(
      'Yes\n\nyes',
    );
  });
});

describe('Markdown', () => {
  it('becomes the same paragraphs, with the HTML in it', () => {
    const markdown = [
      '# The Rate',
      '',
      'The **bank** [raised](https://x.example "t") it, see [here][1] and ![a photo](x.png).',
      'Same _paragraph_ with snake_case and `code_here`.',
      '',
      '- one',
      '- two',
      '',
      '| a | b |',
      '|---|---|',
      '| c | d |',
      '',
      '<div class="share-bar">no</div>',
      '',
      '> Quoted &amp; cited.[^1]',
      '',
      '```js',
      'const x = 1;',
      '```',
      '',
      '{{< youtube abc >}}',
      '{{% note %}}Noted.{{% /note %}}',
      '{% include share.html %}',
      '',
      '## Part {#part .big}',
      '** What **',
      '',
      '[^1]: Footnote words.',
      '',
      '[1]: https://x.example',
    ].join('\n');
    expect(cleanBody(markdown).split('\n\n')).toEqual([
      'The Rate',
      'The bank raised it, see here and . Same paragraph with snake_case and code_here.',
      'one',
      'two',
      'a b',
      'c d',
      'Quoted & cited.',
      'const x = 1;',
      'Noted.',
      'Part',
      'What',
      'Footnote words.',
    ]);
  });

  it('shows no references whose definition is missing', () => {
    expect(cleanBody('See [this post][gone] and [](x.html)[that].', 'markdown')).toBe(
      'See [this post] and [that].',
    );
  });

  it('keeps every word of a text longer than one piece', () => {
    const paragraphs = Array.from({ length: 3_000 }, (_, index) => `Paragraph **number${index}** of many.`);
    expect(cleanBody(paragraphs.join('\n\n'))).toBe(paragraphs.join('\n\n').replaceAll('**', ''));
  });
});

describe('plain text', () => {
  it('keeps its letters and loses only white space', () => {
    const text = '1984. The year\t of 2*3*4 and snake_case,\r\n a < b.\r\n\r\n\r\n - “Yes,” he said. # 1';
    expect(cleanBody(text)).toBe('1984. The year of 2*3*4 and snake_case, a < b.\n\n- “Yes,” he said. # 1');
  });

  it('takes long lines for paragraphs where there are no blank ones', () => {
    const [one, two] = ['first words '.repeat(15).trim(), 'second words '.repeat(15).trim()];
    expect(cleanBody(`${one}\n${two}\n`)).toBe(`${one}\n\n${two}`);
    expect(cleanBody('short\nlines')).toBe('short lines');
  });

  it('decodes entities left over in it, but not where it was declared to be text', () => {
    expect(cleanBody('Q&amp;A&nbsp;on AT&T &#8212; &lt;soon&gt;')).toBe('Q&A on AT&T — <soon>');
    expect(cleanBody('Write &amp;amp; <b>so</b>', 'text')).toBe('Write &amp;amp; <b>so</b>');
  });

  it('is well-formed Unicode in NFC without invisible characters', () => {
    expect(cleanBody('e\u0301\u200b\u00ad\ufeff x\ud800\u0007y')).toBe('é x\ufffd y');
  });
});

describe('the format of a body', () => {
  it.each([
    ['<p>One</p>', 'html'],
    ['Line one<br>line two', 'html'],
    ['Plain <a href="x">link</a>', 'html'],
    ['<div class="a">\n<p># 1 in sales</p>\n<p>**</p></div>', 'html'],
    ['<p class="lead">Lead</p>\n\n## Part\n\nText [a](b.html).', 'markdown'],
    ['Some [link](https://x.example) with<br>a break', 'markdown'],
    ['# Title\n\nText', 'markdown'],
    ['- one\n- two', 'markdown'],
    ['Text **bold** text', 'markdown'],
    ['', 'text'],
    ['1984. The year', 'text'],
    ['if a<b and c>d then', 'text'],
    ['x <y> z, John <john@example.com>', 'text'],
    ['2*3*4 = 24, snake_case_name, #hashtag', 'text'],
    ['- a single dash of dialogue', 'text'],
    ['Array[0](sic) said [he]', 'text'],
  ])('of %j is %s', (body, format) => {
    expect(detectFormat(body)).toBe(format);
  });
});

describe('a title or summary', () => {
  it.each([
    ['C&#43;&#43; &amp; you', 'C++ & you'],
    ['C&amp;#43;&amp;#43; &amp;amp; you', 'C++ & you'],
    ['  The\n <em>second</em>&nbsp;line ', 'The second line'],
    ['How to use the &lt;video&gt; tag', 'How to use the <video> tag'],
    ['a < b, x<y', 'a < b, x<y'],
    ['John <john@example.com> & <Unknown>', 'John <john@example.com> & <Unknown>'],
    ['**Closes Friday**: [apply](https://x.example) for 2**3', 'Closes Friday: apply for 2**3'],
    ['Unclosed <b', 'Unclosed <b'],
    ['', ''],
  ])('%j reads %j', (raw, line) => {
    expect(cleanLine(raw)).toBe(line);
  });
});

describe('hostile bodies', () => {
  const long = (piece: string, length = 400_000) => piece.repeat(Math.ceil(length / piece.length));
  it.each([
    ['nested elements', `${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}`],
    ['unmatched end tags', `${long('<b>')}${long('</i>')}`],
    ['inline end tags in a block', `<b><div>${long('<i>')}${long('</b>')}`],
    ['brackets', long('<')],
    ['tags without end', long('<a ')],
    ['attributes without end', long('<p class="')],
    ['comments without end', `<p>${long('<!--')}`],
    ['entities', long('&#x')],
    ['stars', `# a\n${long('*a ')}`],
    ['nested quotes', `# a\n${long('>')}`],
    ['nested lists', `# a\n${long('- ')}`],
    ['nested numbers', `# a\n${long('1. ')}`],
    ['links without end', `# a\n${long('[a](')}`],
    ['code without end', `# a\n${long('`a ``')}`],
    ['shortcodes without end', `# a\n${long('{{<')}`],
    ['white space', `# a${long(' ')}b`],
    ['one word', long('a')],
  ])('of many %s are read in a moment', (_, body) => {
    const started = performance.now();
    const text = cleanBody(body);
    cleanLine(body);
    expect(typeof text).toBe('string');
    // A quadratic step would take minutes; the bound is wide for a busy machine.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keep the words inside 100,000 nested elements', () => {
    expect(cleanBody(`${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}`)).toBe('deep');
  });
});
