import type { z } from 'zod';
import { DeliveredAnswer, IgnoredAnswer } from '../answers/article.js';
import { GhostDelivery } from '../hooks/ghost-delivery.js';
import { WordPressDelivery } from '../hooks/wordpress-delivery.js';
import type { Operation, Operations } from './create.js';
import * as examples from './examples.js';
import { problems } from './problems.js';

interface Hook {
  readonly operationId: string;
  readonly system: string;
  readonly description: string;
  readonly scheme: string;
  readonly schema: z.ZodType;
  readonly example: unknown;
}

function hook({ operationId, system, description, scheme, schema, example }: Hook): Operation {
  return {
    operationId,
    tags: ['hooks'],
    security: [{ [scheme]: [] }],
    summary: `Publishing and taking down in ${system}`,
    description: `${description} An older delivery that arrives after a newer one undoes nothing, nor does one that comes twice. At most 8 MB.`,
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses: {
      200: {
        description: 'Done: stored, removed, or left as it was.',
        content: {
          'application/json': { schema: DeliveredAnswer, example: { id: 'a1', outcome: 'removed' } },
        },
      },
      202: {
        description: 'Taken, and nothing was to be done.',
        content: {
          'application/json': {
            schema: IgnoredAnswer,
            example: { outcome: 'ignored', detail: 'The post is not published.' },
          },
        },
      },
      ...problems(
        'invalid_request',
        'entity_parse_failed',
        'unsigned',
        'wrong_signature',
        'stale_signature',
        'hook_is_off',
        'entity_too_large',
        'encoding_unsupported',
        'index_missing',
        'model_unusable',
        'model_mismatch',
        'catalog_unusable',
      ),
    },
  };
}

export const HOOK_OPERATIONS: Operations = {
  '/v1/hooks/ghost': {
    post: hook({
      operationId: 'postGhost',
      system: 'Ghost',
      description:
        'The target of a webhook of Ghost 5.87.1 or later. What counts is the state that the post is in, whatever the event is called.',
      scheme: 'ghostSignature',
      schema: GhostDelivery,
      example: examples.GHOST_DELIVERY,
    }),
  },
  '/v1/hooks/wordpress': {
    post: hook({
      operationId: 'postWordPress',
      system: 'WordPress',
      description: 'What the plugin in `deploy/wordpress` sends.',
      scheme: 'wordpressSignature',
      schema: WordPressDelivery,
      example: examples.WORDPRESS_DELIVERY,
    }),
  },
};
