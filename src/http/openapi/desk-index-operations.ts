import { z } from 'zod';
import { DeskPairAnswer, JudgingCountsAnswer } from '../answers/desk.js';
import { BuildsBody } from '../answers/desk-builds.js';
import { StatusBody } from '../answers/status.js';
import { BuildBody, JudgmentBody, NextPairQuery, PublishBody, RollbackBody } from '../desk/schemas.js';
import type { Operations } from './create.js';
import { CHANGE, deskProblems, json, needed, READ, SENT } from './desk-parts.js';

const OFF = ['building_is_off'] as const;

/** Building, publishing, judging, and how the index does. */
export const DESK_INDEX_OPERATIONS: Operations = {
  '/desk/builds': {
    get: {
      ...READ,
      operationId: 'getDeskBuilds',
      summary: 'What is built, and what waits to be published',
      responses: { 200: json('How it stands.', BuildsBody), ...deskProblems(...OFF) },
    },
    post: {
      ...CHANGE,
      operationId: 'postDeskBuild',
      summary: 'Build beside what is served',
      description:
        'From what is stored. It goes on in the background, and then waits to be compared and published.',
      requestBody: needed(BuildBody),
      responses: { 202: json('It has begun.', BuildsBody), ...deskProblems(...SENT, ...OFF, 'index_locked') },
    },
  },
  '/desk/builds/running': {
    delete: {
      ...CHANGE,
      operationId: 'deleteDeskRunningBuild',
      summary: 'Stop what is under way',
      responses: { 200: json('Nothing is left of it.', BuildsBody), ...deskProblems(...OFF) },
    },
  },
  '/desk/builds/staged': {
    delete: {
      ...CHANGE,
      operationId: 'deleteDeskStagedBuild',
      summary: 'Throw away the build that waits',
      responses: {
        200: json('It is gone.', BuildsBody),
        ...deskProblems(...OFF, 'nothing_staged', 'index_locked'),
      },
    },
  },
  '/desk/builds/publish': {
    post: {
      ...CHANGE,
      operationId: 'postDeskPublish',
      summary: 'Make the build that waits the one that is served',
      requestBody: needed(PublishBody),
      responses: {
        202: json('It has begun.', BuildsBody),
        ...deskProblems(...SENT, ...OFF, 'nothing_staged', 'build_refused', 'index_locked'),
      },
    },
  },
  '/desk/builds/rollback': {
    post: {
      ...CHANGE,
      operationId: 'postDeskRollback',
      summary: 'Go back to an earlier generation',
      description:
        'It changes what ranks. What was deleted stays deleted, and what was decided stays decided.',
      requestBody: needed(RollbackBody),
      responses: {
        200: json('It is served.', BuildsBody),
        ...deskProblems(...SENT, ...OFF, 'no_previous_generation', 'index_locked'),
      },
    },
  },
  '/desk/status': {
    get: {
      ...READ,
      operationId: 'getDeskStatus',
      summary: 'How the index does, for the desk',
      responses: {
        200: json('How it does.', StatusBody),
        ...deskProblems('index_missing'),
      },
    },
  },
  '/desk/judging': {
    post: {
      ...CHANGE,
      operationId: 'postDeskJudgment',
      summary: 'Judge a pair',
      requestBody: needed(JudgmentBody),
      responses: {
        200: json('How much was judged.', JudgingCountsAnswer),
        ...deskProblems(...SENT, 'article_not_found'),
      },
    },
  },
  '/desk/judging/next': {
    get: {
      ...READ,
      operationId: 'getDeskPair',
      summary: 'A pair to judge',
      description: 'One on which the signals disagree.',
      requestParams: { query: NextPairQuery },
      responses: {
        200: json('The pair.', DeskPairAnswer),
        ...deskProblems('invalid_request', 'index_missing'),
      },
    },
  },
  '/desk/judging/qrels.txt': {
    get: {
      ...READ,
      operationId: 'getDeskQrels',
      summary: 'What was judged, for `seealso eval`',
      responses: {
        200: {
          description: 'TREC qrels: `query 0 document grade`.',
          content: { 'text/plain': { schema: z.string(), example: 'a1 0 b7 3\n' } },
        },
        ...deskProblems(),
      },
    },
  },
  '/desk/events': {
    get: {
      ...READ,
      operationId: 'getDeskEvents',
      summary: 'What happens, as it happens',
      description:
        'Server-sent events, whose `data` is JSON: `rules` (`{ revision }`) when something was decided, `builds` (as of `GET /desk/builds`), `index` (`{ generation, sequence }`) when an article or the generation is another. First how each stands. The stream ends with the session.',
      responses: {
        200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
        ...deskProblems('too_many_streams'),
      },
    },
  },
};
