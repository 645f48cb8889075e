import type { Router } from 'express';
import { deskJson } from '../body.js';
import { onlyMethods, parseInput } from '../problem.js';
import { createRouter } from '../router.js';
import type { NextPairAnswer } from './answers.js';
import type { DeskParts } from './parts.js';
import { JudgmentBody, NextPairQuery } from './schemas.js';

/** Judging pairs, and what was judged as a file. */
export function judgingRoutes({ engine, access }: DeskParts): Router {
  const router = createRouter();
  router
    .route('/desk/judging')
    .post(access.admitted, deskJson, (request, response) => {
      const { query, document, grade } = parseInput(JudgmentBody, request.body);
      response.json(engine.judging.grade(query, document, grade, access.actorOf(request).name));
    })
    .all(onlyMethods('POST'));
  router
    .route('/desk/judging/next')
    .get(access.admitted, (request, response) => {
      const { seed, avoid } = parseInput(NextPairQuery, request.query);
      const answer: NextPairAnswer = {
        pair: engine.judging.next(seed, avoid),
        counts: engine.judging.counts(),
      };
      response.json(answer);
    })
    .all(onlyMethods('GET'));
  router
    .route('/desk/judging/qrels.txt')
    .get(access.admitted, (_request, response) => {
      response.attachment('qrels.txt').type('text/plain').send(engine.judging.qrels());
    })
    .all(onlyMethods('GET'));
  return router;
}
