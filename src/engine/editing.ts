import type { DecisionAction, RuleKind } from '../catalog/rules.js';
import type { ModeName } from '../recommend/modes.js';
import type { ArticleLink } from './answers.js';

/** A rule as the desk shows it. */
export interface RuleEntry {
  readonly kind: RuleKind;
  /** The article under which it holds; `null` of `never_recommend`. */
  readonly article: ArticleLink | null;
  /** `null` of `no_links`. */
  readonly link: ArticleLink | null;
  readonly mode: ModeName | null;
  /** From 1. */
  readonly position: number | null;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  readonly note: string | null;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** Whether it holds now; a pin that has expired does not. */
  readonly inForce: boolean;
}

/** An entry of the audit log as the desk shows it. */
export interface DecisionEntry {
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly action: DecisionAction;
  readonly article: ArticleLink | null;
  readonly link: ArticleLink | null;
  readonly mode: ModeName | null;
  /** Of a pin, where it is now. */
  readonly position: number | null;
  readonly expiresAt: string | null;
  readonly note: string | null;
  readonly undoes: number | null;
  /** Number of the latest decision that took it back; `null` where none did, or that was taken back in turn. */
  readonly undoneBy: number | null;
  /** Whether `undo` would succeed now: it changed a rule, and nobody has changed that rule since. */
  readonly canUndo: boolean;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** What an editor wants. Ids of articles; `note` says why. */
export type Wanted =
  | {
      readonly action: 'pin';
      readonly article: string;
      readonly link: string;
      readonly mode: ModeName;
      /** 1–50: the place where it shall stand. */
      readonly position: number;
      /** Where it stands now in the list that the editor sees; `null` where it is not in it. Pins in between make room. */
      readonly from: number | null;
      /** Milliseconds since 1970. */
      readonly expiresAt: number | null;
      readonly note: string | null;
    }
  | {
      readonly action: 'unpin';
      readonly article: string;
      readonly link: string;
      readonly mode: ModeName;
      readonly note: string | null;
    }
  | {
      readonly action: 'block' | 'unblock';
      readonly article: string;
      readonly link: string;
      readonly note: string | null;
    }
  | {
      readonly action: 'never_recommend' | 'recommend_again';
      readonly link: string;
      readonly note: string | null;
    }
  | {
      readonly action: 'no_links' | 'links_again';
      readonly article: string;
      readonly note: string | null;
    };

export interface DecisionsQuery {
  /** Id of an article on either side; `null`: all. */
  readonly about: string | null;
  readonly before: number | null;
  /** 1–100. */
  readonly limit: number;
}

/** Corrections of editors: they hold from the next answer on, of every server of the index. */
export interface Editing {
  /**
   * Throws `ArticleNotFoundError` for an unknown article, `DecisionConflictError` where it would change nothing (what
   * was said), or where somebody else changed the same at that moment.
   */
  decide(wanted: Wanted, by: string): DecisionEntry;
  /** Takes a decision back, or an undo. Throws `DecisionConflictError` where it is unknown, or was overtaken. */
  undo(number: number, by: string): DecisionEntry;
  /** Rules under the article, and the one against it. Throws `ArticleNotFoundError`. */
  about(article: string): RuleEntry[];
  /** The latest first. */
  decisions(query: DecisionsQuery): DecisionEntry[];
  /** Logs what was done with the whole index. */
  note(
    action: 'build' | 'discard' | 'rollback',
    by: string,
    details: Readonly<Record<string, unknown>>,
  ): void;
  /** Changes whenever a rule does, or ends. */
  revision(): string;
}
