import type { ComponentChildren } from 'preact';
import type { Status } from '../../engine/status.js';
import { count, counted } from '../ui/numbers.js';
import { ago, momentOf } from '../ui/time.js';

/** What is served, and what came since it was built. */
export function IndexFacts({ index, now }: { readonly index: Status['index']; readonly now: number }) {
  return (
    <section class="health-part">
      <h2>The index</h2>
      <dl class="index-facts">
        <Fact name="Built">
          {ago(index.publishedAt, now)} <span class="meta">{momentOf(index.publishedAt)}</span>
        </Fact>
        <Fact name="Articles">{count(index.articles)}</Fact>
        <Fact name="Model">{index.model}</Fact>
        <Fact name="Vectors">{count(index.vectors)}</Fact>
        <Fact name="Since then">
          {index.changesSince === 0
            ? 'nothing changed'
            : `${counted(index.changesSince, 'change')}, which lists know all the same`}
        </Fact>
        <Fact name="Generation">{index.generation}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
