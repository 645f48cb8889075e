import { useState } from 'preact/hooks';
import type { JudgedText, PairToJudge } from '../../engine/judging.js';
import { Button } from '../ui/button.js';
import { classes } from '../ui/classes.js';
import { dayOf } from '../ui/time.js';

/** What was read, and what may come next. */
export function Pair({ pair }: { readonly pair: PairToJudge }) {
  return (
    <div class="judge-pair">
      <Side label="Just read" text={pair.query} class="judge-read" key={`read ${pair.query.id}`} />
      <Side label="Next?" text={pair.document} class="judge-next" key={`next ${pair.document.id}`} />
    </div>
  );
}

function Side({
  label,
  text,
  ...rest
}: {
  readonly label: string;
  readonly text: JudgedText;
  readonly class: string;
}) {
  const { title, summary, beginning, section, publishedAt, url } = text;
  // Only a phone folds it.
  const [isOpen, setOpen] = useState(false);
  const about = [section, publishedAt === null ? null : dayOf(publishedAt)].filter((part) => part !== null);
  return (
    <article class={rest.class}>
      <p class="judge-label">{label}</p>
      <h2 dir="auto">
        {url === null ? (
          title
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {title}
          </a>
        )}
      </h2>
      {about.length === 0 ? null : (
        <p class="meta" dir="auto">
          {about.join(' · ')}
        </p>
      )}
      {summary === null ? null : (
        <p class="judge-summary" dir="auto">
          {summary}
        </p>
      )}
      <div class={classes('judge-beginning', isOpen && 'judge-open')}>
        {beginning.split(/\n+/).map((paragraph) => (
          <p key={paragraph} dir="auto">
            {paragraph}
          </p>
        ))}
      </div>
      {isOpen ? null : (
        <Button look="bare" class="judge-more" onPress={() => setOpen(true)}>
          Read on
        </Button>
      )}
    </article>
  );
}
