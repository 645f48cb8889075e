import { ArticleAnswer, PutAnswer } from '../answers/article.js';
import { ArticleInput } from '../article-fields.js';
import { ArticlePath } from '../schemas.js';
import { CACHED, IfNoneMatch, NOT_MODIFIED } from './caching.js';
import type { Answer, Operations } from './create.js';
import * as examples from './examples.js';
import { problems } from './problems.js';

const tags = ['articles'];
const security = [{ key: [] }];

const stored = (description: string): Answer => ({
  description,
  content: { 'application/json': { schema: PutAnswer, example: examples.PUT_RESULT } },
});

const WRITING = [
  'invalid_request',
  'wrong_key',
  'writing_is_off',
  'scope_missing',
  'index_missing',
  'catalog_unusable',
] as const;

export const ARTICLE_OPERATIONS: Operations = {
  '/v1/articles/{id}': {
    get: {
      operationId: 'getArticle',
      tags,
      summary: 'An article as it is stored',
      description:
        'Of one behind the paywall `body` and `extra` are empty, unless a key with the scope `read` is shown; such answers are not cached.',
      requestParams: { path: ArticlePath, header: IfNoneMatch },
      responses: {
        200: {
          description: 'The article.',
          headers: CACHED,
          content: { 'application/json': { schema: ArticleAnswer, example: examples.ARTICLE } },
        },
        304: NOT_MODIFIED,
        ...problems('invalid_request', 'article_not_found', 'index_missing'),
      },
    },
    put: {
      operationId: 'putArticle',
      tags,
      security,
      summary: 'Store an article',
      description:
        'A new one, or a new text of one. When this answers, readers see it in every list, and no export that is older undoes it. At most 4 MB.',
      requestParams: { path: ArticlePath },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ArticleInput, example: examples.ARTICLE_INPUT } },
      },
      responses: {
        200: stored('It was there, and is `changed` or `unchanged`.'),
        201: stored('It was not there.'),
        ...problems(
          ...WRITING,
          'entity_parse_failed',
          'entity_too_large',
          'encoding_unsupported',
          'charset_unsupported',
          'model_unusable',
          'model_mismatch',
        ),
      },
    },
    delete: {
      operationId: 'deleteArticle',
      tags,
      security,
      summary: 'Take an article down',
      description:
        'When this answers, it is in no list any more. A source that still gives it does not bring it back, unless with a later `updatedAt`; a `PUT` does.',
      requestParams: { path: ArticlePath },
      responses: {
        204: { description: 'It is gone, or was already.' },
        ...problems(...WRITING, 'article_not_found'),
      },
    },
  },
};
