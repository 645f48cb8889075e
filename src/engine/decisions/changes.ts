import type { DecisionAction, Rule, RuleChange } from '../../catalog/rules.js';
import { DecisionConflictError } from '../../errors.js';
import type { Wanted } from '../editing.js';
import { isInForce } from '../rules-in-force.js';
import { arrange, PLACES } from './pin-order.js';

/** What holds before a decision, as far as it is about the same. */
export interface Ruled {
  /** Key of the article under which something is decided; `null` where it is about one article alone. */
  readonly article: number | null;
  readonly link: number | null;
  /** The publisher's own word about the link. */
  readonly noRecommend: boolean;
  /** All that is kept under the article. */
  readonly under: readonly Rule[];
  readonly against: Rule | null;
}

export interface Author {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The rules that a decision makes, alters and takes away: first the one that it is about. */
export interface Changes {
  readonly action: DecisionAction;
  readonly changes: readonly RuleChange[];
}

/** Throws `DecisionConflictError` where it would change nothing, or makes no sense. */
export function changesOf(wanted: Wanted, ruled: Ruled, author: Author): Changes {
  const { under, against, article, link } = ruled;
  const made = (fields: Partial<Rule> & Pick<Rule, 'kind'>): Rule => ({
    ...{ article, link, mode: null, position: null, expiresAt: null },
    ...{ note: wanted.note, ...author },
    ...fields,
  });
  const one = (before: Rule | null, after: Rule | null): Changes => ({
    action: wanted.action,
    changes: [{ before, after }],
  });
  switch (wanted.action) {
    case 'pin':
      return pinned(wanted, ruled, made);
    case 'unpin': {
      const pin = under.find((rule) => isPin(rule, wanted.mode) && rule.link === link);
      if (pin === undefined)
        throw new DecisionConflictError(
          `Article ${quoted(wanted.link)} is not pinned under article ${quoted(wanted.article)} in the mode \`${wanted.mode}\`. Look at what holds now.`,
        );
      return one(pin, null);
    }
    case 'block': {
      refuseItself(wanted);
      const block = blockOf(under, link);
      if (block !== null)
        throw new DecisionConflictError(
          `Article ${quoted(wanted.link)} is blocked under article ${quoted(wanted.article)} already, by ${said(block)}.`,
        );
      const pins = under.filter((rule) => rule.kind === 'pin' && rule.link === link);
      return {
        action: 'block',
        changes: [
          { before: null, after: made({ kind: 'block' }) },
          ...pins.map((before) => ({ before, after: null })),
        ],
      };
    }
    case 'unblock': {
      const block = blockOf(under, link);
      if (block === null)
        throw new DecisionConflictError(
          `Article ${quoted(wanted.link)} is not blocked under article ${quoted(wanted.article)}. Look at what holds now.`,
        );
      return one(block, null);
    }
    case 'never_recommend':
      if (against !== null)
        throw new DecisionConflictError(
          `Article ${quoted(wanted.link)} is never recommended already, by ${said(against)}.`,
        );
      return one(null, made({ kind: 'never_recommend' }));
    case 'recommend_again':
      if (against === null)
        throw new DecisionConflictError(
          `No editor decided that article ${quoted(wanted.link)} is never recommended.${ruled.noRecommend ? ' Its publisher says so (`noRecommend`): index it without.' : ''}`,
        );
      return one(against, null);
    case 'no_links': {
      const silence = under.find(({ kind }) => kind === 'no_links');
      if (silence !== undefined)
        throw new DecisionConflictError(
          `Nothing is shown under article ${quoted(wanted.article)} already, by ${said(silence)}.`,
        );
      return one(null, made({ kind: 'no_links' }));
    }
    case 'links_again': {
      const silence = under.find(({ kind }) => kind === 'no_links');
      if (silence === undefined)
        throw new DecisionConflictError(
          `No editor decided that article ${quoted(wanted.article)} shows no links.`,
        );
      return one(silence, null);
    }
  }
}

function pinned(
  wanted: Extract<Wanted, { action: 'pin' }>,
  { link, noRecommend, under, against }: Ruled,
  made: (fields: Partial<Rule> & Pick<Rule, 'kind'>) => Rule,
): Changes {
  refuseItself(wanted);
  const { mode, position, expiresAt } = wanted;
  const after = made({ kind: 'pin', mode, position, expiresAt });
  const block = blockOf(under, link);
  if (block !== null)
    throw new DecisionConflictError(
      `Article ${quoted(wanted.link)} is blocked under article ${quoted(wanted.article)} by ${said(block)}. Unblock it first.`,
    );
  if (against !== null)
    throw new DecisionConflictError(
      `Article ${quoted(wanted.link)} is never recommended, by ${said(against)}. Let it be recommended again first.`,
    );
  if (noRecommend)
    throw new DecisionConflictError(
      `Article ${quoted(wanted.link)} is not to be recommended, its publisher says (\`noRecommend\`). Index it without first.`,
    );
  if (!isInForce(after, after.at))
    throw new DecisionConflictError(
      `A pin cannot end at ${iso(expiresAt ?? 0)}, which is past. Choose a later time, or none.`,
    );
  const kept = under.filter((rule) => isPin(rule, mode));
  const before = kept.find((pin) => pin.link === link) ?? null;
  const held = kept.filter((pin) => isInForce(pin, after.at));
  const isHeld = before !== null && held.includes(before);
  if (!isHeld && held.length >= PLACES)
    throw new DecisionConflictError(
      `Article ${quoted(wanted.article)} has ${PLACES} pins in the mode \`${mode}\`, which is as many as a list has places. Unpin one first.`,
    );
  const places = arrange(
    new Map(held.flatMap((pin) => (pin.link === null ? [] : [[pin.link, pin.position ?? 1]]))),
    { key: link ?? 0, position, from: wanted.from },
  );
  const shifted = held.flatMap((pin): RuleChange[] => {
    const place = places.get(pin.link ?? 0) ?? pin.position;
    return pin === before || place === pin.position
      ? []
      : [{ before: pin, after: { ...pin, position: place } }];
  });
  const isSame =
    isHeld &&
    before.position === position &&
    before.expiresAt === expiresAt &&
    before.note === after.note &&
    shifted.length === 0;
  if (isSame)
    throw new DecisionConflictError(
      `Article ${quoted(wanted.link)} is pinned there under article ${quoted(wanted.article)} already, by ${said(before)}.`,
    );
  return { action: isHeld ? 'move' : 'pin', changes: [{ before, after }, ...shifted] };
}

function refuseItself({ article, link }: { readonly article: string; readonly link: string }): void {
  if (article === link)
    throw new DecisionConflictError(
      `Article ${quoted(article)} is never shown under itself. Choose another article to decide about.`,
    );
}

function isPin(rule: Rule, mode: string): boolean {
  return rule.kind === 'pin' && rule.mode === mode;
}

function blockOf(under: readonly Rule[], link: number | null): Rule | null {
  return under.find((rule) => rule.kind === 'block' && rule.link === link) ?? null;
}

function quoted(id: string): string {
  return JSON.stringify(id);
}

function said({ by, at }: Rule): string {
  return `a decision of ${by} at ${iso(at)}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
