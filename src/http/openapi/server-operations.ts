import { AliveAnswer, ReadyAnswer } from '../answers/health.js';
import type { Operations } from './create.js';
import * as examples from './examples.js';
import { problems } from './problems.js';

const tags = ['server'];

export const SERVER_OPERATIONS: Operations = {
  '/healthz': {
    get: {
      operationId: 'getHealth',
      tags,
      summary: 'Whether the process lives',
      responses: {
        200: {
          description: 'It does.',
          content: { 'application/json': { schema: AliveAnswer, example: { status: 'ok' } } },
        },
        ...problems(),
      },
    },
  },
  '/readyz': {
    get: {
      operationId: 'getReady',
      tags,
      summary: 'Whether it can answer, and from which index',
      responses: {
        200: {
          description: 'It can.',
          content: { 'application/json': { schema: ReadyAnswer, example: examples.READY } },
        },
        ...problems('index_missing'),
      },
    },
  },
};
