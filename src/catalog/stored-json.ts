import { CatalogUnusableError } from '../errors.js';

/** What was written as JSON. SQLite does not see whether a disk has changed a letter of a text. */
export function storedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CatalogUnusableError(
      `The catalogue holds ${JSON.stringify(text.slice(0, 40))} where JSON was written: its file is damaged. See \`seealso audit\`, and restore a backup.`,
      { cause: error },
    );
  }
}
