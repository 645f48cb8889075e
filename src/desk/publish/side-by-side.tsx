import { useState } from 'preact/hooks';
import type { Comparison } from '../../engine/builds.js';
import { ArticleLink } from '../ui/article-link.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { count, share } from '../ui/numbers.js';

type Example = Comparison['examples'][number];

const FIRST = 4;

/** Lists as readers see them now, and as they would see them: the most changed first, those without any link last. */
export function SideBySide({ examples }: { readonly examples: readonly Example[] }) {
  const [areAll, showAll] = useState(false);
  // What lost all its links is named by itself: there is nothing to compare.
  const inOrder = examples.toSorted((a, b) => Number(a.after.length === 0) - Number(b.after.length === 0));
  const shown = areAll ? inOrder : inOrder.slice(0, FIRST);
  return (
    <>
      <ul class="pairs">
        {shown.map((example) => (
          <li key={example.article.id} class="pair">
            <Pair {...example} />
          </li>
        ))}
      </ul>
      {shown.length === examples.length ? null : (
        <Button onPress={() => showAll(true)}>Show {count(examples.length - shown.length)} more</Button>
      )}
    </>
  );
}

function Pair({ article, before, after, overlap }: Example) {
  const places = (links: Example['before']) => new Map(links.map(({ id }, i) => [id, i + 1]));
  const was = places(before);
  const is = places(after);
  return (
    <>
      <div class="pair-head">
        <h3>
          <ArticleLink {...article} />
        </h3>
        <span class="meta">{share(overlap)} of the links stay</span>
      </div>
      <div class="pair-lists">
        <div>
          <p class="pair-label">Now on the site</p>
          {before.length === 0 ? <p class="meta">No links</p> : null}
          <ol>
            {before.map(({ id, title }) => (
              <li key={id} class={is.has(id) ? 'link-stays' : 'link-gone'}>
                <span dir="auto">{is.has(id) ? title : <del>{title}</del>}</span>
                {is.has(id) ? null : <span class="link-mark">leaves</span>}
              </li>
            ))}
          </ol>
        </div>
        <div>
          <p class="pair-label">In the new build</p>
          {after.length === 0 ? <p class="meta">No links</p> : null}
          <ol>
            {after.map(({ id, title }, i) => (
              <li key={id} class={was.has(id) ? 'link-stays' : 'link-new'}>
                <span dir="auto">{was.has(id) ? title : <ins>{title}</ins>}</span>
                <Move from={was.get(id) ?? null} to={i + 1} />
              </li>
            ))}
          </ol>
        </div>
      </div>
    </>
  );
}

/** Where it comes from, in a word. */
function Move({ from, to }: { readonly from: number | null; readonly to: number }) {
  if (from === to) return null;
  if (from === null)
    return (
      <span class="link-mark link-mark-new">
        <Icon name="plus" />
        new
      </span>
    );
  return (
    <span class="link-mark">
      <Icon name={from > to ? 'up' : 'down'} />
      was {from}
    </span>
  );
}
