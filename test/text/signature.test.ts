import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, type TestContext } from 'vitest';
import { COPY_RESEMBLANCE, resemblance, signatureOf } from '../../src/text/signature.js';
import { words } from '../../src/text/words.js';
import { sharedData } from '../support/shared-data.js';

/** Wikinews articles of 2019–2020. */
function realArticles(context: TestContext): { readonly id: string; readonly body: string }[] {
  const file = sharedData(context, 'articles/wikinews-2019-2020.jsonl.gz');
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { id: string; body: string });
}

const STORY = `The central bank raised its policy rate to one percent on Friday, the highest in three decades, and said
that it would keep raising it as long as wages and prices go on rising together. The governor told reporters that
the economy could bear it. Markets had expected the step; the yen gained half a percent against the dollar, and
shares of banks rose while those of builders fell. Two of the nine members voted against, arguing that small
companies had not yet recovered. Economists see one more step this year, perhaps in autumn, if the pay talks of
spring end as well as those of last year did and if no new tariffs come in between.`;

const OTHER_REPORT = `Friday's decision takes Japanese borrowing costs to a level last seen in the nineties. Policy makers
lifted the benchmark by a quarter point, to one percent, and signalled more to come. "Growth is solid," the head of
the institution said at a news conference in Tokyo. Lenders' stocks climbed and property firms slid, while the
currency strengthened slightly. The vote was seven to two. Analysts at three brokerages now forecast another
increase before December, depending on the annual wage negotiations and on trade policy in Washington.`;

function estimate(a: string, b: string): number {
  const [first, second] = [signatureOf(a), signatureOf(b)];
  if (first === null || second === null) throw new Error('a text without words');
  return resemblance(first, second);
}

/** The text with every so manyth word replaced. */
function altered(text: string, every: number): string {
  return text
    .split(/\s+/)
    .map((word, index) => (index % every === every - 1 ? `altered${index}` : word))
    .join(' ');
}

function exactResemblance(a: string, b: string): number {
  const triples = (text: string) => {
    const list = words(text);
    return new Set(list.slice(2).map((word, index) => `${list[index]} ${list[index + 1]} ${word}`));
  };
  const [first, second] = [triples(a), triples(b)];
  const common = [...first].filter((triple) => second.has(triple)).length;
  return common / (first.size + second.size - common);
}

describe('the signature of a text', () => {
  it('is the same everywhere', () => {
    expect([...(signatureOf('The yen gained half a percent against the dollar') ?? [])].slice(0, 4)).toEqual([
      181178256, 180198969, 349647006, 98049525,
    ]);
  });

  it('does not see case, punctuation or white space', () => {
    expect(estimate(STORY, STORY.toUpperCase().replace(/[,.;]/g, ' –\n'))).toBe(1);
  });

  it('finds a copy in a story with every twentieth word changed', () => {
    expect(estimate(STORY, altered(STORY, 20))).toBeGreaterThan(COPY_RESEMBLANCE);
  });

  it('finds a copy in a story with a new first and last sentence', () => {
    const framed = `Reported by our desk in Tokyo. ${STORY} Follow our live coverage for more on this story.`;
    expect(estimate(STORY, framed)).toBeGreaterThan(COPY_RESEMBLANCE);
  });

  it('finds no copy in another report of the same event', () => {
    expect(estimate(STORY, OTHER_REPORT)).toBeLessThan(0.2);
  });

  it('compares texts of fewer than eight words as wholes', () => {
    expect(estimate('Rain at last!', 'rain, at last')).toBe(1);
    expect(estimate('Rain at last', 'Snow at last')).toBe(0);
    expect(estimate('Word', 'word')).toBe(1);
  });

  it('is nothing for a text without words', () => {
    expect(signatureOf('')).toBeNull();
    expect(signatureOf('— 🎈 …')).toBeNull();
  });

  it('estimates the exact resemblance of real articles without bias', (context) => {
    const articles = realArticles(context);
    const bodies = articles
      .map(({ body }) => body)
      .filter((body) => words(body).length >= 100)
      .slice(0, 120);
    for (const every of [50, 20, 10, 5]) {
      const errors = bodies.map((body) => {
        const copy = altered(body, every);
        return estimate(body, copy) - exactResemblance(body, copy);
      });
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
      // Broder: the standard error is √(r (1 − r) / 64), at most 0.0625.
      expect(Math.abs(mean)).toBeLessThan(0.02);
      expect(Math.sqrt(square)).toBeLessThan(0.075);
    }
  });

  it('stays the same: catalogues hold those of earlier versions', () => {
    const first = (text: string) => [...(signatureOf(text) ?? [])].slice(0, 6);
    expect(first('The Bank’s forecast of 2025 isn’t what the markets had priced in.')).toEqual([
      508755297, 457062048, 96935599, 506357741, 283819844, 779913802,
    ]);
    expect(first('Банк of Japan raises the key rate again, and the yen falls.')).toEqual([
      17272545, 88247485, 556037423, 167591367, 371271403, 450845620,
    ]);
  });

  it('finds no copies among the real articles but those that are', (context) => {
    const articles = realArticles(context);
    const signed = articles.flatMap(({ id, body }) => {
      const signature = signatureOf(body);
      return signature === null ? [] : [{ id, body, signature }];
    });
    for (const [index, a] of signed.entries()) {
      for (const b of signed.slice(index + 1)) {
        if (resemblance(a.signature, b.signature) < COPY_RESEMBLANCE) continue;
        expect(exactResemblance(a.body, b.body), `${a.id} and ${b.id}`).toBeGreaterThan(0.4);
      }
    }
  });
});
