import type { Catalog } from '../../catalog/catalog.js';
import type { Decision, Rule } from '../../catalog/rules.js';
import { MODE_NAMES, type ModeName } from '../../recommend/modes.js';
import { type ArticleLink, toLink } from '../answers.js';
import type { DecisionEntry, RuleEntry } from '../editing.js';
import { isInForce } from '../rules-in-force.js';

/** Links to articles by key; a deleted one has its id for a title. */
export type Links = ReadonlyMap<number, ArticleLink>;

export function linksTo(keys: readonly (number | null)[], catalog: Pick<Catalog, 'load' | 'ids'>): Links {
  const wanted = [...new Set(keys.flatMap((key) => (key === null ? [] : [key])))];
  const links = new Map<number, ArticleLink>(
    [...catalog.ids(wanted)].map(([key, id]) => [key, { id, title: id, url: null }]),
  );
  for (const { key, article } of catalog.load(wanted)) links.set(key, toLink(article));
  return links;
}

export function ruleEntry(rule: Rule, links: Links, now: number): RuleEntry {
  const { kind, position, note, by } = rule;
  return {
    kind,
    article: linkOf(rule.article, links),
    link: linkOf(rule.link, links),
    mode: modeOf(rule),
    position,
    expiresAt: isoOf(rule.expiresAt),
    note,
    by,
    at: new Date(rule.at).toISOString(),
    inForce: isInForce(rule, now),
  };
}

export function decisionEntry(decision: Decision, links: Links, canUndo: boolean): DecisionEntry {
  const { number, at, by, action, note, undoes, undoneBy, details } = decision;
  // The first change is the one that was asked for; others made room for it.
  const [first] = decision.changes;
  return {
    number,
    at: new Date(at).toISOString(),
    by,
    action,
    article: linkOf(decision.article, links),
    link: linkOf(decision.link, links),
    mode: modeOf(first?.after ?? first?.before ?? null),
    position: first?.after?.position ?? null,
    expiresAt: isoOf(first?.after?.expiresAt ?? null),
    note,
    undoes,
    // What can be undone holds: it may have been taken back, and that taken back too.
    undoneBy: canUndo ? null : undoneBy,
    canUndo,
    details,
  };
}

function linkOf(key: number | null, links: Links): ArticleLink | null {
  return key === null ? null : (links.get(key) ?? null);
}

function modeOf(rule: Rule | null): ModeName | null {
  return MODE_NAMES.find((name) => name === rule?.mode) ?? null;
}

function isoOf(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString();
}
