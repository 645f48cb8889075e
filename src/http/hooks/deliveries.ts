import { parseArticle } from '../../article.js';
import type { Engine } from '../../engine/engine.js';
import { ArticleNotFoundError } from '../../errors.js';
import { InvalidRequestError } from '../problem.js';
import type { HookChange } from './change.js';
import { type Signed, TOLERANCE } from './signature.js';

/** What became of a delivery, for whoever reads the log of the sender. */
export interface Delivered {
  /** 202 where nothing was to be done. */
  readonly status: 200 | 202;
  readonly body: Readonly<Record<string, unknown>> & { readonly outcome: string };
}

/** Takes deliveries in, in whatever order they arrive. */
export interface Deliveries {
  /** `now` in milliseconds since 1970. Throws `InvalidRequestError`. */
  take(change: HookChange, signed: Signed, now: number): Promise<Delivered>;
}

/**
 * Deliveries overtake one another, and what a hook puts always wins: so an older delivery is left alone. Older is one
 * that was sent before another of the same article (no signature is taken so late that this must be remembered for
 * longer than twice the tolerance), and, across restarts, one whose `updatedAt` is before that of what is stored. The
 * very same one, taken before, is left alone too: somebody may have overheard it, and others may have changed the
 * article since. One that failed may come again.
 */
export function createDeliveries(engine: Engine): Deliveries {
  const last = new Map<string, { readonly at: number; readonly taken: string | null }>();
  const remember = (id: string, at: number, taken: string | null) => {
    last.delete(id);
    last.set(id, { at, taken });
  };
  const isLate = (id: string, { at, signature }: Signed, now: number): boolean => {
    // In the order in which they were remembered: the oldest first.
    for (const [other, known] of last) {
      if (known.at > now - 2 * TOLERANCE) break;
      last.delete(other);
    }
    const before = last.get(id);
    if (before !== undefined && (before.at > at || before.taken === signature)) return true;
    remember(id, at, null);
    return false;
  };
  const taken = (id: string, { at, signature }: Signed): void => {
    if (last.get(id)?.at === at) remember(id, at, signature);
  };
  const kept = (id: string): Delivered => ({ status: 200, body: { id, outcome: 'kept_newer' } });

  return {
    async take(change, signed, now) {
      if (change.kind === 'nothing') {
        return { status: 202, body: { outcome: 'ignored', detail: change.detail } };
      }
      if (change.kind === 'remove') {
        const { id, updatedAt } = change;
        if (isLate(id, signed, now) || isNewer(engine, id, updatedAt)) return kept(id);
        const known = await engine.remove(id);
        taken(id, signed);
        return { status: 200, body: { id, outcome: known ? 'removed' : 'unknown' } };
      }
      const parsed = parseArticle(change.record);
      if (!parsed.ok) throw new InvalidRequestError(parsed.problems);
      const { article } = parsed;
      const updatedAt = article.updatedAt === null ? null : Date.parse(article.updatedAt);
      if (isLate(article.id, signed, now) || isNewer(engine, article.id, updatedAt)) {
        return kept(article.id);
      }
      const result = await engine.put(article, 'hook');
      taken(article.id, signed);
      return { status: 200, body: { id: article.id, ...result } };
    },
  };
}

/** Whether what is stored was updated later. */
function isNewer(engine: Engine, id: string, updatedAt: number | null): boolean {
  if (updatedAt === null) return false;
  try {
    const stored = engine.article(id).updatedAt;
    return stored !== null && Date.parse(stored) > updatedAt;
  } catch (error) {
    if (error instanceof ArticleNotFoundError) return false;
    throw error;
  }
}
