import type { Catalog } from '../catalog/catalog.js';
import { CatalogUnusableError } from '../errors.js';

/** A write to a file that has no name any more would be acknowledged and lost. */
export function refuseIfReplaced(catalog: Pick<Catalog, 'isReplaced'>): void {
  if (!catalog.isReplaced()) return;
  throw new CatalogUnusableError(
    'The index folder was replaced while it was served, so that nothing can be written. What `seealso restore` has put there is taken up within a second: try again. After any other exchange, restart the server.',
  );
}
