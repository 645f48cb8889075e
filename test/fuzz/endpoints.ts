import { apiDocument } from '../../src/http/openapi/document.js';
import { type ApiOperation, type ApiParameter, METHODS, resolved } from '../../src/page/docs/api.js';

const document = apiDocument();

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

/** As documented, which is as mounted: `openapi.test.ts` compares the two. */
export const ENDPOINTS: readonly Endpoint[] = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
  }),
);

/** What may be said in the query of an endpoint. */
export const queryParameters = ({ operation }: Endpoint): readonly ApiParameter[] =>
  (operation.parameters ?? [])
    .map((one) => resolved<ApiParameter>(one, document.components.parameters))
    .filter((one) => one.in === 'query');

const NOTE = 'as good as any';
/** What is sent, before it is made worse, where the document has no example. */
const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  postDeskSession: [{ key: 'a key that opens nothing' }],
  postDeskDecision: [
    {
      action: 'pin',
      article: 'beta',
      link: 'gamma',
      mode: 'related',
      position: 1,
      from: null,
      expiresAt: '2027-01-01',
      note: NOTE,
    },
    { action: 'unpin', article: 'beta', link: 'gamma', mode: 'related', note: NOTE },
    { action: 'block', article: 'beta', link: 'gamma', note: NOTE },
    { action: 'unblock', article: 'beta', link: 'gamma', note: NOTE },
    { action: 'never_recommend', link: 'gamma', note: NOTE },
    { action: 'recommend_again', link: 'gamma', note: NOTE },
    { action: 'no_links', article: 'beta', note: NOTE },
    { action: 'links_again', article: 'beta', note: NOTE },
  ],
  postDeskBuild: [{ refit: true }],
  postDeskPublish: [{ anyway: true }],
  postDeskRollback: [{ to: null }, { to: 'g-0' }],
  postDeskJudgment: [{ query: 'beta', document: 'gamma', grade: 2 }],
};
const BANK = 'The bank bought yen on Tuesday, and the bank sold dollars.';
/** Beside the example: what holds more, or an article that is there. */
const MORE: Readonly<Record<string, readonly unknown[]>> = {
  putArticle: [
    {
      title: 'Bank and yen',
      body: BANK,
      url: 'https://example.org/scratch',
      formerUrls: ['https://example.org/old'],
      tags: ['a'],
      authors: ['b'],
      language: 'en',
      publishedAt: '2026-04-01',
      summary: 'yen',
      image: 'https://example.org/i.png',
      section: 'Markets',
      noRecommend: false,
      sponsored: true,
      paywalled: true,
      extra: { a: 1 },
    },
  ],
  postRelated: [
    {
      id: 'beta',
      title: 'Yen',
      body: BANK,
      summary: 'bank',
      language: 'en',
      section: 'Markets',
      tags: ['a'],
      url: 'https://example.org/x',
      publishedAt: '2026-04-02',
    },
  ],
  postRelatedBatch: [
    ['beta', { id: 'gamma' }, { title: 'Yen', body: BANK }],
    { items: ['beta'] },
    { ids: ['gamma'] },
  ],
  postEvents: [
    { article: 'beta', impressions: [{ id: 'gamma', position: 1 }], clicks: [{ id: 'gamma', position: 1 }] },
  ],
  postGhost: [
    {
      event: 'post.published',
      post: {
        current: {
          id: '5a6b7c8d9e0f1a2b3c4d5e6f',
          uuid: 'u',
          title: 'Bank',
          html: `<p>${BANK}</p>`,
          status: 'published',
          visibility: 'public',
          url: 'https://example.org/g',
          published_at: '2026-04-01T00:00:00Z',
          updated_at: '2026-04-01T00:00:00Z',
          tags: [{ name: 'a', visibility: 'public' }],
          authors: [{ name: 'b' }],
        },
        previous: {},
      },
    },
  ],
  postWordPress: [
    {
      event: 'save',
      post: {
        id: 7,
        status: 'publish',
        type: 'post',
        link: 'https://example.org/w',
        date_gmt: '2026-04-01T00:00:00',
        modified_gmt: '2026-04-01T00:00:00',
        title: { rendered: 'Bank' },
        content: { rendered: `<p>${BANK}</p>`, protected: false },
        excerpt: { rendered: '' },
      },
    },
  ],
};

/** What each endpoint's body is made from; empty for one that takes none. Throws for one that nobody has thought of. */
export function bodiesOf({ operation }: Endpoint): readonly unknown[] {
  const { requestBody, operationId } = operation;
  if (requestBody === undefined) return [];
  const example = requestBody.content['application/json']?.example;
  const bodies = [
    ...(example === undefined ? [] : [example]),
    ...(BODIES[operationId] ?? []),
    ...(MORE[operationId] ?? []),
  ];
  if (bodies.length === 0)
    throw new Error(`${operationId} takes a body that has neither an example nor a line in BODIES`);
  return bodies;
}
