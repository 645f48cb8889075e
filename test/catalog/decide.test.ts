import { describe, expect, it } from 'vitest';
import { decide, type Existing } from '../../src/catalog/decide.js';

const LIVE: Existing = { contentHash: 'same', updatedAt: null, deletedAt: null, deletedBy: null };
const SOURCE = { kind: 'source', source: 'a', run: 1 } as const;
const REQUEST = { kind: 'request' } as const;

describe('what becomes of an arriving version', () => {
  it.each([
    ['is added where there is none', null, { contentHash: 'x', updatedAt: null }, 'added', 'added'],
    [
      'changes nothing where it is the same',
      LIVE,
      { contentHash: 'same', updatedAt: 5 },
      'unchanged',
      'unchanged',
    ],
    [
      'replaces what is older',
      { ...LIVE, updatedAt: 4 },
      { contentHash: 'x', updatedAt: 5 },
      'changed',
      'changed',
    ],
    [
      'of the same moment replaces',
      { ...LIVE, updatedAt: 5 },
      { contentHash: 'x', updatedAt: 5 },
      'changed',
      'changed',
    ],
    [
      'that is older yields',
      { ...LIVE, updatedAt: 6 },
      { contentHash: 'x', updatedAt: 5 },
      'kept_newer',
      'changed',
    ],
    [
      'of the moment of the deletion is not newer than it',
      { ...LIVE, deletedAt: 5, deletedBy: 'request' as const },
      { contentHash: 'x', updatedAt: 5 },
      'kept_deleted',
      'added',
    ],
    [
      'brings a pruned article back whatever its date',
      { ...LIVE, deletedAt: 5, deletedBy: 'prune' as const },
      { contentHash: 'same', updatedAt: 1 },
      'added',
      'added',
    ],
  ])('%s', (_name, existing, incoming, fromSource, fromRequest) => {
    expect(decide(existing, incoming, SOURCE, null)).toBe(fromSource);
    expect(decide(existing, incoming, REQUEST, null)).toBe(fromRequest);
  });

  it('of a source that repeats what it gave last leaves alone what was put since', () => {
    const incoming = { contentHash: 'as last time', updatedAt: null };
    expect(decide(LIVE, incoming, SOURCE, 'as last time')).toBe('kept_changed');
    expect(decide(LIVE, incoming, { ...SOURCE, anew: true }, 'as last time')).toBe('changed');
    expect(decide(LIVE, incoming, SOURCE, 'something else')).toBe('changed');
    expect(decide(LIVE, incoming, REQUEST, 'as last time')).toBe('changed');
  });
});
