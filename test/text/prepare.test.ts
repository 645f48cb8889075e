import { describe, expect, it } from 'vitest';
import { primaryLanguage } from '../../src/article.js';
import { prepareText } from '../../src/text/prepare.js';

const body = 'It rained in Łódź on Monday. All day long.\n\nThe trams stood still.';

describe('the text that is embedded', () => {
  it('is title, summary and body between blank lines', () => {
    expect(prepareText({ title: 'Rain', summary: 'Wet streets.', body })).toBe(
      `Rain\n\nWet streets.\n\n${body}`,
    );
  });

  it.each([
    null,
    '',
    'It rained in Łódź on Monday. All day long.',
    'all day long the trams stood…',
    'It rained in Łódź on Monday. All da […]',
    'RAIN!',
  ])('leaves out the summary %j, which title or body say already', (summary) => {
    expect(prepareText({ title: 'Rain', summary, body })).toBe(`Rain\n\n${body}`);
  });

  it('has no empty paragraphs', () => {
    expect(prepareText({ title: 'Rain', summary: 'Wet', body: '' })).toBe('Rain\n\nWet');
  });
});

describe('the language of a tag', () => {
  it.each([
    ['pt-BR', 'pt'],
    ['EN', 'en'],
    ['zh_Hant', 'zh'],
    ['', null],
    [null, null],
  ])('of %j is %j', (tag, language) => {
    expect(primaryLanguage(tag)).toBe(language);
  });
});
