import type { RelatedAnswer, RelatedArticle } from '../../engine/answers.js';
import type { BuildsState } from '../../engine/builds.js';
import type { DecisionEntry, RuleEntry } from '../../engine/editing.js';
import type { JudgingCounts, PairToJudge } from '../../engine/judging.js';
import type { FoundArticle } from '../../engine/search.js';
import type { Status } from '../../engine/status.js';

export type { FoundArticle } from '../../engine/search.js';

/** `GET desk/session`: who is signed in. */
export interface SessionAnswer {
  /** Name of the key; `null` where the server has no keys, and answers this machine only. */
  readonly name: string | null;
  /** Whether the key has the scope `admin`. */
  readonly admin: boolean;
  /** To be sent as `X-CSRF-Token` with everything that changes something. */
  readonly csrfToken: string;
  /** When the session ends unless it is used; `null` without keys. ISO 8601. */
  readonly expiresAt: string | null;
}

/** `GET desk/articles?q=` */
export interface SearchAnswer {
  readonly articles: readonly FoundArticle[];
}

/** `GET desk/articles/{id}`: an article as its readers see it, and what editors decided about it. */
export interface DeskArticleAnswer {
  readonly article: FoundArticle & {
    readonly summary: string | null;
    readonly language: string | null;
    readonly tags: readonly string[];
    readonly sponsored: boolean;
    readonly paywalled: boolean;
    /** What the publisher said: never in a list. */
    readonly noRecommend: boolean;
  };
  /** The list as a site would get it by the same question, with every signal. */
  readonly list: RelatedAnswer;
  /** What would come next if the list were longer. */
  readonly next: readonly RelatedArticle[];
  /** Under this article, and against it. Also pins that have expired, or that are of another mode. */
  readonly rules: readonly RuleEntry[];
  /** The latest twenty about this article, on either side. */
  readonly decisions: readonly DecisionEntry[];
}

export interface DecisionsAnswer {
  readonly decisions: readonly DecisionEntry[];
}

/** `POST desk/decisions` and `POST desk/decisions/{number}/undo`. */
export interface DecisionAnswer {
  readonly decision: DecisionEntry;
}

/** `GET desk/builds`, and what the others under it answer. */
export type BuildsAnswer = BuildsState;

/** `GET desk/judging/next` */
export interface NextPairAnswer {
  readonly pair: PairToJudge | null;
  readonly counts: JudgingCounts;
}

/** `GET desk/status`; `GET /v1/status` is the same. */
export type StatusAnswer = Status;

/** What the stream of `GET desk/events` says, as `data:` of events of that name. */
export interface DeskEvents {
  /** Something was decided, here or elsewhere: lists may be others now. */
  readonly rules: { readonly revision: string };
  /** A build began, went on, ended; something was published or rolled back. */
  readonly builds: BuildsState;
  /** Another generation or a changed article. */
  readonly index: { readonly generation: string; readonly sequence: number };
}
