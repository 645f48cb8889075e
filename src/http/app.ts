import express, { type Express } from 'express';
import type { Engine } from '../engine/engine.js';
import { errorsAsText, type Log, NO_LOG } from '../log/log.js';
import { type CachingOptions, createCaching, shortLife } from './caching.js';
import { clientAddress } from './client-address.js';
import { contentCodings } from './content-coding.js';
import { crossOrigin } from './cors.js';
import { createFailedSignIns } from './desk/failed-sign-ins.js';
import { type Meter, meterBoth } from './meter.js';
import { createMetrics } from './metrics.js';
import { boundedQueues, type LoadLimits, shedLoad } from './overload.js';
import { answerProblems, unknownPath } from './problem.js';
import { limitReads, rateLimits } from './rate-limits.js';
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
import { limitTime, REQUEST_TIMEOUT } from './time-limit.js';

export interface AppOptions extends CachingOptions, LoadLimits, HookOptions, DeskOptions {
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
  /** Seconds for which a request may be answered; 30 where not given. */
  readonly requestTimeout?: number | undefined;
  /** Requests that only read, per minute and address; any number where not given, or 0. */
  readonly rateLimit?: number | undefined;
  /** As `clientAddress` takes them; `loopback` where not given. */
  readonly trustProxy?: readonly string[] | undefined;
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
  const addressOf = clientAddress(options.trustProxy ?? ['loopback']);
  const failures = () => createFailedSignIns(Date.now, addressOf, 'this machine');
  const keys = {
    ...engine.keys(options.apiKey),
    failed: failures(),
    failedReading: failures(),
    failedSignIns: createFailedSignIns(Date.now, addressOf),
  };
  const { publicUrl, builds, logger, apiKey, ghostHookSecret, wordpressHookSecret } = options;
  const log = logger ?? errorsAsText(options.log, [apiKey, ghostHookSecret, wordpressHookSecret]);
  const metrics = createMetrics(() =>
    readings({ engine, builds, openRequests: watch.open, clock: Date.now }),
  );
  const meter = options.meter === undefined ? metrics.meter : meterBoth(metrics.meter, options.meter);
  const watch = watchRequests(meter, logger ?? NO_LOG);
  const caching = createCaching(engine, { ...options, meter });
  const problems = { log, ofMissing: shortLife(options) };
  const answer = answerProblems(problems);
  const queues = boundedQueues(meter);
  app.use(watch.handler);
  app.use((_request, response, next) => {
    // A route whose answers may be kept says so.
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(healthRoutes(engine));
  app.use(crossOrigin(options.corsOrigin));
  app.use(limitReads({ reads: options.rateLimit ?? 0, addressOf, meter }));
  app.use(caching.again);
  // Asked most when there is too much to do.
  app.use(metricsRoutes(metrics, { keys, publicUrl }));
  app.use(shedLoad(options, meter));
  app.use(limitTime(options.requestTimeout ?? REQUEST_TIMEOUT, answer, meter));
  app.use(rateLimits({ addressOf, meter }));
  app.use(contentCodings());
  app.use(relatedRoutes(engine, caching, { log, meter, queues }));
  app.use(fragmentRoutes(engine, caching, problems));
  app.use(articleRoutes(engine, caching, keys, queues));
  app.use(pageRoutes(engine, options));
  app.use(widgetRoutes());
  app.use(openApiRoutes(options.publicUrl));
  app.use(docsRoutes(engine, options));
  app.use(clickRoutes(engine, { clicks: options.clicks ?? false, keys }));
  app.use(hookRoutes(engine, options, queues));
  app.use(statusRoutes(engine, { keys, publicUrl }));
  app.use(deskRoutes(engine, keys, options, problems));
  app.use(unknownPath);
  app.use(answer);
  return app;
}
