import type { FoundArticle } from '../../http/desk/answers.js';
import { dayOf } from '../ui/time.js';

/** Section and date, as far as there are any; the id where it is what was looked for. */
export function FoundFacts({
  article,
  typed = '',
}: {
  readonly article: FoundArticle;
  readonly typed?: string;
}) {
  const { id, section, publishedAt } = article;
  const isById = typed.trim() !== '' && id.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <span class="facts">
      {section === null ? null : <span dir="auto">{section}</span>}
      {publishedAt === null ? <span>no date</span> : <time dateTime={publishedAt}>{dayOf(publishedAt)}</time>}
      {isById ? <code>{id}</code> : null}
    </span>
  );
}
