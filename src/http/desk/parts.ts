import type { Builds } from '../../engine/builds.js';
import type { Engine } from '../../engine/engine.js';
import type { Access } from './access.js';

/** What every part of the desk works with. */
export interface DeskParts {
  readonly engine: Engine;
  readonly access: Access;
  /** `undefined` where this server builds nothing. */
  readonly builds: Builds | undefined;
  readonly log: (message: string) => void;
}
