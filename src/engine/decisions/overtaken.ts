import { type Decision, type Rule, type RuleChange, type RuleStore, sameRule } from '../../catalog/rules.js';
import { isInForce } from '../rules-in-force.js';

type Slot = Pick<Rule, 'kind' | 'article' | 'link' | 'mode'>;

/** Decisions looked through for whoever changed the same since. */
const LOOKED_THROUGH = 200;

/** What would take a decision back: each rule as it was before. */
export function reversed({ changes }: Pick<Decision, 'changes'>): RuleChange[] {
  return changes.map(({ before, after }) => ({ before: after, after: before }));
}

/**
 * What stands in the way of taking a decision back: a place that holds another rule now than the decision left there.
 * That is the same place, the position of a pin that would come back, or a pin of what would be blocked again, and the
 * reverse. `null` where nothing does.
 */
export function overtakenAt(
  { changes }: Pick<Decision, 'changes'>,
  rules: Pick<RuleStore, 'under' | 'against'>,
  now: number,
): Slot | null {
  const mine = changes.flatMap(({ before, after }): Slot[] => {
    const rule = after ?? before;
    return rule === null ? [] : [rule];
  });
  for (const { before, after } of changes) {
    const slot = after ?? before;
    if (slot === null) continue;
    if (!sameRule(inPlace(slot, rules), after)) return slot;
    if (before === null || before.article === null) continue;
    const others = rules.under(before.article).filter((rule) => !mine.some((one) => isSame(one, rule)));
    const inTheWay = others.find((rule) => excludes(rule, before, now));
    if (inTheWay !== undefined) return inTheWay;
  }
  return null;
}

/** The latest decision after this one that changed the rule there; `null` where it is not found. */
export function changedSince(
  decision: Pick<Decision, 'number' | 'article' | 'link'>,
  slot: Slot,
  rules: Pick<RuleStore, 'decisions'>,
): Decision | null {
  const about = decision.article ?? decision.link;
  const later = rules
    .decisions({ about, before: null, limit: LOOKED_THROUGH })
    .filter(({ number }) => number > decision.number);
  const touches = ({ before, after }: RuleChange) =>
    [before, after].some((rule) => rule !== null && isSame(rule, slot));
  return later.find(({ changes }) => changes.some(touches)) ?? null;
}

function inPlace(slot: Slot, rules: Pick<RuleStore, 'under' | 'against'>): Rule | null {
  if (slot.article !== null) return rules.under(slot.article).find((rule) => isSame(rule, slot)) ?? null;
  return slot.link === null ? null : rules.against(slot.link);
}

function isSame(a: Slot, b: Slot): boolean {
  return a.kind === b.kind && a.article === b.article && a.link === b.link && a.mode === b.mode;
}

/** Whether two rules of one article cannot hold at once. */
function excludes(a: Rule, b: Rule, now: number): boolean {
  if (a.kind === 'pin' && b.kind === 'pin')
    return a.mode === b.mode && a.position === b.position && isInForce(a, now) && isInForce(b, now);
  const kinds = [a.kind, b.kind];
  return a.link === b.link && kinds.includes('pin') && kinds.includes('block');
}
