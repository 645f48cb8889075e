import type { Decision, DecisionAction, Rule, RuleChange, RuleKind } from './rules.js';
import { storedJson } from './stored-json.js';

/** A row of the table `rules`: keys are 0, and the mode is empty, where the rule has none. */
export interface RuleRow {
  readonly kind: RuleKind;
  readonly article_key: number;
  readonly link_key: number;
  readonly mode: string;
  readonly position: number | null;
  readonly expires_at: number | null;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_at: number;
}

export function toRule(row: RuleRow): Rule {
  return {
    kind: row.kind,
    article: row.article_key === 0 ? null : row.article_key,
    link: row.link_key === 0 ? null : row.link_key,
    mode: row.mode === '' ? null : row.mode,
    position: row.position,
    expiresAt: row.expires_at,
    note: row.note,
    by: row.made_by,
    at: row.made_at,
  };
}

/** What tells a rule from every other, as named parameters. */
export function toIdentity({ kind, article, link, mode }: Rule) {
  return { kind, article: article ?? 0, link: link ?? 0, mode: mode ?? '' };
}

/** The named parameters of a rule's row. */
export function toRuleParameters(rule: Rule) {
  const { position, expiresAt, note, by, at } = rule;
  return { ...toIdentity(rule), position, expiresAt, note, by, at };
}

export interface DecisionRow {
  readonly number: number;
  readonly at: number;
  readonly made_by: string;
  readonly action: DecisionAction;
  readonly article_key: number | null;
  readonly link_key: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly undone_by: number | null;
  readonly changes: string;
  readonly details: string | null;
}

export function toDecision(row: DecisionRow): Decision {
  return {
    number: row.number,
    at: row.at,
    by: row.made_by,
    action: row.action,
    article: row.article_key,
    link: row.link_key,
    note: row.note,
    undoes: row.undoes,
    undoneBy: row.undone_by,
    changes: storedJson(row.changes) as RuleChange[],
    details: row.details === null ? null : (storedJson(row.details) as Record<string, unknown>),
  };
}
