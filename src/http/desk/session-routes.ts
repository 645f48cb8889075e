import type { RequestHandler, Router } from 'express';
import { formatInstant } from '../../article.js';
import type { Keys } from '../../engine/keys.js';
import type { Sessions } from '../../engine/sessions.js';
import { deskJson } from '../body.js';
import { HttpError, onlyMethods } from '../problem.js';
import { notesOf } from '../request-notes.js';
import { createRouter } from '../router.js';
import { type Access, type Actor, actorOfKey, requireEditing, unknownKey } from './access.js';
import type { SessionAnswer } from './answers.js';
import { forgetSecret, giveSecret, isEncrypted, secretOf } from './cookie.js';
import type { FailedSignIns } from './failed-sign-ins.js';
import { refuseForeignPages } from './forgery.js';
import { SignInBody } from './schemas.js';

export interface SessionRouteParts {
  readonly access: Access;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly failed: FailedSignIns;
  readonly publicUrl: string | undefined;
}

/** Signing in and out, and who is signed in. */
export function sessionRoutes({ access, keys, sessions, failed, publicUrl }: SessionRouteParts): Router {
  const router = createRouter();
  const maySignIn: RequestHandler = (request, _response, next) => {
    access.refuseStrangers(request);
    // Otherwise a page of another site could have somebody work here under a name that is not theirs.
    refuseForeignPages(request, publicUrl);
    failed.check(request);
    next();
  };
  router
    .route('/desk/session')
    .get(access.admitted, (request, response) => {
      response.json(sessionOf(access.actorOf(request)));
    })
    .post(maySignIn, keyJson, (request, response) => {
      const parsed = SignInBody.safeParse(request.body);
      if (!parsed.success) throw notAKey();
      // Again, now that the body is here: many may have been let in while none had failed yet.
      failed.check(request);
      const { key } = parsed.data;
      const holder = keys.holder(key);
      if (holder === null) {
        failed.count(request);
        throw unknownKey();
      }
      requireEditing(holder);
      notesOf(response).by = holder.name;
      const before = secretOf(request);
      if (before !== null) sessions.end(before);
      const { secret, csrfToken, expiresAt } = sessions.begin(key, holder);
      giveSecret(response, secret, isEncrypted(request, publicUrl));
      response.json(sessionOf(actorOfKey(holder, csrfToken, expiresAt)));
    })
    .delete(access.admitted, (request, response) => {
      const secret = secretOf(request);
      if (secret !== null) sessions.end(secret);
      forgetSecret(response);
      response.status(204).end();
    })
    .all(onlyMethods('GET', 'POST', 'DELETE'));
  return router;
}

function sessionOf({ key, admin, csrfToken, expiresAt }: Actor): SessionAnswer {
  return { name: key, admin, csrfToken, expiresAt: expiresAt === null ? null : formatInstant(expiresAt) };
}

/** What is wrong with it is not told in its own words, which would hold the key. */
const keyJson: RequestHandler = (request, response, next) => {
  deskJson(request, response, (error: unknown) => {
    const isUnreadable = error instanceof SyntaxError;
    next(isUnreadable ? notAKey() : error);
  });
};

function notAKey(): HttpError {
  return new HttpError(
    400,
    'invalid_request',
    'Expected a key in JSON, such as {"key": "seealso_…"}, received something else.',
  );
}
