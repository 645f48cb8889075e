import type { Builds } from '../../engine/builds.js';
import type { Engine } from '../../engine/engine.js';
import type { Status } from '../../engine/status.js';
import type { Access } from './access.js';

/** What the desk asks of the engine. */
export interface DeskEngine extends Engine {
  status(): Status;
}

/** What every part of the desk works with. */
export interface DeskParts {
  readonly engine: DeskEngine;
  readonly access: Access;
  /** `undefined` where this server builds nothing. */
  readonly builds: Builds | undefined;
  readonly log: (message: string) => void;
}
