import { useRef, useState } from 'preact/hooks';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';
import { lookAt } from '../shell/route.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/pieces.js';
import type { ModeName } from './asked.js';
import type { Decide } from './deciding.js';
import { dragged } from './dragging.js';
import { FoundFacts } from './facts.js';
import { Item, type ItemProps, type Noting, wantedOf } from './item.js';
import { useGliding, useKeptFocus } from './motion.js';

/** The links under an article as readers see them, and what would come next. */
export function List({
  answer,
  mode,
  limit,
  onDecide,
}: {
  readonly answer: DeskArticleAnswer;
  readonly mode: ModeName;
  readonly limit: number;
  readonly onDecide: Decide;
}) {
  const list = useRef<HTMLOListElement>(null);
  const [noting, setNoting] = useState<{ readonly link: string; readonly what: Noting } | null>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const { related, empty } = answer.list;
  const article = answer.article.id;
  const order = related.map(({ id }) => id);
  useGliding(list, order);
  const keepFocus = useKeptFocus(list, order);
  const decide: Decide = (wanted, options) => {
    keepFocus();
    return onDecide(wanted, options);
  };
  const items: readonly ItemProps[] = related.map((item, i) => ({
    item,
    place: i + 1,
    isLast: i === related.length - 1,
    article,
    mode,
    pin:
      answer.rules.find(
        ({ kind, link, mode: of }) => kind === 'pin' && link?.id === item.id && of === mode,
      ) ?? null,
    noting: noting?.link === item.id ? noting.what : null,
    isUnfolded: unfolded.has(item.id),
    onNote: (what) => setNoting(what === null ? null : { link: item.id, what }),
    onUnfold: (isUnfolded) => {
      const others = [...unfolded].filter((id) => id !== item.id);
      setUnfolded(new Set(isUnfolded ? [...others, item.id] : others));
    },
    onDecide: decide,
    onGrip: (event) =>
      dragged(event, list, (place) => {
        const props = items[i];
        if (place !== null && props !== undefined) void decide(wantedOf(props).moveTo(place));
      }),
  }));
  useListKeys(items);
  return (
    <>
      {empty === null ? (
        <ol class="list" ref={list} aria-label="Links under this article">
          {items.map((props) => (
            <Item key={props.item.id} {...props} />
          ))}
        </ol>
      ) : (
        <EmptyState title="Nothing is shown here">
          <p>{empty.detail}</p>
        </EmptyState>
      )}
      {empty === null && answer.next.length === 0 ? (
        <p class="meta">
          Nothing else is related closely enough to come next. Any article can be added by hand.
        </p>
      ) : null}
      {answer.next.length === 0 ? null : (
        <section class="next" aria-labelledby="next">
          <h2 id="next">Next in line</h2>
          <ol>
            {answer.next.map((item) => (
              <li key={item.id} data-link={item.id}>
                <div>
                  <a href={lookAt(item.id)} dir="auto">
                    {item.title}
                  </a>
                  <FoundFacts article={item} />
                </div>
                <span class="next-score">
                  <span class="said">Score </span>
                  {item.score.toFixed(2)}
                </span>
                <Button
                  look="bare"
                  icon="pin"
                  act="pin"
                  name={`Pin: ${item.title}`}
                  onPress={() =>
                    void decide({
                      action: 'pin',
                      article,
                      link: item.id,
                      mode,
                      position: Math.min(limit, related.length + 1),
                      from: null,
                      expiresAt: null,
                      note: null,
                    })
                  }
                >
                  Pin
                </Button>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** Keys act on the link that holds the focus; `j` and `k` walk through them. */
function useListKeys(items: readonly ItemProps[]): void {
  const focused = () => {
    const id = document.activeElement?.closest<HTMLElement>('[data-link]')?.dataset.link;
    return items.findIndex(({ item }) => item.id === id);
  };
  const walk = (step: number) => () => {
    const at = focused();
    const to = at === -1 ? 0 : Math.max(0, Math.min(items.length - 1, at + step));
    const id = items[to]?.item.id;
    if (id === undefined) return;
    document.querySelector<HTMLElement>(`[data-link="${CSS.escape(id)}"] [data-act="open"]`)?.focus();
  };
  const on = (act: (props: ItemProps) => void) => () => {
    const props = items[focused()];
    if (props !== undefined) act(props);
  };
  const move = (step: number) =>
    on((props) => {
      const to = props.place + step;
      if (to >= 1 && to <= items.length) props.onDecide(wantedOf(props).moveTo(to));
    });
  useShortcuts({
    j: walk(1),
    k: walk(-1),
    w: on((props) => props.onUnfold(!props.isUnfolded)),
    p: on((props) => props.onDecide(props.item.pinned ? wantedOf(props).unpin : wantedOf(props).pin)),
    b: on((props) => props.onDecide(wantedOf(props).block(null))),
    'Shift+p': on((props) => props.onNote('pin')),
    'Shift+b': on((props) => props.onNote('block')),
    'Alt+ArrowUp': move(-1),
    'Alt+ArrowDown': move(1),
  });
}
