import { describe, expect, it, vi } from 'vitest';
import { rollback } from '../../src/compose/rollback.js';
import type { Wanted } from '../../src/engine/editing.js';
import { article } from '../support/articles.js';
import { indexFolder } from '../support/index-folder.js';
import { NOON, openSite, type Site } from '../support/site.js';
import { ARTICLES, type Newsdesk, newsdesk, openArchive } from './newsdesk.js';
import { sites } from './sites.js';

const { of, keep } = sites();
const WHEN = new Date(NOON).toISOString();
const NOTE = { note: null } as const;
const UNDER = { article: 'asked', ...NOTE } as const;
const PIN = { action: 'pin', ...UNDER, mode: 'related', position: 1, from: null, expiresAt: null } as const;

async function opened(): Promise<{ site: Site; desk: Newsdesk }> {
  const site = keep(await openArchive());
  return { site, desk: newsdesk(site) };
}

/** Another server of the same folder. */
async function beside(site: Site): Promise<Site> {
  return keep(await openSite({ index: indexFolder(site.index.folder) }));
}

describe('a pin', () => {
  it('shows with the next answer, at its place, marked, with the score that it had', async () => {
    const { site, desk } = await opened();
    const listed = () => site.engine.related('asked', { limit: 4, language: null, explain: true }).related;
    const before = listed().find(({ id }) => id === 'flood');
    expect(listed()[0]?.id).not.toBe('flood');
    const entry = desk.pin('flood', 1, { note: 'Our own' });
    const [after] = listed();
    expect(after).toEqual({ ...before, pinned: true });
    expect(before?.score).toBeGreaterThan(0);
    expect(listed().filter(({ id }) => id === 'flood')).toHaveLength(1);
    const about = {
      article: { id: 'asked', title: 'The bank', url: null },
      link: { id: 'flood', title: 'A flood at the bank', url: null },
      ...{ mode: 'related', position: 1, expiresAt: null, note: 'Our own', by: 'ann', at: WHEN },
    };
    expect(entry).toEqual({
      ...about,
      ...{ number: 1, action: 'pin', undoes: null, undoneBy: null, canUndo: true, details: null },
    });
    expect(desk.rules()).toEqual([{ ...about, kind: 'pin', inForce: true }]);
  });

  it('of something else altogether says that the editors chose it', async () => {
    const { site, desk } = await opened();
    desk.pin('chips', 2);
    const { related } = site.engine.related('asked', { limit: 4, language: null });
    expect(related[1]).toMatchObject({
      ...{ id: 'chips', score: 0, pinned: true },
      reasons: [{ type: 'editors', text: 'chosen by the editors' }],
    });
    expect(related.flatMap(({ reasons }) => reasons.map(({ type }) => type)).slice(0, 1)).not.toEqual([
      'editors',
    ]);
  });

  it('is of one mode', async () => {
    const { site, desk } = await opened();
    desk.pin('chips', 1, { mode: 'same-event' });
    expect(desk.list()).not.toContain('chips');
    expect(site.relatedIds('asked', { mode: 'same-event' })).toContain('chips');
    desk.pin('chips', 1);
    expect(desk.pins()).toEqual([
      ['related', 1, 'chips'],
      ['same-event', 1, 'chips'],
    ]);
  });

  it('makes room as things do that are dragged, in one decision', async () => {
    const { desk } = await opened();
    desk.pin('mint', 1);
    desk.pin('roof', 2);
    desk.pin('rain', 3);
    expect(desk.pin('rain', 1, { from: 3 })).toMatchObject({ action: 'move', position: 1 });
    expect(desk.list(3)).toEqual(['rain', 'mint', 'roof']);
    expect(desk.pin('chips', 2)).toMatchObject({ action: 'pin', position: 2 });
    expect(desk.list()).toEqual(['rain', 'chips', 'mint', 'roof']);
    desk.decide({ action: 'unpin', ...UNDER, link: 'chips', mode: 'related' });
    expect(desk.pins()).toEqual([
      ['related', 1, 'rain'],
      ['related', 3, 'mint'],
      ['related', 4, 'roof'],
    ]);
  });

  it('ends when it has expired, and can be pinned anew', async () => {
    const { site, desk } = await opened();
    desk.pin('chips', 1, { expiresAt: NOON + 1000 });
    const before = site.engine.version();
    site.now = NOON + 999;
    expect([desk.list()[0], site.engine.version()]).toEqual(['chips', before]);
    site.now = NOON + 1000;
    expect(desk.list()).not.toContain('chips');
    expect(site.engine.version()).not.toBe(before);
    expect(desk.rules()).toMatchObject([{ inForce: false, expiresAt: '2026-05-01T12:00:01.000Z' }]);
    // What has ended stands in nobody's way.
    desk.pin('mint', 1);
    expect(desk.pin('chips', 2)).toMatchObject({ action: 'pin' });
    expect(desk.list().slice(0, 2)).toEqual(['mint', 'chips']);
    expect(desk.pin('chips', 2, { expiresAt: NOON + 5000, note: 'a while' })).toMatchObject({
      action: 'move',
    });
  });

  it('of a scheduled article shows from its date on', async () => {
    const { site, desk } = await opened();
    const publishedAt = new Date(NOON + 1000).toISOString();
    await site.engine.put(article('soon', { publishedAt }));
    desk.pin('soon', 1);
    expect(desk.list()).not.toContain('soon');
    site.now = NOON + 1000;
    expect(desk.list()[0]).toBe('soon');
  });
});

describe('what is blocked', () => {
  it('is not shown there, nor a copy of it, and is where nobody blocked it', async () => {
    const { site, desk } = await opened();
    desk.block('mint');
    expect(desk.list()).not.toContain('mint');
    expect(site.relatedIds('roof')).toContain('mint');
    await site.engine.put(article('plain', { title: 'A cloud', body: 'A cloud over the plain.' }));
    const clouds = () => site.engine.related('plain', { limit: 4, language: null }).related;
    expect(clouds()).toHaveLength(1);
    expect(clouds()[0]?.alsoCoveredBy).toHaveLength(1);
    desk.decide({ action: 'block', article: 'plain', link: 'reprint', ...NOTE });
    expect(clouds()).toEqual([]);
    expect(desk.decide({ action: 'unblock', article: 'plain', link: 'reprint', ...NOTE }).canUndo).toBe(true);
    expect(clouds()).toHaveLength(1);
  });

  it('loses its pins, which come back when that is undone', async () => {
    const { site, desk } = await opened();
    desk.pin('chips', 1);
    desk.pin('chips', 2, { mode: 'background' });
    const { number, mode } = desk.block('chips');
    expect([desk.pins(), mode]).toEqual([[], null]);
    site.engine.editing.undo(number, 'bob');
    expect(desk.pins()).toHaveLength(2);
    expect(desk.list()[0]).toBe('chips');
  });
});

describe('an article that is never recommended', () => {
  it('is in no list, of articles or of texts, until it is again', async () => {
    const { site, desk } = await opened();
    const text = { id: null, title: 'Bank', body: 'A bank and yen.', summary: null, language: null };
    const ofText = async () =>
      (await site.engine.relatedTo(text, { limit: 9, language: null })).related.map(({ id }) => id);
    desk.pin('mint', 1);
    desk.decide({ action: 'never_recommend', link: 'mint', ...NOTE });
    expect(desk.list()).not.toContain('mint');
    expect(await ofText()).not.toContain('mint');
    expect(desk.rules('mint')).toMatchObject([
      { kind: 'never_recommend', article: null, link: { id: 'mint' } },
    ]);
    desk.decide({ action: 'recommend_again', link: 'mint', ...NOTE });
    expect(desk.list()[0]).toBe('mint');
    expect(await ofText()).toContain('mint');
  });
});

describe('an article without links', () => {
  it('shows none, pins or not, and says why; so does a draft of it', async () => {
    const { site, desk } = await opened();
    const ask = { limit: 4, language: null } as const;
    const draft = { title: 'Bank', body: 'A bank and yen.', summary: null, language: null };
    const drafted = (id: string | null) => site.engine.relatedTo({ id, ...draft }, ask);
    desk.pin('chips', 1);
    expect((await drafted('asked')).related[0]).toMatchObject({ id: 'chips', pinned: true });
    expect((await drafted(null)).related.map(({ id }) => id)).not.toContain('chips');
    desk.decide({ action: 'no_links', ...UNDER });
    for (const answer of [site.engine.related('asked', ask), await drafted('asked')])
      expect(answer).toMatchObject({ related: [], empty: { reason: 'no_links' } });
    expect((await drafted(null)).related).not.toEqual([]);
    desk.decide({ action: 'links_again', ...UNDER });
    expect(desk.list()[0]).toBe('chips');
  });
});

describe('a decision', () => {
  const refused: readonly [string, Wanted, RegExp, (readonly Wanted[])?][] = [
    ['pins an article under itself', { ...PIN, link: 'asked' }, /under itself/],
    ['blocks an article under itself', { action: 'block', ...UNDER, link: 'asked' }, /under itself/],
    ['pins until what is past', { ...PIN, link: 'mint', expiresAt: NOON }, /past/],
    [
      'pins what is blocked there',
      { ...PIN, link: 'mint' },
      /blocked .* by a decision of ann at 2026-05-01T12:00:00.000Z. Unblock/,
      [{ action: 'block', ...UNDER, link: 'mint' }],
    ],
    [
      'pins what is never recommended',
      { ...PIN, link: 'mint' },
      /recommended again/,
      [{ action: 'never_recommend', link: 'mint', ...NOTE }],
    ],
    ['pins what its publisher holds back', { ...PIN, link: 'held' }, /noRecommend/],
    ['pins what is pinned just so', { ...PIN, link: 'mint' }, /already/, [{ ...PIN, link: 'mint' }]],
    [
      'unpins what is pinned in another mode',
      { action: 'unpin', ...UNDER, link: 'mint', mode: 'background' },
      /not pinned .* `background`/,
      [{ ...PIN, link: 'mint' }],
    ],
    [
      'blocks twice',
      { action: 'block', ...UNDER, link: 'mint' },
      /already/,
      [{ action: 'block', ...UNDER, link: 'mint' }],
    ],
    ['unblocks what is not blocked', { action: 'unblock', ...UNDER, link: 'mint' }, /not blocked/],
    [
      'never recommends twice',
      { action: 'never_recommend', link: 'mint', ...NOTE },
      /already/,
      [{ action: 'never_recommend', link: 'mint', ...NOTE }],
    ],
    [
      'recommends again what its publisher holds back',
      { action: 'recommend_again', link: 'held', ...NOTE },
      /No editor .*publisher/,
    ],
    ['silences twice', { action: 'no_links', ...UNDER }, /already/, [{ action: 'no_links', ...UNDER }]],
    ['gives links again that nobody took', { action: 'links_again', ...UNDER }, /No editor/],
  ];
  it('that makes no sense is refused, with what to do instead, and leaves no trace', async () => {
    const { site, desk } = await opened();
    const { editing } = site.engine;
    await site.engine.put(article('held', { noRecommend: true }));
    for (const [what, wanted, says, before = []] of refused) {
      const made = before.map((one) => desk.decide(one));
      const held = editing.decisions({ about: null, before: null, limit: 1 })[0]?.number;
      expect(() => desk.decide(wanted), what).toThrow(
        expect.objectContaining({ code: 'decision_conflict', message: expect.stringMatching(says) }),
      );
      expect(editing.decisions({ about: null, before: null, limit: 1 })[0]?.number, what).toBe(held);
      for (const { number } of made) editing.undo(number, 'ann');
    }
  });

  it('pins fifty articles under another, and no more', async () => {
    const site = await of([
      ...ARTICLES,
      ...Array.from({ length: 51 }, (_, i) => ({ id: `m${i}`, title: `Number ${i}`, body: 'A cloud.' })),
    ]);
    const desk = newsdesk(site);
    for (let i = 0; i < 50; i += 1) desk.pin(`m${i}`, 50);
    expect(desk.pins().map(([, position]) => position)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(() => desk.pin('m50', 1)).toThrow(/50 pins/);
    expect(desk.pin('m0', 50, { from: 1 })).toMatchObject({ action: 'move' });
  });

  it('about an article that is unknown or deleted is not found', async () => {
    const { site, desk } = await opened();
    await site.engine.remove('rain');
    for (const id of ['nobody', 'rain']) {
      const found = expect.objectContaining({ code: 'article_not_found', articleId: id });
      expect(() => desk.pin(id, 1)).toThrow(found);
      expect(() => desk.decide({ action: 'no_links', article: id, ...NOTE })).toThrow(found);
      expect(() => desk.rules(id)).toThrow(found);
    }
  });

  it('holds through a rebuild and a rollback, and for every server of the folder at once', async () => {
    const { site, desk } = await opened();
    const other = await beside(site);
    const told = () => [site.relatedIds('asked', { limit: 2 }), other.relatedIds('asked', { limit: 2 })];
    desk.pin('chips', 1);
    desk.block('mint');
    expect(told()[1]).toEqual(told()[0]);
    expect(told()[1]?.[0]).toBe('chips');
    const wanted = told();
    const follow = async (generation: string) => {
      for (const { engine } of [site, other])
        await vi.waitFor(() => expect(engine.info().generation).toBe(generation), { interval: 20 });
      expect(told()).toEqual(wanted);
    };
    await follow((await site.index.run([], { rebuild: true, refit: true })).summary.generation);
    await follow((await rollback(site.index.folder, undefined)).to);
    const version = site.engine.version();
    other.engine.editing.undo(1, 'bob');
    expect(site.engine.version()).not.toBe(version);
    expect(site.relatedIds('asked')).not.toContain('chips');
  });
});
