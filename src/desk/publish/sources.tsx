/** What a build was made from, in a few words: `from plus.jsonl and 2 more`; in full for whoever points at it. */
export function From({ sources }: { readonly sources: readonly string[] }) {
  return <span title={sources.length === 0 ? undefined : sources.join('\n')}>from {madeOf(sources)}</span>;
}

/** `plus.jsonl and 2 more`. */
export function madeOf(sources: readonly string[]): string {
  const [first, ...others] = sources;
  if (first === undefined) return 'what is stored';
  return others.length === 0 ? lastPart(first) : `${lastPart(first)} and ${others.length} more`;
}

/** What an editor must know before such a build is thrown away. */
export function WhatIsLost({ sources }: { readonly sources: readonly string[] }) {
  return (
    <p>
      What was read from <b title={sources.join('\n')}>{sources.map(lastPart).join(', ')}</b> for this build
      is thrown away with it; read it again to have it back. Readers see no difference, and no decision is
      lost.
    </p>
  );
}

/** Of a path or of an address, whose query is left out. */
function lastPart(source: string): string {
  const path = source.replace(/[?#].*$/, '');
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? source;
}
