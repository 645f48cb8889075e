import type { Router } from 'express';
import type { Builds } from '../../engine/builds.js';
import type { Engine } from '../../engine/engine.js';
import { sayTo } from '../../log/log.js';
import type { GuardedKeys } from '../auth.js';
import { createAccess } from '../desk/access.js';
import { articleRoutes } from '../desk/article-routes.js';
import { buildRoutes } from '../desk/build-routes.js';
import { decisionRoutes } from '../desk/decision-routes.js';
import { eventRoutes } from '../desk/event-routes.js';
import { judgingRoutes } from '../desk/judging-routes.js';
import { pageRoutes } from '../desk/page-routes.js';
import { sessionRoutes } from '../desk/session-routes.js';
import { statusRoutes } from '../desk/status-routes.js';
import type { ProblemAnswers } from '../problem.js';
import { createRouter } from '../router.js';

/** Minutes without use after which an editor is signed out, where not said. */
const IDLE = 30;

export interface DeskOptions {
  /** Minutes without use after which an editor is signed out; 30 where not given. */
  readonly deskSession?: number;
  /** Builds and publishes for the desk; without, it does neither. */
  readonly builds?: Builds | undefined;
  readonly publicUrl?: string | undefined;
}

/** The editors' desk: its page, and what that asks. Nothing of it is for caches, nor for the pages of other sites. */
export function deskRoutes(
  engine: Engine,
  keys: GuardedKeys,
  { deskSession = IDLE, builds, publicUrl }: DeskOptions,
  problems: ProblemAnswers,
): Router {
  const router = createRouter();
  const sessions = engine.sessions(keys, deskSession);
  const access = createAccess({ keys, sessions, publicUrl });
  const parts = { engine, access, builds, log: sayTo(problems.log) };
  router.use('/desk', (_request, response, next) => {
    response.set('Cross-Origin-Resource-Policy', 'same-origin').vary('Cookie').vary('Authorization');
    next();
  });
  router.use(pageRoutes(access, problems));
  router.use(sessionRoutes({ access, keys, sessions, failed: keys.failedSignIns, publicUrl }));
  router.use(articleRoutes(parts));
  router.use(decisionRoutes(parts));
  router.use(buildRoutes(parts));
  router.use(statusRoutes(parts));
  router.use(judgingRoutes(parts));
  router.use(eventRoutes(parts));
  return router;
}
