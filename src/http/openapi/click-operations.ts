import { ClickReportAnswer } from '../answers/clicks.js';
import { ClicksQuery, EventsBody } from '../schemas.js';
import type { Operations } from './create.js';
import * as examples from './examples.js';
import { problems } from './problems.js';

const tags = ['clicks'];

export const CLICK_OPERATIONS: Operations = {
  '/v1/events': {
    post: {
      operationId: 'postEvents',
      tags,
      summary: 'Tell what a reader saw and clicked',
      description:
        'What the element sends with its attribute `clicks`: a link counts as seen when half of it was in view for a second. Counted by day, without cookies or anything that tells readers apart; whoever sends `DNT: 1` or `Sec-GPC: 1` is not counted. At most 64 kB.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: EventsBody, example: examples.EVENTS } },
      },
      responses: {
        204: { description: 'Taken; counted, unless the reader asked not to be.' },
        ...problems(
          'invalid_request',
          'entity_parse_failed',
          'clicks_are_off',
          'entity_too_large',
          'encoding_unsupported',
          'charset_unsupported',
        ),
      },
    },
  },
  '/v1/clicks': {
    get: {
      operationId: 'getClicks',
      tags,
      security: [{ key: [] }],
      summary: 'What readers saw and clicked',
      requestParams: { query: ClicksQuery },
      responses: {
        200: {
          description: 'The report.',
          content: { 'application/json': { schema: ClickReportAnswer, example: examples.CLICKS } },
        },
        ...problems('invalid_request', 'wrong_key', 'reading_clicks_is_off', 'scope_missing'),
      },
    },
  },
};
