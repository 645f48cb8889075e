import type { Engine } from '../engine/engine.js';
import { type AppOptions, createApp } from '../http/app.js';
import type { Index } from './open-index.js';

/** As of `seealso serve`, whose help says what each means. */
export type EndpointOptions = Partial<AppOptions>;

/** The endpoint of an open index as an Express application, to be mounted in one of your own or to listen by itself. */
export function createEndpoint(
  index: Index | Engine,
  options: EndpointOptions = {},
): ReturnType<typeof createApp> {
  return createApp(index, {
    apiKey: undefined,
    front: undefined,
    maxAge: 60,
    staleWhileRevalidate: 600,
    corsOrigin: [],
    log: () => undefined,
    ...options,
  });
}
