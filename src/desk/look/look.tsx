import { useEffect, useState } from 'preact/hooks';
import { useAnswer } from '../api/answer.js';
import { desk } from '../api/desk.js';
import { useEvent } from '../api/events.js';
import { messageOf } from '../api/problem.js';
import { useStore } from '../api/store.js';
import { goTo, lookAt, type Route } from '../shell/route.js';
import { Button } from '../ui/button.js';
import { counted } from '../ui/numbers.js';
import { Notice, Skeleton } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';
import { AddLink } from './add-link.js';
import { ArticlePane } from './article-pane.js';
import { ArticleSearch } from './article-search.js';
import { isAsReadersSee, limitOf, modeOf, wireOf } from './asked.js';
import { useChangedBy } from './changed-by.js';
import { Controls } from './controls.js';
import { type Decide, decide, decided } from './deciding.js';
import { foresee } from './foresee.js';
import { FrontPage } from './front-page.js';
import { List } from './list.js';

/** Left the article, right the list as its readers see it. */
export function Look({ route }: { readonly route: Route }) {
  if (route.id === null) return <FrontPage />;
  return <OneArticle id={route.id} asked={route.query} />;
}

function OneArticle({ id, asked }: { readonly id: string; readonly asked: URLSearchParams }) {
  const question = asked.toString();
  const {
    value: answer,
    error,
    isLoading,
    reload,
    replace,
    restore,
  } = useAnswer((signal) => desk.article(id, wireOf(asked), signal), [question], id);
  const [isAdding, setAdding] = useState(false);
  const turn = useStore(decided);
  useEffect(() => {
    if (turn > 0) reload();
  }, [turn]);
  useEvent('rules', reload);
  useEvent('index', reload);
  useEffect(() => scrollTo(0, 0), [id]);
  useTitle(answer?.article.title ?? 'Look');
  const by = useChangedBy(answer);
  const mode = modeOf(asked);
  const limit = limitOf(asked);
  const onDecide: Decide = async (wanted, options) => {
    if (answer !== null && options?.waits !== true) replace(foresee(answer, wanted));
    const problem = await decide(wanted, options);
    if (problem !== null) restore();
    return problem;
  };
  return (
    <div class="look">
      <div class="look-article">
        <ArticleSearch label="Find an article" hotkey="/" onChoose={(found) => goTo(lookAt(found.id))} />
        {answer === null ? (
          error === null ? (
            <Skeleton lines={6} />
          ) : (
            <Notice>{messageOf(error)}</Notice>
          )
        ) : (
          <ArticlePane answer={answer} onDecide={onDecide} />
        )}
      </div>
      <section class="look-list" aria-labelledby="as-read" aria-busy={isLoading}>
        <header class="look-head">
          <h2 id="as-read">{isAsReadersSee(asked) ? 'As readers see it' : 'As asked for here'}</h2>
          {answer === null ? null : (
            <Button look="bare" icon="plus" onPress={() => setAdding(true)}>
              Add a link…
            </Button>
          )}
        </header>
        <Controls key={id} asked={asked} answer={answer} onAsk={(next) => goTo(lookAt(id, next))} />
        {by === null ? null : <p class="changed-by">Changed just now by {by}</p>}
        <div role="status" class="said">
          {by === null ? '' : `Changed just now by ${by}`}
          {answer === null ? '' : counted(answer.list.related.length, 'link')}
        </div>
        {answer === null ? (
          error === null ? (
            <Skeleton lines={9} />
          ) : null
        ) : (
          <>
            {error === null ? null : <Notice>{messageOf(error)}</Notice>}
            <List key={id} answer={answer} mode={mode} limit={limit} onDecide={onDecide} />
          </>
        )}
      </section>
      {isAdding && answer !== null ? (
        <AddLink
          answer={answer}
          mode={mode}
          limit={limit}
          onDecide={onDecide}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  );
}
