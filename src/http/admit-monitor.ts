import type { RequestHandler } from 'express';
import { type GuardedKeys, requireKey } from './auth.js';
import { isFromThisMachine } from './loopback.js';
import { HttpError } from './problem.js';

export interface MonitorAdmission {
  readonly keys: GuardedKeys;
  /** Where readers find the server: whoever asks there need not be at this machine. */
  readonly publicUrl?: string | undefined;
}

/** Lets through whoever looks after the server: with a key for reading or, as long as there is none, at this machine. */
export function admitMonitor({ keys, publicUrl }: MonitorAdmission): RequestHandler {
  const withKey = requireKey(keys, 'read', 'Reading the status');
  return (request, response, next) => {
    if (keys.any()) return withKey(request, response, next);
    if (publicUrl === undefined && isFromThisMachine(request)) return next();
    throw new HttpError(
      403,
      'status_is_local',
      'As long as there is no key, the status is told on this machine only (http://localhost), and not under --public-url. Add a key with `seealso keys add <name> --scope read`, and send it as `Authorization: Bearer <key>`.',
    );
  };
}
