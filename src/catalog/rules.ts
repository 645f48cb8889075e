/**
 * What an editor decides about links. `pin`: this link under this article, at that place. `block`: not this link under
 * this article. `never_recommend`: this article under none. `no_links`: nothing under this article.
 */
export type RuleKind = 'pin' | 'block' | 'never_recommend' | 'no_links';

/** A decision in force. There is one at most of a kind, article, link and mode. */
export interface Rule {
  readonly kind: RuleKind;
  /** Key of the article under which it holds; `null` of `never_recommend`. */
  readonly article: number | null;
  /** Key of the linked article; `null` of `no_links`. */
  readonly link: number | null;
  /** The mode of whose lists a pin is; `null` of the others, which hold in every mode. */
  readonly mode: string | null;
  /** Place of a pin in the list, from 1; `null` of the others. No two pins of an article and mode have the same. */
  readonly position: number | null;
  /** Milliseconds since 1970, from which on it no longer holds; `null` for good. Only pins end by themselves. */
  readonly expiresAt: number | null;
  readonly note: string | null;
  /** Name of the key with which it was made. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One rule made, altered (both, of the same kind, article, link and mode) or taken away. */
export interface RuleChange {
  readonly before: Rule | null;
  readonly after: Rule | null;
}

export type DecisionAction =
  | 'pin'
  | 'move'
  | 'unpin'
  | 'block'
  | 'unblock'
  | 'never_recommend'
  | 'recommend_again'
  | 'no_links'
  | 'links_again'
  | 'undo'
  /** Of the whole index: these change no rule. */
  | 'build'
  | 'publish'
  | 'discard'
  | 'rollback';

export interface NewDecision {
  readonly action: DecisionAction;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Keys of what it is about. */
  readonly article: number | null;
  readonly link: number | null;
  readonly note: string | null;
  /** Number of the decision that it takes back. */
  readonly undoes: number | null;
  readonly changes: readonly RuleChange[];
  /** Whatever else is worth keeping, such as the generation that was published. */
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** An entry of the audit log, which is only ever added to. */
export interface Decision extends NewDecision {
  /** Later ones are higher. */
  readonly number: number;
  /** Number of the latest decision that takes this one back; `null` where none does. */
  readonly undoneBy: number | null;
}

export interface DecisionQuery {
  /** Only those that are about this article, on either side; `null`: all. */
  readonly about: number | null;
  /** Only those with a lower number; `null`: from the latest. */
  readonly before: number | null;
  readonly limit: number;
}

/** What editors decided: kept apart from generations, so that rebuilding and rolling back change nothing of it. */
export interface RuleStore {
  /** Rises with every change of a rule. */
  revision(): number;
  /** Pins by mode and position, blocks, `no_links`: whatever is kept under this article, also where it has ended. */
  under(article: number): Rule[];
  /** The `never_recommend` of this article. */
  against(link: number): Rule | null;
  /** The latest moment, not after `now`, at which a rule has ended; `null` where none has. */
  endedUpTo(now: number): number | null;
  /** The earliest moment after `now` at which a rule ends; `null` where none will. */
  endsNext(now: number): number | null;
  /**
   * Makes the changes and logs them, all or nothing. `null`, and nothing done, where something else is in force than
   * what a change takes for `before`, or a pin would stand where another one stands that has not ended at the
   * decision's `at`, or something would be newly pinned beside its block or blocked beside its pin: somebody was quicker.
   */
  record(decision: NewDecision): Decision | null;
  decision(number: number): Decision | null;
  /** The latest first. */
  decisions(query: DecisionQuery): Decision[];
}

/** Whether two are the same rule in every part. */
export function sameRule(a: Rule | null, b: Rule | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.kind === b.kind &&
    a.article === b.article &&
    a.link === b.link &&
    a.mode === b.mode &&
    a.position === b.position &&
    a.expiresAt === b.expiresAt &&
    a.note === b.note &&
    a.by === b.by &&
    a.at === b.at
  );
}
