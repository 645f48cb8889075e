import express, { type Express } from 'express';
import type { Engine } from '../engine/engine.js';
import { errorsAsText, type Log, NO_LOG } from '../log/log.js';
import { type CachingOptions, createCaching, shortLife } from './caching.js';
import { contentCodings } from './content-coding.js';
import { crossOrigin } from './cors.js';
import { type Meter, meterBoth } from './meter.js';
import { createMetrics } from './metrics.js';
import { answerProblems, unknownPath } from './problem.js';
import { readings } from './readings.js';
import { watchRequests } from './request-watch.js';
import { articleRoutes } from './routes/articles.js';
import { clickRoutes } from './routes/clicks.js';
import { type DeskOptions, deskRoutes } from './routes/desk.js';
import { docsRoutes } from './routes/docs.js';
import { fragmentRoutes } from './routes/fragment.js';
import { healthRoutes } from './routes/health.js';
import { type HookOptions, hookRoutes } from './routes/hooks.js';
import { metricsRoutes } from './routes/metrics.js';
import { openApiRoutes } from './routes/openapi.js';
import { pageRoutes } from './routes/page.js';
import { relatedRoutes } from './routes/related.js';
import { statusRoutes } from './routes/status.js';
import { widgetRoutes } from './routes/widget.js';

export interface AppOptions extends CachingOptions, HookOptions, DeskOptions {
  /** Bearer key that allows everything, beside those of the index. */
  readonly apiKey: string | undefined;
  /** Id of the article shown at `/`; the newest where not given. */
  readonly front: string | undefined;
  /** Whether readers' clicks are counted; not, where not given. */
  readonly clicks?: boolean;
  /** Origins whose pages may ask, `*` for any. */
  readonly corsOrigin: readonly string[];
  /** Where readers find the server, without a slash at the end; as each request names it, where not given. */
  readonly publicUrl?: string | undefined;
  /** Told of faults, where there is no `logger`. */
  readonly log: (message: string) => void;
  /** Told of requests and faults, line by line. */
  readonly logger?: Log | undefined;
  /** Told of what `/metrics` counts as well. */
  readonly meter?: Meter | undefined;
}

/** Builds the application; never listens. */
export function createApp(engine: Engine, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const keys = engine.keys(options.apiKey);
  const { publicUrl, builds, logger } = options;
  const log = logger ?? errorsAsText(options.log);
  const metrics = createMetrics(() =>
    readings({ engine, builds, openRequests: watch.open, clock: Date.now }),
  );
  const meter = options.meter === undefined ? metrics.meter : meterBoth(metrics.meter, options.meter);
  const watch = watchRequests(meter, logger ?? NO_LOG);
  const caching = createCaching(engine, { ...options, meter });
  const problems = { log, ofMissing: shortLife(options) };
  app.use(watch.handler);
  app.use((_request, response, next) => {
    // A route whose answers may be kept says so.
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(crossOrigin(options.corsOrigin));
  app.use(caching.again);
  app.use(contentCodings());
  app.use(healthRoutes(engine));
  app.use(relatedRoutes(engine, caching, log, meter));
  app.use(fragmentRoutes(engine, caching, problems));
  app.use(articleRoutes(engine, caching, keys));
  app.use(pageRoutes(engine, options));
  app.use(widgetRoutes());
  app.use(openApiRoutes(options.publicUrl));
  app.use(docsRoutes(engine, options));
  app.use(clickRoutes(engine, { clicks: options.clicks ?? false, keys }));
  app.use(hookRoutes(engine, options));
  app.use(statusRoutes(engine, { keys, publicUrl }));
  app.use(metricsRoutes(metrics, { keys, publicUrl }));
  app.use(deskRoutes(engine, keys, options, problems));
  app.use(unknownPath);
  app.use(answerProblems(problems));
  return app;
}
