import { beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE } from '../support/newsroom.js';
import { ASKED, DESK } from './desk.js';
import { ask, engineOver, listening, type Related, type SaidReason } from './site.js';

let desk = '';
let newsroom = '';

beforeAll(async () => {
  desk = await listening((await engineOver(DESK)).engine);
  newsroom = await listening((await engineOver(ARCHIVE)).engine);
});

type Link = Related['related'][number];

async function links(url: string, id: string): Promise<readonly Link[]> {
  const path = `/v1/articles/${id}/related?limit=50&language=any`;
  return (await ask<Related>(url + path)).body.related;
}

const reasonsOf = (found: readonly Link[], id: string): readonly SaidReason[] =>
  found.find((link) => link.id === id)?.reasons ?? [];

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the reasons of a link', () => {
  it('are never missing, and each says in words what its fields say', async () => {
    const found = [...(await links(desk, ASKED.id)), ...(await links(newsroom, 'yen-falls'))];
    expect(found.length).toBeGreaterThan(5);
    for (const { reasons } of found) {
      expect(reasons).not.toHaveLength(0);
      for (const { type, text, ...fields } of reasons) {
        switch (type) {
          case 'terms':
            expect(fields).toEqual({ terms: expect.any(Array) });
            expect(text).toBe(fields.terms?.join(' · '));
            break;
          case 'story':
            expect(text).toContain('coverage of the same story');
            expect(text).toContain(fields.when);
            break;
          case 'section':
            expect(text).toBe(`same section: ${fields.section}`);
            break;
          default:
            expect([type, text, fields]).toEqual(['meaning', 'close in meaning', {}]);
        }
      }
    }
  });

  it('name only what stands in both texts', async () => {
    let named = 0;
    for (const [url, articles] of [
      [desk, DESK],
      [newsroom, ARCHIVE],
    ] as const) {
      const texts = new Map(
        articles.map((one) => [
          one.id as string,
          folded([one.title, 'summary' in one ? one.summary : '', one.body].join(' ')),
        ]),
      );
      for (const { id } of articles.slice(0, 16)) {
        for (const link of await links(url, id)) {
          for (const term of link.reasons.flatMap(({ terms = [] }) => terms)) {
            expect([id, link.id, texts.get(id)]).toEqual([
              id,
              link.id,
              expect.stringContaining(folded(term)),
            ]);
            expect(texts.get(link.id)).toContain(folded(term));
            named += 1;
          }
        }
      }
    }
    expect(named).toBeGreaterThan(50);
  });

  it('say of coverage of one story whether it is earlier, later, or of the same day', async () => {
    const found = await links(desk, ASKED.id);
    const when = (id: string) => reasonsOf(found, id).find(({ type }) => type === 'story')?.when;
    expect(['strike-2', 'strike-4', 'strike-5'].map(when)).toEqual(['earlier', 'same-day', 'later']);
    expect(['strike-0', 'strike-1', 'strike-6', 'strike-7'].map(when)).toEqual(Array(4).fill(undefined));
  });

  it('name the section beside something stronger only, and only where it is the same', async () => {
    const found = await links(desk, ASKED.id);
    for (const { section, reasons } of found) {
      const said = reasons.find(({ type }) => type === 'section');
      if (section !== ASKED.section) expect(said).toBeUndefined();
      else if (reasons[0]?.type !== 'meaning') expect(said).toMatchObject({ section: ASKED.section });
      expect(reasons[0]?.type).not.toBe('section');
    }
    expect(found.some(({ reasons }) => reasons.some(({ type }) => type === 'section'))).toBe(true);
  });

  it('are those of closeness alone where no word is shared', async () => {
    const json = { title: 'Soccer match: forward nets winner' };
    const answer = await ask<Related>(`${newsroom}/v1/related`, { method: 'POST', json });
    expect(reasonsOf(answer.body.related, 'league-opens')).toEqual([
      { type: 'meaning', text: 'close in meaning' },
    ]);
  });

  it('are found for a text by its own section and date', async () => {
    const { title, body, section, publishedAt } = ASKED;
    const asked = async (more: object) =>
      (
        await ask<Related>(`${desk}/v1/related?limit=50&exclude=${ASKED.id}`, {
          method: 'POST',
          json: { title, body, ...more },
        })
      ).body.related;
    const types = (found: readonly Link[]) => reasonsOf(found, 'strike-5').map(({ type }) => type);
    expect(types(await asked({ section, publishedAt }))).toEqual(types(await links(desk, ASKED.id)));
    expect(types(await asked({ section: 'Sport', publishedAt }))).not.toContain('section');
    // Written now, it is years away from the story.
    expect(types(await asked({ section }))).not.toContain('story');
  });
});
