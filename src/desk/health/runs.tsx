import type { RunEntry } from '../../engine/status.js';
import { count } from '../ui/numbers.js';
import { Table } from '../ui/pieces.js';
import { ago, momentOf } from '../ui/time.js';

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** What the last runs of indexing did. */
export function Runs({ runs, now }: { readonly runs: readonly RunEntry[]; readonly now: number }) {
  const number = (heading: string, key: string) => ({
    heading,
    isNumber: true,
    cell: ({ outcome }: RunEntry) => {
      const value = outcome[key];
      if (typeof value !== 'number') return '–';
      return <span class={value === 0 ? 'nothing' : undefined}>{count(value)}</span>;
    },
  });
  return (
    <section class="health-part">
      <h2>Last runs</h2>
      {runs.length === 0 ? (
        <p class="meta">None yet.</p>
      ) : (
        <Table
          caption="The last runs of indexing, the latest first"
          rows={runs}
          keyOf={({ run }) => run}
          columns={[
            {
              heading: 'Finished',
              cell: ({ finishedAt }) => (
                <span>
                  {momentOf(finishedAt)} <span class="meta run-age">{ago(finishedAt, now)}</span>
                </span>
              ),
            },
            number('Added', 'added'),
            number('Changed', 'changed'),
            number('Removed', 'removed'),
            {
              heading: 'Rejected',
              isNumber: true,
              cell: ({ outcome: { rejected } }) =>
                typeof rejected !== 'number' ? '–' : <Rejected rows={rejected} />,
            },
            {
              heading: 'Seconds',
              isNumber: true,
              cell: ({ outcome: { seconds } }) =>
                typeof seconds === 'number' ? decimal.format(seconds) : '–',
            },
          ]}
        />
      )}
    </section>
  );
}

/** Rows that could not be used are the only thing here that somebody should see to. */
function Rejected({ rows }: { readonly rows: number }) {
  return <span class={rows === 0 ? 'nothing' : 'rejected'}>{count(rows)}</span>;
}
