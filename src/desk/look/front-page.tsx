import { useAnswer } from '../api/answer.js';
import { desk } from '../api/desk.js';
import { messageOf } from '../api/problem.js';
import { goTo, lookAt } from '../shell/route.js';
import { EmptyState, Notice, Skeleton } from '../ui/pieces.js';
import { useTitle } from '../ui/title.js';
import { ArticleSearch } from './article-search.js';
import { FoundFacts } from './facts.js';

const RECENT = 20;

/** Before an article is chosen: the search, and what was published last. */
export function FrontPage() {
  useTitle('Look');
  const { value: recent, error } = useAnswer((signal) => desk.search('', RECENT, signal), []);
  return (
    <div class="front">
      <h1>Which article?</h1>
      <ArticleSearch
        label="Find an article by its title or id"
        hotkey="/"
        onChoose={({ id }) => goTo(lookAt(id))}
      />
      <h2>Published last</h2>
      {error === null ? null : <Notice>{messageOf(error)}</Notice>}
      {recent === null && error === null ? <Skeleton lines={9} /> : null}
      {recent?.length === 0 ? (
        <EmptyState title="The index holds no article yet">
          <p>Fill it with: seealso index followed by a file or an address.</p>
        </EmptyState>
      ) : null}
      <ol class="front-list">
        {recent?.map((article) => (
          <li key={article.id}>
            <a href={lookAt(article.id)} dir="auto">
              {article.title}
            </a>
            <FoundFacts article={article} />
          </li>
        ))}
      </ol>
    </div>
  );
}
