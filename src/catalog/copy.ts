import { explained, openMigrated } from './open.js';

/**
 * Writes the catalogue in `file` to a new file, as it is at one moment, with its `uuid`. Others may write to it
 * meanwhile. The copy is not made to survive a loss of power.
 */
export function copyCatalog(file: string, to: string): void {
  const database = openMigrated(file);
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw explained(error, to);
  } finally {
    database.close();
  }
}
