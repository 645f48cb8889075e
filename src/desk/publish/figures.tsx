import type { Comparison } from '../../engine/builds.js';
import { Figure, Figures } from '../ui/figure.js';
import { count, counted, share } from '../ui/numbers.js';

/** What changes, in numbers. */
export function KeyFigures({ comparison }: { readonly comparison: Comparison }) {
  const { compared, changed, overlap, lostAll, gained, newHubs, added, removed, shorter } = comparison;
  const ofLists = compared === 0 ? 0 : changed / compared;
  return (
    <Figures>
      <Figure label="Lists changed" value={count(changed)}>
        of {count(compared)}, {share(ofLists)}
      </Figure>
      <Figure label="Links kept" value={share(overlap)}>
        {lengthOf(comparison)}
      </Figure>
      <Figure label="Lost all links" value={count(lostAll.count)} tone={lostAll.count > 0 ? 'warn' : 'plain'}>
        {gained === 0 ? 'none got its first' : `${count(gained)} got their first`}
      </Figure>
      <Figure label="New hubs" value={count(newHubs.length)} tone={newHubs.length > 0 ? 'warn' : 'plain'}>
        suddenly in many lists
      </Figure>
      <Figure label="Articles" value={count(comparison.after.articles)}>
        {added === 0 && removed === 0
          ? 'the same as before'
          : `${count(added)} added, ${count(removed)} gone`}
      </Figure>
      <Figure
        label="Texts that shrank"
        value={count(shorter.count)}
        tone={shorter.count > 0 ? 'warn' : 'plain'}
      >
        by more than half
      </Figure>
    </Figures>
  );
}

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

function lengthOf({ meanLinks }: Comparison): string {
  const before = decimal.format(meanLinks.before);
  const after = decimal.format(meanLinks.after);
  return before === after ? `${after} per list, as before` : `${before} per list, now ${after}`;
}

/** How much of the archive was looked at. */
export function comparedText({ compared, of }: Comparison): string {
  return compared < of
    ? `${counted(compared, 'list')} of ${count(of)} were compared, drawn by chance.`
    : `All ${counted(compared, 'list')} were compared.`;
}
