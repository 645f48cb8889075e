import express, { type Express } from 'express';
import type { Engine } from '../engine/engine.js';
import { answerProblems, unknownPath } from './problem.js';
import { articleRoutes } from './routes/articles.js';
import { clickRoutes } from './routes/clicks.js';
import { healthRoutes } from './routes/health.js';
import { pageRoutes } from './routes/page.js';
import { relatedRoutes } from './routes/related.js';
import { widgetRoutes } from './routes/widget.js';

export interface AppOptions {
  /** Bearer key for PUT and DELETE; off without one. */
  readonly apiKey: string | undefined;
  /** Id of the article shown at `/`; the newest where not given. */
  readonly front: string | undefined;
  /** Whether readers' clicks are counted; not, where not given. */
  readonly clicks?: boolean;
  readonly log: (message: string) => void;
}

/** Builds the application; never listens. */
export function createApp(engine: Engine, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(healthRoutes(engine));
  app.use(relatedRoutes(engine, options.log));
  app.use(articleRoutes(engine, options.apiKey));
  app.use(pageRoutes(engine, options.front));
  app.use(widgetRoutes());
  app.use(clickRoutes(engine, { clicks: options.clicks ?? false, apiKey: options.apiKey }));
  app.use(unknownPath);
  app.use(answerProblems(options.log));
  return app;
}
