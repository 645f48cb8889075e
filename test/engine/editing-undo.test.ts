import { beforeEach, describe, expect, it } from 'vitest';
import { createDecisions } from '../../src/engine/decisions/decisions.js';
import type { DecisionEntry, DecisionsQuery } from '../../src/engine/editing.js';
import { indexFolder } from '../support/index-folder.js';
import { NOON, openSite, type Site } from '../support/site.js';
import { type Newsdesk, newsdesk, openArchive } from './newsdesk.js';
import { sites } from './sites.js';

const { keep } = sites();
const UNDER = { article: 'asked', note: null } as const;
const PIN = { action: 'pin', ...UNDER, mode: 'related', position: 1, from: null, expiresAt: null } as const;
const ALL: DecisionsQuery = { about: null, before: null, limit: 100 };

let site: Site;
let desk: Newsdesk;

beforeEach(async () => {
  site = keep(await openArchive());
  desk = newsdesk(site);
});

const undo = (number: number, by = 'ann') => site.engine.editing.undo(number, by);
const log = (): readonly DecisionEntry[] => site.engine.editing.decisions(ALL);
const undoable = () => log().flatMap(({ number, canUndo }) => (canUndo ? [number] : []));
const conflict = (says: RegExp) =>
  expect.objectContaining({ code: 'decision_conflict', message: expect.stringMatching(says) });

describe('undoing', () => {
  it('restores all that a decision changed, and is undone itself in the same way', () => {
    desk.pin('mint', 1, { note: 'first' });
    desk.pin('roof', 2);
    const held = desk.rules();
    site.now += 1000;
    const { number } = desk.pin('chips', 1);
    const moved = desk.rules();
    expect(moved).toHaveLength(3);
    const undone = undo(number, 'bob');
    expect(undone).toMatchObject({
      ...{ action: 'undo', by: 'bob', undoes: number, canUndo: true, mode: 'related', position: null },
      link: { id: 'chips' },
    });
    expect(desk.rules()).toEqual(held);
    expect(log().find((entry) => entry.number === number)).toMatchObject({
      undoneBy: undone.number,
      canUndo: false,
    });
    const redone = undo(undone.number);
    expect([desk.rules(), redone.undoes]).toEqual([moved, undone.number]);
    expect(log().find((entry) => entry.number === number)).toMatchObject({ undoneBy: null, canUndo: true });
    undo(number);
    expect(desk.rules()).toEqual(held);
  });

  it.each([
    ['unpin', () => desk.decide({ action: 'unpin', ...UNDER, link: 'roof', mode: 'related' })],
    ['move', () => desk.pin('roof', 3, { from: 1 })],
    ['block', () => desk.block('rain')],
    ['never_recommend', () => desk.decide({ action: 'never_recommend', link: 'rain', note: null })],
    ['no_links', () => desk.decide({ action: 'no_links', ...UNDER })],
  ])('gives the list that was there before, after %s', (action, decide) => {
    desk.pin('roof', 1);
    const before = desk.list();
    const made = decide();
    expect([made.action, desk.list()]).not.toEqual([action, before]);
    const other = site.engine.version();
    undo(made.number);
    expect(desk.list()).toEqual(before);
    expect(site.engine.version()).not.toBe(other);
  });

  it('is refused twice, and where nothing was changed or decided', () => {
    const { number } = desk.pin('mint', 1);
    undo(number, 'bob');
    expect(() => undo(number)).toThrow(conflict(/bob undid it at 2026-05-01T12:00:00.000Z/));
    site.engine.editing.note('rollback', 'ann', { generation: 'g' });
    const [rolledBack] = log();
    expect(rolledBack).toMatchObject({ action: 'rollback', canUndo: false, details: { generation: 'g' } });
    expect(() => undo(rolledBack?.number ?? 0)).toThrow(conflict(/rollback.* changed no rule/));
    expect(() => undo(99)).toThrow(conflict(/no decision 99/));
  });

  it('is refused where somebody else has changed the same since: it says who, and when', () => {
    const { number } = desk.pin('mint', 1);
    site.now += 60_000;
    // Pushes it down, which is a change of it.
    const later = desk.decide({ ...PIN, link: 'chips' }, 'bob');
    expect(() => undo(number)).toThrow(conflict(/bob changed the same at 2026-05-01T12:01:00.000Z/));
    expect(undoable()).toEqual([later.number]);
    undo(later.number);
    expect(undoable()).toEqual([later.number + 1, number]);
    undo(number);
    expect(desk.pins()).toEqual([]);
  });

  it('is refused where its place was given to another since', () => {
    desk.pin('mint', 1);
    const { number } = desk.decide({ action: 'unpin', ...UNDER, link: 'mint', mode: 'related' });
    const taken = desk.pin('chips', 1);
    expect(() => undo(number)).toThrow(conflict(/ann changed the same/));
    expect(undoable()).toEqual([taken.number]);
    // In another mode nobody stands in its way, nor does a pin that has ended.
    undo(taken.number);
    desk.pin('chips', 1, { mode: 'background' });
    desk.pin('rain', 1, { expiresAt: NOON + 1 });
    expect(undoable()).not.toContain(number);
    site.now = NOON + 1;
    undo(number);
    expect(desk.list()[0]).toBe('mint');
  });

  it('is refused where it would block what was pinned since', () => {
    const { number: blocked } = desk.block('mint');
    const { number } = desk.decide({ action: 'unblock', ...UNDER, link: 'mint' });
    desk.pin('mint', 1);
    expect(() => undo(number)).toThrow(conflict(/changed the same/));
    expect(undoable()).not.toContain(number);
    expect(undoable()).not.toContain(blocked);
  });
});

describe('two editors', () => {
  it('at two servers see each other’s decisions, of which one undoes the other’s', async () => {
    const other = keep(await openSite({ index: indexFolder(site.index.folder) }));
    const { number } = desk.pin('chips', 1);
    expect(other.relatedIds('asked')[0]).toBe('chips');
    expect(other.engine.editing.undo(number, 'bob')).toMatchObject({ by: 'bob', undoes: number });
    expect(() => undo(number)).toThrow(conflict(/bob undid it/));
    expect(desk.list()).not.toContain('chips');
  });

  it('who decide at one moment are both heard, one after the other', () => {
    const { catalog } = site.index;
    /** An editor who is interrupted whenever a decision is about to be recorded. */
    const interrupted = (meanwhile: () => unknown) => {
      const record: typeof catalog.rules.record = (decision) => {
        meanwhile();
        return catalog.rules.record(decision);
      };
      return createDecisions({ ...catalog, rules: { ...catalog.rules, record } }, () => NOON);
    };
    const pinning = (links: readonly string[]) => {
      const left = [...links];
      return () => left.splice(0, 1).map((link) => desk.pin(link, 1));
    };
    const wanted = { ...PIN, link: 'chips' };
    interrupted(pinning(['mint', 'roof'])).decide(wanted, 'bob');
    expect(desk.list(3)).toEqual(['chips', 'roof', 'mint']);
    undo(log()[0]?.number ?? 0);
    const before = log().length;
    const busy = interrupted(pinning(['rain', 'flood', 'report']));
    expect(() => busy.decide(wanted, 'bob')).toThrow(conflict(/again and again/));
    expect(log()).toHaveLength(before + 3);
    const { number } = desk.block('reprint');
    const late = interrupted(() => undo(number, 'cem'));
    expect(() => late.undo(number, 'bob')).toThrow(conflict(/cem undid it/));
  });
});

describe('the log', () => {
  it('gives the latest first, a page at a time, of all or of one article on either side', async () => {
    desk.pin('mint', 1);
    desk.block('rain');
    desk.decide({ action: 'no_links', article: 'roof', note: 'sad' });
    desk.decide({ action: 'block', article: 'chips', link: 'asked', note: null });
    const numbers = (query: Partial<DecisionsQuery>) =>
      site.engine.editing.decisions({ ...ALL, ...query }).map(({ number }) => number);
    expect(numbers({})).toEqual([4, 3, 2, 1]);
    expect(numbers({ limit: 2 })).toEqual([4, 3]);
    expect(numbers({ limit: 2, before: 3 })).toEqual([2, 1]);
    expect(numbers({ about: 'asked' })).toEqual([4, 2, 1]);
    expect(numbers({ about: 'roof' })).toEqual([3]);
    expect(() => numbers({ about: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'article_not_found' }),
    );
  });

  it('names a deleted article by its id, and goes on being undone', async () => {
    desk.pin('chips', 1);
    await site.engine.remove('chips');
    const gone = { id: 'chips', title: 'chips', url: null };
    expect(log()).toMatchObject([{ link: gone, canUndo: true }]);
    expect(desk.rules()).toMatchObject([{ link: gone }]);
    expect(desk.list()).not.toContain('chips');
    undo(1);
    expect(desk.rules()).toEqual([]);
  });
});
