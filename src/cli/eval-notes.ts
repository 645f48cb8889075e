import type { IndexingObserver } from '../indexing/report.js';
import type { ProgressDisplay } from './progress.js';

/** What `seealso eval` says on standard error beside its progress. */

/** Bad rows and unknown ids are listed one by one up to here; the rest is counted. */
const LISTED = 20;

/** Says which ids of the judgments could not be used. */
export function tellUnknown(display: ProgressDisplay, what: string, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const some = ids.slice(0, LISTED).map((id) => JSON.stringify(id));
  const more = ids.length > LISTED ? `, and ${ids.length - LISTED} more` : '';
  display.line(`Note: ${ids.length} ${what}: ${some.join(', ')}${more}.`);
}

/** Prints the first lines and, at the end, how many more there were. */
export function createListing(display: ProgressDisplay, what: string) {
  let count = 0;
  return {
    add(line: string) {
      count += 1;
      if (count <= LISTED) display.line(line);
    },
    finish() {
      if (count > LISTED) display.line(`… and ${count - LISTED} more ${what}.`);
      count = 0;
    },
  };
}

/** Hears of the temporary index while it is made; `finish` tells what was only counted. */
export function createObserver(display: ProgressDisplay): IndexingObserver & { finish(): void } {
  const rejected = createListing(display, 'rejected rows');
  let notEmbeddable = 0;
  return {
    progress: (progress) => display.show(progress),
    rejected({ location, problems }) {
      for (const { field, expected, received } of problems) {
        rejected.add(`${location}: ${field}: expected ${expected}, received ${received}`);
      }
    },
    notEmbeddable: () => {
      notEmbeddable += 1;
    },
    warning: (message) => display.line(`Note: ${message}`),
    finish() {
      rejected.finish();
      if (notEmbeddable > 0) display.line(`Note: ${notEmbeddable} texts have no words that the model knows.`);
    },
  };
}
