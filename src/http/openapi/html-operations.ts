import { z } from 'zod';
import { AddressQuery, ArticlePath, FragmentQuery, PageQuery, RelatedQuery } from '../schemas.js';
import { CACHED, IfNoneMatch, KEPT, NOT_MODIFIED } from './caching.js';
import type { Answer, Operations } from './create.js';
import { FRAGMENT } from './examples.js';
import { commentedProblems, problems } from './problems.js';

const tags = ['html'];

const PIECE: Answer = {
  description: 'A landmark with a heading and links; nothing at all where there is nothing to show.',
  headers: CACHED,
  content: { 'text/html': { schema: z.string(), example: FRAGMENT } },
};

// What is explained is for programs.
const { explain: _, ...LIST } = RelatedQuery.in.shape;
const LOOK = z.object({ ...LIST, ...FragmentQuery.shape });

const wrong = commentedProblems('invalid_request', 'article_not_found', 'index_missing');

/** A whole document, for people. */
const page = (description: string): Answer => ({
  description,
  content: { 'text/html': { schema: z.string() } },
});

export const HTML_OPERATIONS: Operations = {
  '/v1/articles/{id}/related.html': {
    get: {
      operationId: 'getRelatedHtml',
      tags,
      summary: 'The list as a piece of HTML',
      description:
        'For server-side includes and static sites: without style, script or identifiers, its classes all begin with `related-articles`. Articles without an address are left out. Whatever is answered may be printed into a page: of what went wrong it says so only in a comment.',
      requestParams: { path: ArticlePath, query: LOOK, header: IfNoneMatch },
      responses: { 200: PIECE, 304: NOT_MODIFIED, ...wrong },
    },
  },
  '/v1/related.html': {
    get: {
      operationId: 'getRelatedHtmlByAddress',
      tags,
      summary: 'The list of the page at an address, as a piece of HTML',
      requestParams: { query: AddressQuery.extend(LOOK.shape), header: IfNoneMatch },
      responses: { 200: PIECE, 304: NOT_MODIFIED, ...wrong },
    },
  },
  '/widget.js': {
    get: {
      operationId: 'getWidget',
      tags,
      summary: 'The script of `<related-articles>`',
      description:
        'A custom element that shows the list in a page. Any site may load it, also with `integrity`. Which pages may then ask for lists, `--cors-origin` says.',
      responses: {
        200: {
          description: 'The script.',
          headers: KEPT,
          content: { 'text/javascript': { schema: z.string() } },
        },
        304: { description: 'The script that is at hand is still the same.', headers: KEPT },
        ...problems(),
      },
    },
  },
  '/': {
    get: {
      operationId: 'getPage',
      tags,
      summary: 'An article with its links, for a first look',
      requestParams: { query: PageQuery },
      responses: {
        200: page('A page with the article and, under it, its list.'),
        ...problems('invalid_request', 'article_not_found', 'index_missing'),
      },
    },
  },
};

export const DOCUMENT_OPERATIONS: Operations = {
  '/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      tags: ['server'],
      summary: 'This document',
      description: 'OpenAPI 3.1. The pages of any site may read it.',
      responses: {
        200: {
          description: 'The document.',
          headers: KEPT,
          content: { 'application/json': { schema: z.looseObject({ openapi: z.literal('3.1.0') }) } },
        },
        304: { description: 'The document that is at hand still holds.', headers: KEPT },
        ...problems(),
      },
    },
  },
  '/docs': {
    get: {
      operationId: 'getDocs',
      tags: ['server'],
      summary: 'The same for people',
      responses: { 200: page('One page, without a script.'), ...problems() },
    },
  },
};
