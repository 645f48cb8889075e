import { z } from 'zod';
import { BatchResultAnswer, RelatedAnswerBody } from '../answers/related.js';
import { BatchBody, MAX_ITEMS } from '../batch.js';
import { AddressQuery, ArticlePath, DraftBody, RelatedQuery } from '../schemas.js';
import { CACHED, IfNoneMatch, NOT_MODIFIED } from './caching.js';
import type { Answer, Operations } from './create.js';
import * as examples from './examples.js';
import { problems } from './problems.js';

const tags = ['related'];

const LIST: Answer = {
  description: 'The list, best first; where nothing is related, an empty one that says why.',
  content: { 'application/json': { schema: RelatedAnswerBody, example: examples.RELATED } },
};
const CACHED_LIST: Answer = { ...LIST, headers: CACHED };

/** An address, and beside it what every question for related articles may say. */
export const BY_ADDRESS = AddressQuery.extend(RelatedQuery.in.shape);

export const RELATED_OPERATIONS: Operations = {
  '/v1/articles/{id}/related': {
    get: {
      operationId: 'getRelated',
      tags,
      summary: 'Related articles of an article',
      description:
        'What a reader of an indexed article would want next. The list is never filled up: where nothing is related closely enough, it is short or empty.',
      requestParams: { path: ArticlePath, query: RelatedQuery, header: IfNoneMatch },
      responses: {
        200: CACHED_LIST,
        304: NOT_MODIFIED,
        ...problems('invalid_request', 'article_not_found', 'index_missing'),
      },
    },
  },
  '/v1/related': {
    get: {
      operationId: 'getRelatedByAddress',
      tags,
      summary: 'Related articles of the page at an address',
      description:
        'The same, for a page that knows its address rather than the id of its article. It needs an article with that `url`, or with the address among its `formerUrls`.',
      requestParams: { query: BY_ADDRESS, header: IfNoneMatch },
      responses: {
        200: CACHED_LIST,
        304: NOT_MODIFIED,
        ...problems('invalid_request', 'article_not_found', 'index_missing'),
      },
    },
    post: {
      operationId: 'postRelated',
      tags,
      summary: 'Related articles of a text',
      description:
        'The same, for a text that is not indexed, such as a draft. It is embedded for this one answer, and not kept. At most 1 MB.',
      requestParams: { query: RelatedQuery },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: DraftBody, example: examples.DRAFT } },
      },
      responses: {
        200: {
          ...LIST,
          content: { 'application/json': { schema: RelatedAnswerBody, example: examples.RELATED_TO_DRAFT } },
        },
        ...problems(
          'invalid_request',
          'entity_parse_failed',
          'entity_too_large',
          'encoding_unsupported',
          'charset_unsupported',
          'index_missing',
          'model_unusable',
          'model_mismatch',
        ),
      },
    },
  },
  '/v1/related/batch': {
    post: {
      operationId: 'postRelatedBatch',
      tags,
      summary: 'Related articles of many articles and texts',
      description: `Up to ${MAX_ITEMS} questions in one request, ids and texts as they come; the parameters are those of all of them. Each is answered with a status of its own, in the order asked, and one that fails leaves the others alone. What has a title or a body is a text, what has only an id is an article. At most 8 MB, and 1 MB for each text.`,
      requestParams: { query: RelatedQuery },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: BatchBody, example: examples.BATCH } },
      },
      responses: {
        200: {
          description: 'One result for each question, in the order asked.',
          content: {
            'application/json': {
              schema: z.strictObject({ results: z.array(BatchResultAnswer) }).meta({ id: 'BatchResults' }),
              example: examples.BATCH_RESULTS,
            },
          },
        },
        ...problems(
          'invalid_request',
          'entity_parse_failed',
          'entity_too_large',
          'encoding_unsupported',
          'charset_unsupported',
          'index_missing',
        ),
      },
    },
  },
};
