import { isDeepStrictEqual } from 'node:util';
import type { RequestHandler, Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import { comment } from '../../page/comment.js';
import { elementAttributes } from '../../page/element.js';
import { FRAGMENT_DEFAULTS, relatedFragment, shownLinks } from '../../page/fragment.js';
import { enoughLinks } from '../../page/linked.js';
import type { Caching } from '../caching.js';
import {
  answerProblems,
  InvalidRequestError,
  onlyMethods,
  type ProblemAnswers,
  parseInput,
} from '../problem.js';
import { type Asked, askedByAddress, askedById, sendRelated } from '../related-answers.js';
import { createRouter } from '../router.js';
import { FragmentQuery, RelatedQuery } from '../schemas.js';

/** Opened by itself it is no page: nothing runs in it, and no search engine keeps it. */
const HEADERS = { 'Content-Security-Policy': "default-src 'none'", 'X-Robots-Tag': 'noindex' } as const;

/**
 * Related articles as a piece of HTML that a server puts into its pages. Where there is nothing to show there is
 * nothing in it, and of what went wrong it only says so in a comment: whatever is answered here may be printed.
 */
export function fragmentRoutes(engine: Engine, caching: Caching, problems: ProblemAnswers): Router {
  const router = createRouter();
  router.use(['/v1/articles/:id/related.html', '/v1/related.html'], (_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  router
    .route('/v1/articles/:id/related.html')
    .get(fragment(engine, caching, askedById))
    .all(onlyMethods('GET'));
  router
    .route('/v1/related.html')
    .get(fragment(engine, caching, askedByAddress(engine)))
    .all(onlyMethods('GET'));
  router.use(
    answerProblems(problems, ({ status, detail }) => ['html', comment(`seealso: ${status} ${detail}`).text]),
  );
  return router;
}

function fragment(engine: Engine, caching: Caching, articleOf: Asked): RequestHandler {
  return (request, response) => {
    const article = articleOf(request);
    const { id } = article;
    const options = parseInput(RelatedQuery, request.query);
    const look = parseInput(FragmentQuery, request.query);
    const element = look.widget ? attributesOf(options, look) : null;
    const asked = { ...options, ...look, explain: false };
    sendRelated({ caching, request, response, route: 'fragment', article, asked, headers: HEADERS }, () => {
      const answer = enoughLinks((limit) => engine.related(id, { ...asked, limit }), options.limit);
      const content = relatedFragment(answer, {
        limit: options.limit,
        heading: look.heading ?? FRAGMENT_DEFAULTS.heading,
        headingLevel: look.headingLevel,
        reasons: look.reasons,
        language: engine.article(id).language,
        element,
      });
      const names = shownLinks(answer, options.limit).map((link) => link.id);
      return {
        type: 'html',
        content,
        empty: content === '' ? (answer.empty?.reason ?? 'no_address') : null,
        names,
      };
    });
  };
}

type Options = ReturnType<typeof RelatedQuery.parse>;
const NOTHING_ASKED: Options = RelatedQuery.parse({});
type Look = ReturnType<typeof FragmentQuery.parse>;

/**
 * What the element has to know so as to ask the same again. Throws where it has no way to: its list would hold what was
 * left out here.
 */
function attributesOf(options: Options, look: Look): Record<string, string> {
  const { limit, mode, language, sponsored, paywalled, explain: _, ...filters } = options;
  const unknown = Object.entries(filters).find(
    ([name, value]) => !isDeepStrictEqual(value, NOTHING_ASKED[name as keyof Options]),
  );
  if (unknown !== undefined) {
    const expected = `false where there is a filter that the element cannot pass on, such as ${unknown[0]}`;
    throw new InvalidRequestError([{ field: 'widget', expected, received: 'true' }]);
  }
  const asked = { limit, mode, language, sponsored, paywalled };
  return elementAttributes({ ...asked, ...look, heading: look.heading ?? null });
}
