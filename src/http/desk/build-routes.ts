import type { Router } from 'express';
import type { Builds } from '../../engine/builds.js';
import { deskJson } from '../body.js';
import { HttpError, onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import { requireAdmin } from './access.js';
import type { DeskParts } from './parts.js';
import { BuildBody, PublishBody, RollbackBody } from './schemas.js';

/** Building beside what is served, publishing and rolling back: each is logged, and answered with what is going on then. */
export function buildRoutes({ engine, access, builds }: DeskParts): Router {
  const router = createRouter();
  const needed = (): Builds => {
    if (builds !== undefined) return builds;
    throw new HttpError(
      403,
      'building_is_off',
      'This server builds and publishes nothing. Use `seealso index` and `seealso publish`, or serve with `seealso serve`.',
    );
  };
  router
    .route('/desk/builds')
    .get(access.admitted, async (_request, response) => {
      response.json(await needed().state());
    })
    .post(access.admitted, deskJson, async (request, response) => {
      const options = parseInput(BuildBody, request.body ?? {});
      const { name } = access.actorOf(request);
      await needed().build(options, name);
      engine.editing.note('build', name, options);
      response.status(202).json(await needed().state());
    })
    .all(onlyMethods('GET', 'POST'));
  router
    .route('/desk/builds/running')
    .delete(access.admitted, async (_request, response) => {
      await needed().cancel();
      response.json(await needed().state());
    })
    .all(onlyMethods('DELETE'));
  router
    .route('/desk/builds/staged')
    .delete(access.admitted, async (request, response) => {
      const { staged } = await needed().state();
      await needed().discard();
      if (staged !== null) {
        const { generation } = staged;
        engine.editing.note('discard', access.actorOf(request).name, { generation });
      }
      response.json(await needed().state());
    })
    .all(onlyMethods('DELETE'));
  router
    .route('/desk/builds/publish')
    .post(access.admitted, deskJson, async (request, response) => {
      const { anyway } = parseInput(PublishBody, request.body ?? {});
      const actor = access.actorOf(request);
      if (anyway) requireAdmin(actor, 'Publishing what the gate refuses');
      // Logged once it is done, by whatever does it.
      await needed().publish({ anyway }, actor.name);
      response.status(202).json(await needed().state());
    })
    .all(onlyMethods('POST'));
  router
    .route('/desk/builds/rollback')
    .post(access.admitted, deskJson, async (request, response) => {
      const { to } = parseInput(RollbackBody, request.body ?? {});
      const done = await needed().rollback(to);
      engine.editing.note('rollback', access.actorOf(request).name, done);
      response.json(await needed().state());
    })
    .all(onlyMethods('POST'));
  return router;
}
