import type { PairToJudge } from '../../engine/judging.js';
import { WORDS } from './answers.js';
import type { Judged } from './round.js';

const SIGNALS: Readonly<Record<keyof PairToJudge['ranks'], string>> = {
  words: 'words',
  general: 'meaning',
  archive: 'what this archive calls alike',
  names: 'names',
  titles: 'titles',
};

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

const nth = (rank: number): string => `${rank}${SUFFIXES[ordinals.select(rank)] ?? 'th'}`;

/** What the ranking thinks of the pair that was judged last: only then, so that it sways nobody. */
export function Why({ judged }: { readonly judged: Judged | null }) {
  if (judged === null) return null;
  const { pair, grade } = judged;
  const ranks = Object.entries(SIGNALS).flatMap(([name, words]) => {
    const rank = pair.ranks[name as keyof typeof SIGNALS];
    return rank === null ? [] : [{ name, text: `${nth(rank)} by ${words}` }];
  });
  return (
    <aside class="judge-why meta" aria-label="Why this pair">
      <p>
        <strong>{grade === null ? 'Skipped' : `You said ${grade}, ${WORDS[grade].toLowerCase()}`}:</strong>{' '}
        <span dir="auto">{pair.document.title}</span>
      </p>
      {grade === null ? null : (
        <p>
          Why this pair:{' '}
          {ranks.map(({ name, text }) => (
            <span key={name} class="judge-rank">
              {text}
            </span>
          ))}
          <span class="judge-rank">{pair.shown ? 'readers see it' : 'readers do not see it'}</span>
        </p>
      )}
    </aside>
  );
}
