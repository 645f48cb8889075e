import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../api/store.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { Button } from '../ui/button.js';
import { counted } from '../ui/numbers.js';
import { EmptyState, Notice, Skeleton } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';
import { Answers } from './answers.js';
import { Pair } from './pair.js';
import { Round, type RoundState } from './round.js';
import { TakeAway } from './take-away.js';
import { Why } from './why.js';

const SEEDS = 2 ** 31;

/** One pair after another: would a reader of the one want the other next? */
export function Judge() {
  useTitle('Judge');
  const [round] = useState(() => new Round(Math.floor(Math.random() * SEEDS)));
  const state = useStore(round.state);
  useEffect(() => {
    round.begin();
    return () => round.end();
  }, [round]);
  const skip = () => round.skip();
  const takeBack = () => round.takeBack();
  useShortcuts({
    0: () => round.grade(0),
    1: () => round.grade(1),
    2: () => round.grade(2),
    3: () => round.grade(3),
    s: skip,
    ArrowRight: skip,
    u: takeBack,
    Backspace: takeBack,
  });
  const { pair, counts, done, problem } = state;
  // A new pair is read from its beginning.
  useEffect(() => scrollTo(0, 0), [pair]);
  return (
    <div class="page judge">
      <header class="judge-head">
        <h1>Would somebody who has just read this want to read that next?</h1>
        {counts === null ? null : (
          <p class="meta judge-counts">
            {counts.judgments === 0
              ? 'Nobody has judged yet'
              : `${counted(counts.judgments, 'judgment')} under ${counted(counts.queries, 'article')}`}
          </p>
        )}
      </header>
      {problem === null ? null : (
        <Notice>
          {problem}{' '}
          {pair === null ? (
            <Button look="bare" onPress={() => round.again()}>
              Try again
            </Button>
          ) : null}
        </Notice>
      )}
      <p class="said" role="status">
        {pair === null ? '' : `Just read: ${pair.query.title}. Next? ${pair.document.title}`}
      </p>
      {pair === null ? <Nothing state={state} round={round} /> : <Pair pair={pair} />}
      <Answers
        isOff={pair === null}
        mayTakeBack={done.length > 0}
        onGrade={(grade) => round.grade(grade)}
        onSkip={skip}
        onTakeBack={takeBack}
      >
        <Why key={done.length} judged={done.at(-1) ?? null} />
      </Answers>
      <TakeAway judgments={counts?.judgments ?? 0} />
    </div>
  );
}

function Nothing({ state, round }: { readonly state: RoundState; readonly round: Round }) {
  if (state.problem !== null) return null;
  if (!state.isOver)
    return (
      <div class="judge-pair" aria-busy="true">
        <Skeleton lines={7} />
        <Skeleton lines={7} />
      </div>
    );
  const skipped = state.done.filter(({ grade }) => grade === null).length;
  return (
    <EmptyState title="Nothing is left to be judged">
      {skipped === 0 ? (
        <p>Thank you. New pairs come with new articles.</p>
      ) : (
        <>
          <p>But for {counted(skipped, 'pair')} that you skipped.</p>
          <Button onPress={() => round.again()}>Show {skipped === 1 ? 'it' : 'them'} again</Button>
        </>
      )}
    </EmptyState>
  );
}
