import type { Catalog, StoredArticle } from '../../catalog/catalog.js';
import type { Decision } from '../../catalog/rules.js';
import { ArticleNotFoundError, DecisionConflictError } from '../../errors.js';
import type { DecisionEntry, Editing } from '../editing.js';
import { refuseIfReplaced } from '../replaced.js';
import { changesOf } from './changes.js';
import { decisionEntry, linksTo, ruleEntry } from './entries.js';
import { changedSince, overtakenAt, reversed } from './overtaken.js';

/** So often a decision is made anew on what somebody else has changed meanwhile. */
const ATTEMPTS = 3;

export function createDecisions(catalog: Catalog, clock: () => number): Editing {
  const { rules } = catalog;

  /** A live article; one that is still to come may be decided about. */
  const find = (id: string): StoredArticle => {
    const stored = catalog.find(id);
    if (stored === null) throw new ArticleNotFoundError(id);
    return stored;
  };

  const entriesOf = (decisions: readonly Decision[]): DecisionEntry[] => {
    const links = linksTo(
      decisions.flatMap(({ article, link }) => [article, link]),
      catalog,
    );
    const once = { under: remembered(rules.under), against: remembered(rules.against) };
    const now = clock();
    return decisions.map((decision) => {
      const canUndo = decision.changes.length > 0 && overtakenAt(decision, once, now) === null;
      return decisionEntry(decision, links, canUndo);
    });
  };

  const entryOf = (decision: Decision): DecisionEntry => {
    const [entry] = entriesOf([decision]);
    if (entry === undefined) throw new Error(`Decision ${decision.number} has no entry.`);
    return entry;
  };

  /** Where it was undone, or something else changed the same since: by whom, and when. */
  const refuseOvertaken = (decision: Decision): void => {
    const slot = overtakenAt(decision, rules, clock());
    if (slot === null) return;
    const since = changedSince(decision, slot, rules);
    const what =
      since === null
        ? 'the same was changed since'
        : `${since.by} ${since.undoes === decision.number ? 'undid it' : 'changed the same'} at ${new Date(since.at).toISOString()}`;
    throw new DecisionConflictError(
      `This cannot be undone: ${what}. Look at what holds now, and decide anew.`,
    );
  };

  return {
    decide(wanted, by) {
      refuseIfReplaced(catalog);
      const article = 'article' in wanted ? find(wanted.article) : null;
      const link = 'link' in wanted ? find(wanted.link) : null;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const ruled = {
          article: article?.key ?? null,
          link: link?.key ?? null,
          noRecommend: link?.article.noRecommend ?? false,
          under: article === null ? [] : rules.under(article.key),
          against: link === null ? null : rules.against(link.key),
        };
        const author = { by, at: clock() };
        const { action, changes } = changesOf(wanted, ruled, author);
        const made = rules.record({
          action,
          ...author,
          article: ruled.article,
          link: ruled.link,
          note: wanted.note,
          undoes: null,
          changes,
          details: null,
        });
        if (made !== null) return entryOf(made);
      }
      throw new DecisionConflictError(
        'Others changed the same at that moment, again and again. Look at what holds now, and decide anew.',
      );
    },
    undo(number, by) {
      refuseIfReplaced(catalog);
      const decision = rules.decision(number);
      if (decision === null)
        throw new DecisionConflictError(
          `There is no decision ${number} to be undone. Take a number from the log.`,
        );
      if (decision.changes.length === 0)
        throw new DecisionConflictError(
          `Decision ${number} (${decision.action}) changed no rule, so that nothing can be undone. Publish or roll back instead.`,
        );
      refuseOvertaken(decision);
      const { article, link } = decision;
      const made = rules.record({
        ...{ action: 'undo', by, at: clock(), article, link, note: null },
        ...{ undoes: number, changes: reversed(decision), details: null },
      });
      if (made !== null) return entryOf(made);
      refuseOvertaken(decision);
      throw new DecisionConflictError(
        `Decision ${number} was not undone: somebody else changed the same at that moment. Try again.`,
      );
    },
    about(id) {
      const { key } = find(id);
      const against = rules.against(key);
      const held = [...rules.under(key), ...(against === null ? [] : [against])];
      const links = linksTo(
        held.flatMap(({ article, link }) => [article, link]),
        catalog,
      );
      const now = clock();
      return held.map((rule) => ruleEntry(rule, links, now));
    },
    decisions({ about, before, limit }) {
      const key = about === null ? null : find(about).key;
      return entriesOf(rules.decisions({ about: key, before, limit }));
    },
    note(action, by, details) {
      refuseIfReplaced(catalog);
      rules.record({
        ...{ action, by, at: clock(), article: null, link: null, note: null },
        ...{ undoes: null, changes: [], details },
      });
    },
    revision: () => `${rules.revision()} ${rules.endedUpTo(clock()) ?? ''}`,
  };
}

/** The same answers, each asked for once. */
function remembered<T>(ask: (key: number) => T): (key: number) => T {
  const known = new Map<number, { readonly value: T }>();
  return (key) => {
    const found = known.get(key) ?? { value: ask(key) };
    known.set(key, found);
    return found.value;
  };
}
