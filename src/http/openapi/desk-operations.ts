import { z } from 'zod';
import {
  DeskArticleBody,
  DeskDecisionAnswer,
  DeskDecisionsAnswer,
  DeskSearchAnswer,
  DeskSessionAnswer,
} from '../answers/desk.js';
import { DecisionBody, DecisionPath, DecisionsQuery, SearchQuery, SignInBody } from '../desk/schemas.js';
import { ArticlePath, RelatedQuery } from '../schemas.js';
import { KEPT } from './caching.js';
import type { Answer, Operations } from './create.js';
import { CHANGE, deskProblems, json, needed, READ, SENT } from './desk-parts.js';
import { problems } from './problems.js';

// Every list of the desk is explained.
const { explain: _, ...LIST } = RelatedQuery.in.shape;

const file = (type: string): Record<number, Answer> => ({
  200: { description: 'The file.', headers: KEPT, content: { [type]: { schema: z.string() } } },
  304: { description: 'The file that is at hand is still the same.', headers: KEPT },
});

/** Signing in, finding an article, looking at its list and correcting it. */
export const DESK_OPERATIONS: Operations = {
  '/desk': {
    get: {
      operationId: 'getDesk',
      tags: ['desk'],
      summary: 'The desk itself, for people',
      description:
        'A page for a browser, where one signs in. As long as the server has no keys it answers its own machine only.',
      responses: {
        200: { description: 'The page.', content: { 'text/html': { schema: z.string() } } },
        308: { description: 'From `/desk/` to where the page is.' },
        403: {
          description: 'There is no key yet: a page that says so.',
          content: { 'text/html': { schema: z.string() } },
        },
        ...problems(),
      },
    },
  },
  '/desk/desk.js': {
    get: {
      operationId: 'getDeskScript',
      tags: ['desk'],
      summary: 'The script of the desk',
      responses: { ...file('text/javascript'), ...problems() },
    },
  },
  '/desk/desk.css': {
    get: {
      operationId: 'getDeskStyle',
      tags: ['desk'],
      summary: 'The style of the desk',
      responses: { ...file('text/css'), ...problems() },
    },
  },
  '/desk/session': {
    get: {
      ...READ,
      operationId: 'getDeskSession',
      summary: 'Who is signed in',
      responses: {
        200: json('Who it is, with the token for changes.', DeskSessionAnswer),
        ...deskProblems(),
      },
    },
    post: {
      operationId: 'postDeskSession',
      tags: ['desk'],
      summary: 'Sign in with a key',
      description:
        'Gives the browser a session as a cookie that no script reads and no other site sends. It ends when it is not used for `--desk-session` minutes, after twelve hours, and with its key.',
      requestBody: { required: true, content: { 'application/json': { schema: SignInBody } } },
      responses: {
        200: json('Signed in.', DeskSessionAnswer),
        ...problems(
          'invalid_request',
          'wrong_key',
          'scope_missing',
          'desk_is_local',
          'forged_request',
          'entity_too_large',
          'encoding_unsupported',
          'charset_unsupported',
          'too_many_sign_ins',
        ),
      },
    },
    delete: {
      ...CHANGE,
      operationId: 'deleteDeskSession',
      summary: 'Sign out',
      responses: { 204: { description: 'Signed out.' }, ...deskProblems() },
    },
  },
  '/desk/articles': {
    get: {
      ...READ,
      operationId: 'getDeskArticles',
      summary: 'Find an article',
      requestParams: { query: SearchQuery },
      responses: { 200: json('What was found.', DeskSearchAnswer), ...deskProblems('invalid_request') },
    },
  },
  '/desk/articles/{id}': {
    get: {
      ...READ,
      operationId: 'getDeskArticle',
      summary: 'An article with its list, and what editors decided about it',
      description: 'Nothing that is asked here changes what readers see.',
      requestParams: { path: ArticlePath, query: z.object(LIST) },
      responses: {
        200: json('The article.', DeskArticleBody),
        ...deskProblems('invalid_request', 'article_not_found', 'index_missing'),
      },
    },
  },
  '/desk/decisions': {
    get: {
      ...READ,
      operationId: 'getDeskDecisions',
      summary: 'The log of what was decided',
      requestParams: { query: DecisionsQuery },
      responses: {
        200: json('A part of the log.', DeskDecisionsAnswer),
        ...deskProblems('invalid_request', 'article_not_found'),
      },
    },
    post: {
      ...CHANGE,
      operationId: 'postDeskDecision',
      summary: 'Correct a list',
      description:
        'Pin, block, move, silence, or take one of these away. It holds from the next answer on, through every rebuild and rollback.',
      requestBody: needed(DecisionBody),
      responses: {
        201: json('It holds.', DeskDecisionAnswer),
        ...deskProblems(...SENT, 'article_not_found', 'decision_conflict'),
      },
    },
  },
  '/desk/decisions/{number}/undo': {
    post: {
      ...CHANGE,
      operationId: 'postDeskUndo',
      summary: 'Take a decision back',
      requestParams: { ...CHANGE.requestParams, path: DecisionPath },
      responses: {
        201: json('It is taken back.', DeskDecisionAnswer),
        ...deskProblems('invalid_request', 'decision_conflict'),
      },
    },
  },
};
