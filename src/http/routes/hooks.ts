import express, { type RequestHandler, type Router } from 'express';
import type { Engine } from '../../engine/engine.js';
import type { HookChange } from '../hooks/change.js';
import { createDeliveries } from '../hooks/deliveries.js';
import { readGhost } from '../hooks/ghost-delivery.js';
import { readSignature } from '../hooks/signature.js';
import { readWordPress } from '../hooks/wordpress-delivery.js';
import type { Queues } from '../overload.js';
import { HttpError, onlyMethods } from '../problem.js';
import { createRouter } from '../router.js';

export interface HookOptions {
  /** What Ghost signs its webhooks with; they are refused without one. */
  readonly ghostHookSecret?: string | undefined;
  /** What the plugin for WordPress signs with; its deliveries are refused without one. */
  readonly wordpressHookSecret?: string | undefined;
  /** Put before the ids of both, as before those of the sources of the same sites. */
  readonly idPrefix?: string | undefined;
}

/** A post comes as it is and as it was, as HTML and as text. */
const raw = express.raw({ limit: '8mb', type: () => true });

interface Hook {
  readonly path: string;
  readonly header: string;
  readonly flag: string;
  readonly variable: string;
  readonly secret: string | undefined;
  readonly read: (body: unknown, idPrefix: string) => HookChange;
}

/** What content management systems tell as it happens. */
export function hookRoutes(engine: Engine, options: HookOptions, queues: Queues): Router {
  const router = createRouter();
  const deliveries = createDeliveries(engine);
  const hooks: readonly Hook[] = [
    {
      path: '/v1/hooks/ghost',
      header: 'X-Ghost-Signature',
      flag: '--ghost-hook-secret',
      variable: 'SEEALSO_GHOST_HOOK_SECRET',
      secret: options.ghostHookSecret,
      read: readGhost,
    },
    {
      path: '/v1/hooks/wordpress',
      header: 'X-Seealso-Signature',
      flag: '--wordpress-hook-secret',
      variable: 'SEEALSO_WORDPRESS_HOOK_SECRET',
      secret: options.wordpressHookSecret,
      read: readWordPress,
    },
  ];
  for (const { path, header, flag, variable, secret, read } of hooks) {
    const switchedOn: RequestHandler = (_request, _response, next) => {
      if (secret !== undefined) return next();
      throw new HttpError(
        403,
        'hook_is_off',
        `This hook is switched off on this server. Start it with ${flag} or ${variable} to allow it.`,
      );
    };
    router
      .route(path)
      .post(switchedOn, raw, queues.writes, async (request, response) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const now = Date.now();
        const signed = readSignature(header, request.get(header), body, secret ?? '', now);
        const change = read(parsed(body), options.idPrefix ?? '');
        const { status, body: said } = await deliveries.take(change, signed, now);
        response.status(status).json(said);
      })
      .all(onlyMethods('POST'));
  }
  return router;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpError(
      400,
      'entity_parse_failed',
      `The body is not JSON: ${reason}. Send what the hook expects.`,
    );
  }
}
