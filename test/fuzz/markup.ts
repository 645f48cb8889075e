import fc from 'fast-check';
import { hostileText } from './hostile.js';

/** Of an article that is none but that. */
export const TEXT = 'The bank bought yen on Tuesday, and the bank sold dollars. '.repeat(8);

const nested = fc.constantFrom(
  ...[
    '> ',
    '- ',
    '* ',
    '[',
    '![',
    '**',
    '_',
    '<div>',
    '<b>',
    '`',
    '    ',
    '| ',
    '1. ',
    '&',
    '<!--',
    '](',
    '\\',
    '~~',
    '#',
    '<a href="',
    '[a](',
    '[a]: ',
    '\n\n- ',
    '<p',
    '<table><tr><td>',
    '<blockquote>',
    '<ul><li>',
    '<svg>',
    '<![CDATA[',
    '<script>',
    '[caption]',
    '{{< a >}}',
    '{% a %}',
  ].map((part) => part.repeat(3000)),
);
/** HTML and Markdown, deep, open-ended and mixed up. */
export const markup = fc.oneof(
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: nested },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.oneof(
          hostileText,
          fc.constantFrom(
            '<p>',
            '</p>',
            '<div class="',
            '">',
            '<a href="',
            '<script>',
            '</script>',
            '<!--',
            '-->',
            '# ',
            '```\n',
            '&#x110000;',
            '&#xD800;',
            '&amp;amp;',
            '&nbsp',
            '<![CDATA[',
            ']]>',
          ),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  },
);
