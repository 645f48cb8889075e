import { z } from 'zod';
import { parseInstant } from '../../article.js';
import { WordPressPost, wordPressRecord } from '../../sources/cms/wordpress-post.js';
import { parseInput } from '../problem.js';
import type { HookChange } from './change.js';

export const WordPressDelivery = z
  .object({
    event: z.string().meta({ description: '`publish`, `update` or `delete`; nothing is done at others.' }),
    post: z.unknown().meta({
      description:
        'The post as the REST API gives it (`/wp/v2/posts/{id}?_embed`); of a deleted one its `id`, and `modified_gmt` where it is only not public any more.',
    }),
  })
  .meta({ id: 'WordPressDelivery', description: 'What the plugin for WordPress sends.' });
const Named = z.object({ id: z.int().positive(), modified_gmt: z.string().nullish() });

/**
 * What the plugin in `deploy/wordpress` asks for: `{ event, post }`, the event `publish`, `update` or `delete`, the post
 * as the REST API gives it; of a deleted one its `id`, and `modified_gmt` where it is only not public any more. Throws
 * `InvalidRequestError`.
 */
export function readWordPress(body: unknown, idPrefix: string): HookChange {
  const { event, post } = parseInput(WordPressDelivery, body);
  switch (event) {
    case 'publish':
    case 'update': {
      const now = parseInput(WordPressPost, post);
      if (now.status !== 'publish') return { kind: 'nothing', detail: 'The post is not published.' };
      const record = wordPressRecord(now, idPrefix);
      return record === null ? removal(post, idPrefix) : { kind: 'put', record };
    }
    case 'delete':
      return removal(post, idPrefix);
    default:
      return {
        kind: 'nothing',
        detail: `Nothing is done at the event ${JSON.stringify(event.slice(0, 40))}.`,
      };
  }
}

function removal(post: unknown, idPrefix: string): HookChange {
  const { id, modified_gmt: modified } = parseInput(Named, post);
  return { kind: 'remove', id: `${idPrefix}${id}`, updatedAt: parseInstant(modified ?? '') };
}
