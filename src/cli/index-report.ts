import type { GatedResult } from '../compose.js';
import type { IndexSummary } from '../indexing/report.js';

/**
 * What a run did, for a person. `isNothingNew`: only what is new was asked for, and there was none. `waits`: what was
 * built is not published.
 */
export function describe(summary: IndexSummary, isNothingNew: boolean, waits: boolean): string {
  const { read, added, changed, unchanged, removed, rejected, embedded, articles, generation, seconds } =
    summary;
  const leftOut = describeLeftOut(summary.boilerplate);
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${rejected} rejected; ${embedded} embedded`;
  return (
    (isNothingNew
      ? `Nothing is new since the last reading (${seconds} s).\n`
      : `Read ${read} rows in ${seconds} s: ${counts}.\n`) +
    `${leftOut}The ${waits ? 'build' : 'index'} holds ${articles} articles as generation ${generation}.\n`
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

/** What became of a build that was made beside what is served, for a person. A refusal is told elsewhere. */
export function describeGated(
  { comparison, verdict, published, isNew }: GatedResult,
  asked: 'gate' | 'stage',
): string {
  if (published && !isNew) return 'Nothing has changed that readers could see.\n';
  if (comparison === null) {
    return published
      ? 'Nothing was served before.\n'
      : 'Nothing is served yet. To publish the build: seealso publish.\n';
  }
  const { compared, of, changed, overlap, meanLinks, added, removed } = comparison;
  const which = compared < of ? `${counted(compared, 'list')} of ${of}` : counted(compared, 'list');
  const lists =
    `Compared ${which}: ${changed} changed, ${Math.round(100 * overlap)}% of the links stayed, ` +
    `${meanLinks.after.toFixed(1)} links on average (${meanLinks.before.toFixed(1)} before). ` +
    `${counted(added, 'article')} came, ${removed} went.\n`;
  if (asked === 'gate') return lists;
  const findings = verdict.findings.map(({ passed, text }) => `  ${passed ? 'passed' : 'failed'}  ${text}\n`);
  const how = verdict.passed ? 'seealso publish' : 'seealso publish --anyway';
  return `${lists}${findings.join('')}The old lists keep serving. To publish the build: ${how}; to throw it away: seealso publish --discard.\n`;
}
