import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedTerms } from '../../../src/recommend/reasons/terms.js';
import { tokenize } from '../../../src/recommend/reasons/tokenized-text.js';
import { cleanBody, cleanLine } from '../../../src/text/clean.js';
import { words } from '../../../src/text/words.js';

interface Given {
  readonly title?: string;
  readonly tags?: readonly string[];
}

const tokenized = (body: string, { title = '', tags = [] }: Given = {}) =>
  tokenize({ title, text: `${title}\n\n${body}`, section: null, tags, publishedAt: null });

/** The terms that two bodies share in an archive of 1,000 articles; words that are not named are rare. */
function terms(query: string, target: string, shares: Readonly<Record<string, number>> = {}): string[] {
  return sharedTerms(tokenized(query), tokenized(target), {
    documentShare: (word) => shares[word] ?? 0.01,
    articles: 1_000,
  });
}

describe('a shared phrase', () => {
  it('stands in both texts in the very same spelling', () => {
    expect(terms('They feared a drone attack.', 'Then came drone attacks.')).toEqual([]);
    expect(terms('They met in Japan, Korea said.', 'They all like Japan Korea tours.')).not.toContain(
      'Japan Korea',
    );
    expect(terms('She met O’Neil in Cork.', "She met O'Neil in Cork.")).toEqual(['Cork']);
    expect(terms('It was COVID-19 again.', 'They spoke of COVID-19 only.')).toEqual(['COVID-19']);
    expect(terms('It was COVID-19 again.', 'They spoke of COVID 19 only.')).toEqual(['COVID']);
  });

  it('is written as in the target, a name with its capitals', () => {
    expect(terms('They like the Green Party there.', 'We saw the Green Party there.')).toEqual([
      'Green Party',
    ]);
    expect(terms('They like the Green Party there.', 'we saw the green party there.')).toEqual([
      'Green Party',
    ]);
    expect(terms('A carbon tax, a carbon tax!', 'Carbon tax it is; one carbon tax.')).toEqual(['carbon tax']);
  });

  it('does not run over the end of a sentence or a paragraph', () => {
    expect(terms('We saw Angela. Merkel left.', 'We saw Angela. Merkel left.')).not.toContain(
      'Angela. Merkel',
    );
    expect(terms('the carbon\n\ntax', 'the carbon\n\ntax')).toEqual([]);
    expect(terms('So J. K. Rowling wrote.', 'And J. K. Rowling wrote.')).toEqual(['J. K. Rowling']);
  });

  it('neither begins nor ends with a word that says nothing', () => {
    expect(terms('Here the rule of law won again.', 'Now the rule of law won again.')).toEqual([
      'rule of law',
    ]);
    expect(
      terms('Die Lage der Kohlenpreise und', 'Eine Lage der Kohlenpreise und', { der: 0.9, und: 0.9 }),
    ).toEqual(['Lage der Kohlenpreise']);
  });

  it('is no number, weekday or month alone', () => {
    expect(terms('It was 2019, on Monday, 4 October.', 'So 2019, Monday, and in October 4.')).toEqual([]);
    expect(terms('Then Theresa May spoke.', 'So Theresa May left.')).toEqual(['Theresa May']);
  });

  it('is no dateline, and no agency that both quote', () => {
    const line = 'LISBON, Oct 29 (Reuters) – It is so.';
    expect(terms(line, `${line} Others fell.`)).toEqual([]);
    expect(terms('The fire, so Reuters, was large.', 'The flood, so Reuters, was large.')).toEqual([]);
  });

  it('is no label of an interview', () => {
    const interview = (answer: string) => `((WN)) Why?\n\nIt is ${answer}.\n\n((WN)) When?\n\nNow.`;
    expect(terms(interview('late'), interview('warm'))).toEqual([]);
  });
});

describe('a name', () => {
  it('comes whole', () => {
    const body = (verb: string) => `Then the United Nations High Commissioner for Refugees ${verb} it.`;
    expect(terms(body('saw'), body('knew'))).toEqual(['United Nations High Commissioner for Refugees']);
    expect(terms('At the Royal Society.', 'At the Royal Court.')).toEqual([]);
    expect(terms('Near the Oslo International Airport.', 'Near the Rome International Airport.')).toEqual([]);
    expect(terms('The Institute of Technology.', 'The Institute of Health.')).toEqual([]);
    expect(
      terms('In the Democratic Republic of the Congo.', 'From the Democratic Republic of the Congo.'),
    ).toEqual(['Democratic Republic of the Congo']);
    expect(terms('Then New Zealand won.', 'New Zealand prices rose.')).toEqual(['New Zealand']);
  });

  it('comes without the office', () => {
    const body = (verb: string) => `So Syrian President Bashar al-Assad ${verb} it.`;
    expect(terms(body('saw'), body('knew'))).toEqual(['Bashar al-Assad', 'Syrian']);
    expect(
      terms('And Secretary of State Mike Pompeo won.', 'Now Secretary of State Mike Pompeo lost.'),
    ).toEqual(['Mike Pompeo']);
    expect(terms('Every agency has a Chief Data Officer.', 'One such Chief Data Officer left.')).toEqual([
      'Chief Data Officer',
    ]);
  });

  it('tells more than common words, a longer one more than its parts', () => {
    const query = 'Some people like the coast road. Then Boris Johnson spoke. Old Johnson, Johnson again.';
    const target = 'A coast road is fine. So Boris Johnson spoke. Old Johnson, Johnson again.';
    expect(terms(query, target)).toEqual(['Boris Johnson', 'coast road']);
  });

  it('is not said twice', () => {
    const japan = 'We like Japan. The Bank of Japan is Japanese.';
    expect(terms(japan, japan)).toEqual(['Bank of Japan']);
    const nasa = 'At the National Aeronautics Board, the NAB, they saw it.';
    expect(terms(nasa, nasa)).toEqual(['National Aeronautics Board']);
  });

  it('is not told from the capitals of a headline', () => {
    const title = 'Using Telling Maps For Better Tours';
    const pair = ['A tour of telling maps.', 'Some telling maps.'].map((body) => tokenized(body, { title }));
    const [one = tokenized(''), other = tokenized('')] = pair;
    const found = sharedTerms(one, other, { documentShare: () => 0.01, articles: 1_000 });
    expect(found[0]).toBe('telling maps');
  });
});

describe('telling phrases', () => {
  const body = 'They spoke about a carbon tax, and about a border fence.';

  it('are made of words that few articles hold', () => {
    expect(terms(body, body, { carbon: 0.5, tax: 0.5 })).toEqual(['border fence']);
    expect(terms(body, body, { carbon: 0.5, tax: 0.5, border: 0.6, fence: 0.6 })).toEqual([]);
  });

  it('come first where they stand in a title, or are a tag of both', () => {
    const first = (given: Given) =>
      sharedTerms(tokenized(body, given), tokenized(body, given), {
        documentShare: () => 0.01,
        articles: 1_000,
      })[0];
    expect(first({})).toBe('carbon tax');
    expect(first({ title: 'On the border fence' })).toBe('border fence');
    expect(first({ tags: ['Border fence'] })).toBe('border fence');
  });

  it('are at most three', () => {
    const names = 'We met Ada, Bob Cole, Carl, Dora Ende, and Emil.';
    expect(terms(names, names)).toHaveLength(3);
  });

  it('are found in an archive of a dozen articles', () => {
    const share = (word: string) => (['the', 'was', 'in'].includes(word) ? 1 : 2 / 12);
    const [query, target] = [
      tokenized('It was about the carbon tax, in Lyon and Bonn.', { title: 'The carbon tax' }),
      tokenized('Of late, Lyon had its carbon tax.', { title: 'A carbon tax in Lyon' }),
    ];
    expect(sharedTerms(query, target, { documentShare: share, articles: 12 })).toEqual([
      'carbon tax',
      'Lyon',
    ]);
  });

  it('are found in scripts without spaces', () => {
    const query = '日本銀行は利上げを決めた。植田和男総裁は円安を見た。';
    const found = terms(query, '円が買われた。日本銀行の動きだ。', { は: 0.9, を: 0.9, の: 0.9 });
    expect(found).toContain('日本銀行');
    for (const one of found) expect(query).toContain(one);
  });

  it('are Korean nouns without their particles', () => {
    const query = '한국은행은 어제 올렸다. 한국은행을 보라.';
    const target = '우리는 한국은행에서 만났다. 한국은행까지 걸었다. 한국은행은 크다.';
    expect(terms(query, target)).toEqual(['한국은행']);
  });
});

describe('over the sample archive', () => {
  const lines = readFileSync('data/articles.jsonl', 'utf8').split('\n').filter(Boolean);
  const articles = lines.map((line) => JSON.parse(line) as { title: string; body: string });
  const texts = articles.map(({ title, body }) => `${cleanLine(title)}\n\n${cleanBody(body)}`);
  const frequency = new Map<string, number>();
  for (const one of texts) {
    for (const word of new Set(words(one))) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const evidence = {
    documentShare: (word: string) => (frequency.get(word) ?? 0) / texts.length,
    articles: texts.length,
  };
  const ready = articles.map(({ title }, i) =>
    tokenize({ title: cleanLine(title), text: texts[i] ?? '', section: null, tags: [], publishedAt: null }),
  );
  const folded = texts.map((one) => one.toLowerCase().replace(/\s+/g, ' '));

  it('every phrase of every pair stands in both texts', () => {
    let shown = 0;
    const missing: string[] = [];
    ready.forEach((query, i) => {
      ready.forEach((target, j) => {
        if (i === j) return;
        for (const phrase of sharedTerms(query, target, evidence)) {
          shown += 1;
          const needle = phrase.toLowerCase();
          if (folded[i]?.includes(needle) !== true || folded[j]?.includes(needle) !== true)
            missing.push(phrase);
        }
      });
    });
    expect(missing).toEqual([]);
    expect(shown).toBeGreaterThan(1_000);
  });

  it('says what joins two reports on the yen and the budget', () => {
    const find = (start: string) => ready[articles.findIndex(({ title }) => title.startsWith(start))];
    const [budget = tokenized(''), yen = tokenized('')] = [find('Japan plans record'), find('Yen leaps')];
    expect(sharedTerms(budget, yen, evidence)).toEqual(expect.arrayContaining(['Japan', 'yen']));
  });
});

describe('the time it takes', () => {
  it('is bounded for long texts, also where they are the same', () => {
    const long = tokenized('The yen fell and the Bank of Japan rose again. '.repeat(20_000));
    const started = performance.now();
    expect(sharedTerms(long, long, { documentShare: () => 0.01, articles: 1_000 })).toContain(
      'Bank of Japan',
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
