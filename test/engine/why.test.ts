import { describe, expect, it } from 'vitest';
import type { RelatedArticle } from '../../src/engine/answers.js';
import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import { article } from '../support/articles.js';
import { ARCHIVE } from '../support/newsroom.js';
import type { Site } from '../support/site.js';
import { sites } from './sites.js';

const site = sites();

const BOJ = [
  {
    id: 'first',
    title: 'Bank of Japan hints at a rate rise',
    body: 'The yen gained after the Bank of Japan said that Kazuo Ueda would speak on Thursday. Traders bought the currency before the meeting in Tokyo, and the bank kept silent on bonds.',
    section: 'Markets',
    publishedAt: '2026-03-10T08:00:00Z',
  },
  {
    id: 'second',
    title: 'Ueda raises the rate',
    body: 'Kazuo Ueda of the Bank of Japan raised the rate, and the yen jumped against the dollar. In Tokyo traders had expected the meeting to end so, and the bank sold bonds.',
    section: 'markets',
    publishedAt: '2026-03-12T08:00:00Z',
  },
];
const all = [...ARCHIVE.map((given) => ({ ...given, language: null })), ...BOJ];
const flat = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
const textOf = ({ title, summary, body }: { title: string; summary?: string | null; body: string }) =>
  flat(`${title} ${summary ?? ''} ${body}`);
const termsOf = ({ reasons }: RelatedArticle) =>
  reasons.flatMap((reason) => (reason.type === 'terms' ? reason.terms : []));
const linkTo = ({ engine }: Site, from: string, to: string) =>
  engine.related(from, { limit: 50, language: 'any' }).related.find(({ id }) => id === to);

describe('the reasons for a link', () => {
  it('stand in both texts, and there is at least one under each', async () => {
    const { engine } = await site.of(all);
    let phrases = 0;
    for (const asked of all) {
      for (const link of engine.related(asked.id, { limit: 50, language: 'any' }).related) {
        const target = all.find(({ id }) => id === link.id);
        expect(link.reasons.length).toBeGreaterThan(0);
        for (const term of termsOf(link)) {
          expect(textOf(asked)).toContain(flat(term));
          expect(target === undefined ? '' : textOf(target)).toContain(flat(term));
          phrases += 1;
        }
      }
    }
    expect(phrases).toBeGreaterThan(5);
  });

  it('are names first, then the story, the section last', async () => {
    const open = await site.of(all);
    const link = linkTo(open, 'first', 'second');
    expect(link?.reasons.map(({ type }) => type)).toEqual(['terms', 'story', 'section']);
    expect(link?.reasons.map(({ text }) => text).slice(1)).toEqual([
      'later coverage of the same story',
      'same section: markets',
    ]);
    expect(link === undefined ? [] : termsOf(link)).toEqual(
      expect.arrayContaining([expect.stringMatching(/Bank of Japan|Kazuo Ueda/)]),
    );
    expect(linkTo(open, 'second', 'first')?.reasons[1]?.text).toBe('earlier coverage of the same story');
  });

  it('name no story where the two are half a year apart', async () => {
    const late = BOJ.map((given) =>
      given.id === 'second' ? { ...given, publishedAt: '2026-09-12T08:00:00Z' } : given,
    );
    const open = await site.of([...all.slice(0, -2), ...late]);
    open.now = Date.parse('2027-01-01');
    expect(linkTo(open, 'first', 'second')?.reasons.map(({ type }) => type)).not.toContain('story');
  });

  it('are those of the text as it is now', async () => {
    const open = await site.of(all);
    expect(JSON.stringify(linkTo(open, 'first', 'second')?.reasons)).toMatch(/Ueda/);
    const [, second] = BOJ;
    const body = second?.body.replaceAll('Kazuo Ueda', 'A deputy') ?? '';
    await open.engine.put(article('second', { ...second, title: 'Rate raised', body }));
    const link = linkTo(open, 'first', 'second');
    expect(link?.reasons.length).toBeGreaterThan(0);
    expect(JSON.stringify(link?.reasons)).not.toMatch(/Ueda/);
  });

  it('are given for a text that is not indexed as well', async () => {
    const { engine } = await site.of(all);
    const body = '<p>What Kazuo Ueda says, the Bank of Japan does, and the <b>yen</b> follows in Tokyo.</p>';
    const draft = { id: null, title: 'Ueda and the yen', summary: null, body, language: null };
    const { related } = await engine.relatedTo(draft, { limit: 4, language: 'any' });
    const [best] = related;
    expect(best?.id).toBe('second');
    expect(best === undefined ? [] : termsOf(best)).toEqual(
      expect.arrayContaining([expect.stringMatching(/Bank of Japan|Kazuo Ueda/)]),
    );
    for (const link of related) {
      for (const term of termsOf(link))
        expect(flat(`Ueda and the yen ${body.replace(/<[^>]+>/g, '')}`)).toContain(flat(term));
    }
  });

  it('never quote what is boilerplate, though both texts hold it', async () => {
    const notice = 'The Evening Lantern is published by Marigold Harbour Holdings in Port Ellery.';
    const many = Array.from({ length: 60 }, (_, i) => {
      const { title, body } = all[i % all.length] ?? { title: '', body: '' };
      const words = body.split(' ');
      // Another order of the sentences' words makes sixty articles of fourteen that are no copies.
      const turned = [...words.slice(i), ...words.slice(0, i)].join(' ');
      return { id: `n${i}`, title: `${title} ${i}`, body: `${turned}\n\n${notice}` };
    });
    const { engine, index } = await site.of([
      ...many,
      ...BOJ.map((given) => ({ ...given, body: `${given.body}\n\n${notice}` })),
    ]);
    expect(index.catalog.boilerplate().size).toBeGreaterThan(0);
    chooseCutoff(index.catalog, { score: 0 });
    let links = 0;
    for (const id of ['first', 'second', 'n0', 'n3', 'n30']) {
      for (const link of engine.related(id, { limit: 50, language: 'any' }).related) {
        expect(termsOf(link).join(' ')).not.toMatch(/Lantern|Marigold|Ellery/i);
        links += 1;
      }
    }
    expect(links).toBeGreaterThan(5);
  });
});
