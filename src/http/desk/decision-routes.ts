import type { Router } from 'express';
import { deskJson } from '../body.js';
import { onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import type { DecisionAnswer, DecisionsAnswer } from './answers.js';
import type { DeskParts } from './parts.js';
import { DecisionBody, DecisionPath, DecisionsQuery } from './schemas.js';

/** What editors decide, and the log of it. */
export function decisionRoutes({ engine, access }: DeskParts): Router {
  const router = createRouter();
  router
    .route('/desk/decisions')
    .get(access.admitted, (request, response) => {
      const asked = parseInput(DecisionsQuery, request.query);
      const answer: DecisionsAnswer = { decisions: engine.editing.decisions(asked) };
      response.json(answer);
    })
    .post(access.admitted, deskJson, (request, response) => {
      const wanted = parseInput(DecisionBody, request.body);
      const decision = engine.editing.decide(wanted, access.actorOf(request).name);
      const answer: DecisionAnswer = { decision };
      response.status(201).json(answer);
    })
    .all(onlyMethods('GET', 'POST'));
  router
    .route('/desk/decisions/:number/undo')
    .post(access.admitted, (request, response) => {
      const { number } = parseInput(DecisionPath, request.params);
      const answer: DecisionAnswer = {
        decision: engine.editing.undo(number, access.actorOf(request).name),
      };
      response.status(201).json(answer);
    })
    .all(onlyMethods('POST'));
  return router;
}
