import { z } from 'zod';
import { parseInstant } from '../../article.js';
import { GhostPost, ghostRecord } from '../../sources/cms/ghost-post.js';
import { parseInput } from '../problem.js';
import type { HookChange } from './change.js';

export const GhostDelivery = z
  .object({
    event: z.string().optional().meta({
      description: 'Such as `post.published`; older versions of Ghost do not say. Not needed.',
    }),
    post: z
      .object({
        current: z
          .record(z.string(), z.unknown())
          .meta({ description: 'The post as it is; empty of one that was deleted.' }),
        previous: z.unknown().meta({ description: 'As far as it was otherwise before.' }),
      })
      .optional()
      .meta({ description: 'Not there where another thing than a post has changed.' }),
  })
  .meta({ id: 'GhostDelivery', description: 'What Ghost sends.' });
const Named = z.object({ id: z.string().min(1) });
const State = z.object({ status: z.string().optional() });

/**
 * What a webhook of Ghost asks for: `{ event, post: { current, previous } }`. What counts is the state that the post is
 * in, not the event's name. Throws `InvalidRequestError`.
 */
export function readGhost(body: unknown, idPrefix: string): HookChange {
  const { event = '', post } = parseInput(GhostDelivery, body);
  if (post === undefined) return { kind: 'nothing', detail: 'The delivery is not about a post.' };
  const { current, previous } = post;
  const id = (of: unknown) => idPrefix + parseInput(Named, of).id;
  // A post that was deleted has no present.
  if (Object.keys(current).length === 0) return { kind: 'remove', id: id(previous), updatedAt: null };
  const now = parseInput(GhostPost, current);
  if (now.status === 'published') return { kind: 'put', record: ghostRecord(now, idPrefix) };
  const before = State.safeParse(previous).data?.status;
  if (before === 'published' || event === 'post.unpublished') {
    const at = typeof now.updated_at === 'string' ? parseInstant(now.updated_at) : null;
    return { kind: 'remove', id: id(current), updatedAt: at };
  }
  return { kind: 'nothing', detail: 'The post is not published, and was not.' };
}
