import { z } from 'zod';
import { AliveAnswer, ReadyAnswer } from '../answers/health.js';
import { StatusBody } from '../answers/status.js';
import type { Operations } from './create.js';
import * as examples from './examples.js';
import { problems, problemsAtAnyTime } from './problems.js';

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
        ...problemsAtAnyTime(),
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
        ...problemsAtAnyTime('index_missing', 'draining'),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      tags,
      security: [{ key: [] }, {}],
      summary: 'How the server does, in numbers',
      description:
        'For Prometheus; what each means stands in `deploy/monitoring.md`. With a key of the scope `read`; as long as the server has none, from its own machine.',
      responses: {
        200: {
          description: 'The numbers, in Prometheus’ text format.',
          content: { 'text/plain': { schema: z.string(), example: examples.METRICS } },
        },
        ...problemsAtAnyTime('wrong_key', 'scope_missing', 'status_is_local', 'too_many_requests'),
      },
    },
  },
  '/v1/status': {
    get: {
      operationId: 'getStatus',
      tags,
      security: [{ key: [] }, {}],
      summary: 'How the index does',
      description:
        'The newest article that is published against the newest that readers can find, what waits, articles without links, orphans, hubs, and the last runs. With a key of the scope `read`; as long as the server has none, from its own machine. `seealso audit` fails on the same `lag` and `silence`, with `--max-lag` and `--max-silence`.',
      responses: {
        200: {
          description: 'How it does.',
          content: { 'application/json': { schema: StatusBody, example: examples.STATUS } },
        },
        ...problems('wrong_key', 'scope_missing', 'status_is_local', 'index_missing'),
      },
    },
  },
};
