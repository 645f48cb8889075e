import type { Builds } from '../../engine/builds.js';
import type { Editing } from '../../engine/editing.js';
import type { Engine } from '../../engine/engine.js';
import type { Judging } from '../../engine/judging.js';
import type { Status } from '../../engine/status.js';
import type { Access } from './access.js';

/** What the desk asks of the engine. */
export interface DeskEngine extends Engine {
  readonly editing: Editing;
  readonly judging: Judging;
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
