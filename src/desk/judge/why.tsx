import type { PairToJudge } from '../../engine/judging.js';
import { WORDS } from './answers.js';
import type { Judged } from './round.js';

const SIGNALS: Readonly<Record<keyof PairToJudge['ranks'], string>> = {
  words: 'same words',
  general: 'same meaning',
  archive: 'close in this archive',
  names: 'same names',
  titles: 'like titles',
};

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

const nth = (rank: number): string => `${rank}${SUFFIXES[ordinals.select(rank)] ?? 'th'}`;

/** What the ranking thought of the pair that was judged last: only now, so that it sways nobody. */
export function Why({ judged }: { readonly judged: Judged | null }) {
  if (judged === null) return <div class="judge-why" />;
  const { pair, grade } = judged;
  const ranks = Object.entries(SIGNALS).map(([name, words]) => {
    const rank = pair.ranks[name as keyof typeof SIGNALS];
    return { name, words, place: rank === null ? 'nothing' : nth(rank) };
  });
  return (
    <aside class="judge-why meta" aria-label="Why this pair">
      <p>
        <strong>{grade === null ? 'Skipped' : `You said ${grade}, ${WORDS[grade].toLowerCase()}`}:</strong>{' '}
        <span dir="auto">{pair.document.title}</span>
      </p>
      <p>
        Why this pair:{' '}
        {ranks.map(({ name, words, place }) => (
          <span key={name} class="judge-rank">
            {words} {place}
          </span>
        ))}
        <span class="judge-rank">{pair.shown ? 'readers see it' : 'readers do not see it'}</span>
      </p>
    </aside>
  );
}
