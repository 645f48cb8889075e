import type { Api } from '../../page/docs/api.js';
import { VERSION } from '../../version.js';
import { ARTICLE_OPERATIONS } from './article-operations.js';
import { CLICK_OPERATIONS } from './click-operations.js';
import { createApiDocument, type Operations } from './create.js';
import { DESK_INDEX_OPERATIONS } from './desk-index-operations.js';
import { DESK_OPERATIONS } from './desk-operations.js';
import { HOOK_OPERATIONS } from './hook-operations.js';
import { DOCUMENT_OPERATIONS, HTML_OPERATIONS } from './html-operations.js';
import { RELATED_OPERATIONS } from './related-operations.js';
import { SERVER_OPERATIONS } from './server-operations.js';

const SUMMARY =
  'Related articles for a publisher’s own archive: under any article, what its reader would want next.';

const DESCRIPTION = `JSON in camelCase; fields that do not apply are \`null\`, and only those called optional are ever missing; instants are ISO 8601 in UTC.

Ids are percent-encoded in paths. Wherever there is a \`GET\` there is a \`HEAD\`. Bodies are read as JSON whatever their \`Content-Type\` says, and answers are packed with brotli or gzip where that is accepted.

Errors are \`application/problem+json\` (RFC 9457): their \`type\` ends in a code that stays the same, their \`detail\` says what was expected, what came, and the remedy. An unknown path is a 404 \`unknown_path\`, another method a 405 \`method_not_allowed\` with \`Allow\`, a fault of the server a 500 \`internal\`.

Lists, pieces of HTML and articles have a strong \`ETag\` and a life in caches, and name in \`Surrogate-Key\` the articles that they show; everything else is \`no-store\`, unless it says otherwise. The pages of origins that the server was started with (\`--cors-origin\`) may ask for lists, pieces of HTML and articles, and tell of clicks.`;

const INFO = {
  title: 'seealso',
  version: VERSION,
  summary: SUMMARY,
  description: DESCRIPTION,
  license: { name: 'MIT', identifier: 'MIT' },
};

const TAGS = [
  { name: 'related', description: 'What to read next: of an article, of an address, of a text, or of many.' },
  { name: 'html', description: 'The same as HTML, for pages and for people.' },
  { name: 'articles', description: 'Reading, storing and taking down one article.' },
  {
    name: 'clicks',
    description: 'What readers saw and clicked. Off, unless the server runs with `--clicks`.',
  },
  { name: 'hooks', description: 'For content management systems that tell what happens as it happens.' },
  {
    name: 'desk',
    description:
      'What the page at `/desk` asks: for editors who are signed in there, and for programs that show a key with the scope `edit`. Never for the pages of other sites.',
  },
  { name: 'server', description: 'For load balancers and programs.' },
];

const signature = (name: string, variable: string) => ({
  type: 'apiKey' as const,
  in: 'header' as const,
  name,
  description: `\`sha256=<hex>, t=<milliseconds>\`: the HMAC-SHA256 of the body followed by that time (since 1970), by the secret that the server has as \`${variable}\`. At most five minutes old.`,
});

const PATHS: Operations = {
  ...RELATED_OPERATIONS,
  ...HTML_OPERATIONS,
  ...ARTICLE_OPERATIONS,
  ...CLICK_OPERATIONS,
  ...HOOK_OPERATIONS,
  ...DESK_OPERATIONS,
  ...DESK_INDEX_OPERATIONS,
  ...SERVER_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
};

let made: Api | undefined;

/**
 * Everything that the server answers, made once, when it is first asked for. Its server is the root of where it lies,
 * which generators of clients know how to join with a path; only whoever serves it knows of another one.
 */
export function apiDocument(): Api {
  made ??= createApiDocument({
    info: INFO,
    servers: [{ url: '/' }],
    tags: TAGS,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of the index (`seealso keys add`) with the scope that is needed, or the one that the server was started with: `--api-key`, or `SEEALSO_API_KEY`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'seealso_desk',
          description:
            'The cookie that `POST /desk/session` sets. With it, every change needs `X-CSRF-Token`, and what comes from another site is refused.',
        },
        ghostSignature: signature('X-Ghost-Signature', 'SEEALSO_GHOST_HOOK_SECRET'),
        wordpressSignature: signature('X-Seealso-Signature', 'SEEALSO_WORDPRESS_HOOK_SECRET'),
      },
    },
    paths: PATHS,
  });
  return made;
}
