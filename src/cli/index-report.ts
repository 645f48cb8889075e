import type { GatedResult } from '../compose.js';
import type { IndexSummary } from '../indexing/report.js';

/** What a run did, for a person. `isNothingNew`: only what is new was asked for, and there was none. */
export function describe(summary: IndexSummary, isNothingNew: boolean): string {
  const { read, added, changed, unchanged, removed, rejected, embedded, articles, generation, seconds } =
    summary;
  const leftOut = describeLeftOut(summary.boilerplate);
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${rejected} rejected; ${embedded} embedded`;
  return (
    (isNothingNew
      ? `Nothing is new since the last reading (${seconds} s).\n`
      : `Read ${read} rows in ${seconds} s: ${counts}.\n`) +
    `${leftOut}The index holds ${articles} articles as generation ${generation}.\n`
  );
}

function describeLeftOut({ passages, articles, examples }: IndexSummary['boilerplate']): string {
  if (passages === 0) return '';
  const such = examples.map((example) => `“${example}”`).join(', ');
  return `Left out as boilerplate: ${counted(passages, 'passage')}, in ${counted(articles, 'article')}, such as ${such}.\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** What became of a staged build, for a person. */
export function describeGated({ comparison, verdict, published, isNew }: GatedResult): string {
  if (!isNew) return 'Nothing has changed: there was nothing to publish.\n';
  if (comparison === null)
    return published
      ? 'Published: nothing was served that it could be compared with.\n'
      : 'Staged: nothing is served that it could be compared with. Publish it with `seealso publish`.\n';
  const { compared, changed, overlap, added, removed } = comparison;
  const lists = `Of ${counted(compared, 'list')} compared, ${changed} changed; ${Math.round(100 * overlap)}% of the links stayed. ${counted(added, 'article')} came, ${removed} went.\n`;
  if (published) return `Published. ${lists}`;
  const findings = verdict.findings.map(({ passed, text }) => `  ${passed ? 'passed' : 'FAILED'}  ${text}\n`);
  return `${lists}${findings.join('')}The build waits, the old lists keep serving: ${verdict.passed ? '`seealso publish`' : '`seealso publish --anyway`'} makes it live, \`seealso publish --discard\` throws it away.\n`;
}
