import type { Explained } from '../../engine/explain.js';
import { count } from '../ui/numbers.js';
import { Bar } from '../ui/pieces.js';
import type { ModeName } from './asked.js';

const SIGNALS = [
  ['words', 'Same words', 'how much of their wording both share'],
  ['general', 'Same meaning', 'as the language model reads both'],
  ['archive', 'Same subject here', 'by what goes together in this archive'],
  ['names', 'Same names', 'people, places and companies that stand in both'],
  ['titles', 'Similar titles', 'the headlines alone'],
] as const;

/** Modes that show only what tells the same story. */
const OF_STORIES: readonly ModeName[] = ['followup', 'same-event'];

/** What a score is made of, in plain words. */
export function Signals({
  explained,
  score,
  mode,
  isPinned,
}: {
  readonly explained: Explained;
  readonly score: number;
  readonly mode: ModeName;
  readonly isPinned: boolean;
}) {
  const { signals, hubness, relatedness, standing, cutoff, factors, measured } = explained;
  const limit = OF_STORIES.includes(mode) ? cutoff.story : cutoff.related;
  const steps = [
    [factors.freshness, 'nearness in time'],
    [factors.section, 'same section'],
    [factors.depth, 'depth'],
  ] as const;
  const told = steps.filter(([factor]) => factor !== 1);
  return (
    <div class="signals">
      <dl>
        {SIGNALS.map(([name, label, meaning]) => {
          const { value, rank, weight } = signals[name];
          return (
            <div key={name}>
              <dt title={meaning}>
                {label}
                <span class="said">, {meaning}</span>
              </dt>
              <dd>
                <Bar value={value ?? 0} tone={value === null ? 'quiet' : 'accent'} />
                <span>
                  {value === null
                    ? 'not measured'
                    : `${fixed(value)} · rank ${rank ?? '–'} of ${count(measured)}`}
                </span>
                <span class="weight">weight {fixed(weight)}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      <p>
        Together <b>{fixed(relatedness)}</b>
        {hubness === 1
          ? null
          : hubness > 1
            ? ', less what it loses for being near to everything'
            : ', with what it gains for standing apart'}
        . {told.length === 0 ? null : `Times ${told.map(inWords).join(', times ')}: `}
        {told.length === 0 ? 'Score' : 'score'} <b>{fixed(score)}</b>.
      </p>
      <p class="standing">
        <span>
          Stands out by <b>{fixed(standing)}</b> among what this article could hope for; {fixed(limit)} is
          needed to be shown.
          {isPinned && standing < limit ? ' It is shown because it is pinned.' : null}
        </span>
        <Bar
          value={standing}
          of={Math.max(standing, limit) * 1.15}
          mark={limit}
          tone={standing < limit ? 'bad' : 'good'}
        />
      </p>
    </div>
  );
}

const inWords = ([factor, name]: readonly [number, string]) => `${fixed(factor)} for ${name}`;
const fixed = (value: number) => value.toFixed(2);
