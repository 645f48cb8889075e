import type { ArticleLink } from '../../src/engine/answers.js';
import type { DecisionEntry, RuleEntry, Wanted } from '../../src/engine/editing.js';
import { articleOf } from './desk-archive.js';

/** As it comes over the wire. */
export type Sent = Omit<Wanted, 'expiresAt'> & {
  readonly link?: string;
  readonly article?: string;
  readonly mode?: 'related';
  readonly position?: number;
  readonly from?: number | null;
  readonly expiresAt?: string | null;
};

interface Done {
  readonly entry: DecisionEntry;
  readonly before: readonly RuleEntry[];
  readonly after: readonly RuleEntry[];
}

const KINDS = {
  pin: 'pin',
  block: 'block',
  never_recommend: 'never_recommend',
  no_links: 'no_links',
} as const;
const OPPOSITES = {
  unpin: 'pin',
  unblock: 'block',
  recommend_again: 'never_recommend',
  links_again: 'no_links',
} as const;

/** Decisions in memory: enough of what the engine does for the page to be tried with. */
export class Decisions {
  rules: readonly RuleEntry[] = [];
  private log: Done[] = [];

  constructor(private readonly clock: () => number) {}

  /** Gives what conflicts as a sentence. */
  decide(wanted: Sent, by: string): DecisionEntry | string {
    const link = linkOf(wanted.link);
    const article = linkOf(wanted.article);
    const kind = KINDS[wanted.action as 'pin'] ?? null;
    const ended = OPPOSITES[wanted.action as 'unpin'] ?? null;
    const isSame = (rule: RuleEntry) =>
      rule.kind === (kind ?? ended) &&
      rule.article?.id === article?.id &&
      rule.link?.id === link?.id &&
      (rule.mode === null || rule.mode === wanted.mode);
    const held = this.rules.find(isSame);
    if (kind === null && held === undefined) return 'That is not in force any more. Look again.';
    const isPinOfBlocked = (rule: RuleEntry) =>
      wanted.action === 'block' &&
      rule.kind === 'pin' &&
      rule.article?.id === article?.id &&
      rule.link?.id === link?.id;
    const others = this.rules.filter((rule) => !isSame(rule) && !isPinOfBlocked(rule));
    const expiresAt = wanted.expiresAt ?? null;
    const made: RuleEntry[] =
      kind === null
        ? []
        : [
            {
              kind,
              article,
              link,
              mode: wanted.mode ?? null,
              position: wanted.position ?? null,
              expiresAt,
              note: wanted.note,
              by,
              at: this.now(),
              inForce: expiresAt === null || Date.parse(expiresAt) > this.clock(),
            },
          ];
    const action = kind === 'pin' && held !== undefined ? 'move' : (wanted.action as DecisionEntry['action']);
    return this.record([...others, ...made], {
      action,
      by,
      article,
      link,
      mode: wanted.mode ?? null,
      position: wanted.position ?? null,
      expiresAt,
      note: wanted.note,
      undoes: null,
    });
  }

  undo(number: number, by: string): DecisionEntry | string {
    const done = this.log.find(({ entry }) => entry.number === number);
    if (done === undefined || done.after !== this.rules) {
      return 'Somebody has changed the same since, so that it cannot be taken back. Look again.';
    }
    const { article, link, mode, note } = done.entry;
    const parts = { action: 'undo', by, article, link, mode, note, undoes: number } as const;
    return this.record(done.before, { ...parts, position: null, expiresAt: null });
  }

  about(id: string): RuleEntry[] {
    return this.rules.filter((rule) =>
      rule.kind === 'never_recommend' ? rule.link?.id === id : rule.article?.id === id,
    );
  }

  entries(about: string | null, before: number, limit: number): DecisionEntry[] {
    return this.log
      .map(({ entry, after }) => ({ ...entry, canUndo: after === this.rules }))
      .filter(
        ({ number, article, link }) =>
          number < before && (about === null || article?.id === about || link?.id === about),
      )
      .toReversed()
      .slice(0, limit);
  }

  private record(
    after: readonly RuleEntry[],
    said: Omit<DecisionEntry, 'number' | 'at' | 'undoneBy' | 'canUndo' | 'details'>,
  ): DecisionEntry {
    const number = this.log.length + 1;
    const entry = { ...said, number, at: this.now(), undoneBy: null, canUndo: true, details: null };
    this.log.push({ entry, before: this.rules, after });
    this.rules = after;
    return entry;
  }

  private now(): string {
    return new Date(this.clock()).toISOString();
  }
}

function linkOf(id: string | undefined): ArticleLink | null {
  const article = id === undefined ? undefined : articleOf(id);
  return article === undefined ? null : { id: article.id, title: article.title, url: article.url };
}
