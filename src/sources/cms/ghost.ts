import { SourceError } from '../../errors.js';
import type { Source } from '../source.js';
import type { CmsOptions } from './cms-source.js';

export interface GhostOptions extends CmsOptions {
  /** The Content API key of a custom integration; required by Ghost. */
  readonly key?: string;
}

/** The posts of a Ghost site, from its Content API. */
export function openGhost(options: GhostOptions): Source {
  throw new SourceError(`${options.address} cannot be read yet.`);
}
