import { SourceError } from '../../errors.js';
import type { Source } from '../source.js';
import type { CmsOptions } from './cms-source.js';

export interface WordPressOptions extends CmsOptions {
  /** `user:application password`, where posts are not public. */
  readonly key?: string;
  /** What is read: the `rest_base` of post types, such as `posts` and `pages`. */
  readonly types?: readonly string[];
}

/** The posts of a WordPress site, from its REST API (`/wp-json/wp/v2/`). */
export function openWordPress(options: WordPressOptions): Source {
  throw new SourceError(`${options.address} cannot be read yet.`);
}
