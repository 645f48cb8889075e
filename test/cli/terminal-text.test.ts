import { expect, it } from 'vitest';
import { terminalText } from '../../src/cli/terminal-text.js';

it('what comes from outside cannot steer the terminal that it is printed on', () => {
  expect(terminalText('a\u001b[2J\u001b]0;owned\u0007\rb\u009b31m\u007f')).toBe(
    'a\\u001b[2J\\u001b]0;owned\\u0007\\u000db\\u009b31m\\u007f',
  );
});

it('lines stay lines, every script stays as it is, and JSON the same JSON', () => {
  const text = 'Yen fällt\n\t東京 🌧 العربية\n';
  expect(terminalText(text)).toBe(text);
  const value = { title: 'a\u009b31m\u007f' };
  expect(JSON.parse(terminalText(JSON.stringify(value)))).toEqual(value);
});
