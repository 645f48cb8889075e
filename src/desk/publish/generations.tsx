import { useState } from 'preact/hooks';
import type { GenerationEntry } from '../../engine/builds.js';
import { Button } from '../ui/button.js';
import { count } from '../ui/numbers.js';
import { Badge, Table } from '../ui/pieces.js';
import { ago, momentOf } from '../ui/time.js';
import { RollbackDialog } from './dialogs.js';
import type { Doing } from './state.js';

/** What was published before, to go back to. `mayRoll`: not while something is under way. */
export function Generations({
  generations,
  mayRoll,
  doing,
  now,
}: {
  readonly generations: readonly GenerationEntry[];
  readonly mayRoll: boolean;
  readonly doing: Doing;
  readonly now: number;
}) {
  const [asked, ask] = useState<GenerationEntry | null>(null);
  if (generations.length < 2)
    return (
      <p class="meta">
        {generations.length === 0 ? 'None yet.' : 'There is none to roll back to until another is published.'}
      </p>
    );
  return (
    <>
      <Table
        caption="Generations of the index, the latest first"
        rows={generations}
        keyOf={({ generation }) => generation}
        columns={[
          {
            heading: 'Built',
            cell: ({ createdAt }) => (
              <span>
                {momentOf(createdAt)} <span class="meta generation-age">{ago(createdAt, now)}</span>
              </span>
            ),
          },
          { heading: 'Articles', isNumber: true, cell: ({ articles }) => count(articles) },
          { heading: 'Model', cell: ({ model }) => model },
          {
            heading: 'On the site',
            isNumber: true,
            cell: (entry) =>
              entry.current ? (
                <Badge tone="good" icon="check">
                  now
                </Badge>
              ) : (
                <Button
                  class="generation-roll"
                  name={`Roll back to this, of ${momentOf(entry.createdAt)}`}
                  disabled={!mayRoll || doing.isBusy}
                  onPress={() => ask(entry)}
                >
                  Roll back to this
                </Button>
              ),
          },
        ]}
      />
      {asked === null ? null : <RollbackDialog to={asked} doing={doing} onClose={() => ask(null)} />}
    </>
  );
}
