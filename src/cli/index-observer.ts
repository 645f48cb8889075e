import type { BuildObserver } from '../compose.js';
import type { RejectedRow } from '../indexing/report.js';
import type { ProgressDisplay } from './progress.js';
import { tellParent } from './tell-parent.js';

/** Rows and ids listed one by one; the rest is counted. */
const LISTED = 20;

/** Shows a run on standard error, and tells of its progress whoever started this process to hear of it. */
export function createObserver(display: ProgressDisplay): BuildObserver & { finish(): void } {
  let rejected = 0;
  const notEmbeddable: string[] = [];
  return {
    progress(progress) {
      display.show(progress);
      tellParent(progress);
    },
    rejected(row) {
      rejected += 1;
      if (rejected <= LISTED) display.line(rejection(row));
    },
    notEmbeddable: (id) => notEmbeddable.push(id),
    warning: (message) => display.line(`Note: ${message}`),
    /** Says what is left to say at the end. */
    finish() {
      if (rejected > LISTED) display.line(`… and ${rejected - LISTED} more rejected rows.`);
      if (notEmbeddable.length === 0) return;
      const some = notEmbeddable
        .slice(0, LISTED)
        .map((id) => JSON.stringify(id))
        .join(', ');
      const more = notEmbeddable.length > LISTED ? `, and ${notEmbeddable.length - LISTED} more` : '';
      display.line(
        `Not embeddable, too few words that the model knows (stored, and linked by their own words, if at all): ${some}${more}.`,
      );
    },
  };
}

function rejection({ location, problems }: RejectedRow): string {
  return problems
    .map(
      ({ field, expected, received }) => `${location}: ${field}: expected ${expected}, received ${received}`,
    )
    .join('\n');
}
