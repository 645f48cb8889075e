import type { GenerationEntry } from '../../engine/builds.js';
import { counted } from '../ui/numbers.js';
import { ago, momentOf } from '../ui/time.js';

/** What readers get now. */
export function Served({
  generation,
  now,
}: {
  readonly generation: GenerationEntry | null;
  readonly now: number;
}) {
  if (generation === null)
    return (
      <section class="served">
        <h2>On the site now</h2>
        <p class="served-age">Nothing yet</p>
        <p class="meta">No index has been published. Build one to begin.</p>
      </section>
    );
  const { createdAt, articles, model } = generation;
  return (
    <section class="served">
      <h2>On the site now</h2>
      <p class="served-age">
        Built <time datetime={createdAt}>{ago(createdAt, now)}</time>
      </p>
      <p class="meta">
        {counted(articles, 'article')} · model {model} · {momentOf(createdAt)}
      </p>
    </section>
  );
}
