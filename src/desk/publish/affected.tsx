import type { ComponentChildren } from 'preact';
import type { Comparison } from '../../engine/builds.js';
import { ArticleLink } from '../ui/article-link.js';
import { count, counted, share } from '../ui/numbers.js';
import { Bar } from '../ui/pieces.js';

/** The articles behind the figures that should make one look twice. */
export function Affected({ comparison }: { readonly comparison: Comparison }) {
  const { lostAll, shorter, newHubs, compared } = comparison;
  return (
    <div class="affected">
      {newHubs.length === 0 ? null : (
        <Group
          title="New hubs"
          text="In many more lists than before: is each of them really what readers want next?"
        >
          {newHubs.map(({ article, before, after, share: part }) => (
            <li key={article.id}>
              <ArticleLink {...article} />
              <Bar value={part} />
              <span class="meta">
                in {count(after)} of {counted(compared, 'list')} ({share(part)}), was in {count(before)}
              </span>
            </li>
          ))}
        </Group>
      )}
      {lostAll.count === 0 ? null : (
        <Group title="Lost all links" text="Readers would see nothing under these any more.">
          <Named {...lostAll} />
        </Group>
      )}
      {shorter.count === 0 ? null : (
        <Group
          title="Texts that shrank"
          text="More than half of their words are gone. An export without bodies?"
        >
          <Named {...shorter} />
        </Group>
      )}
    </div>
  );
}

function Group({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section>
      <h2>{title}</h2>
      <p class="meta">{text}</p>
      <ul class="affected-list">{children}</ul>
    </section>
  );
}

function Named({ count: all, examples }: Comparison['lostAll']) {
  return (
    <>
      {examples.map((article) => (
        <li key={article.id}>
          <ArticleLink {...article} />
        </li>
      ))}
      {all > examples.length ? <li class="meta">and {count(all - examples.length)} more</li> : null}
    </>
  );
}
