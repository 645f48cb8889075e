import { Router } from 'express';

/**
 * A router whose paths mean what they say: a proxy that lets `/desk` be asked from inside only does not know that
 * Express would take `/Desk` for the same.
 */
export function createRouter(): Router {
  return Router({ caseSensitive: true });
}
