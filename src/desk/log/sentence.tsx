import type { ArticleLink } from '../../engine/answers.js';
import type { DecisionEntry } from '../../engine/editing.js';
import { lookAt } from '../shell/route.js';
import { dayOf } from '../ui/time.js';

type Part = string | ArticleLink;

const GONE = 'an article that is gone';

/** As a person would say it of somebody: `pinned “Yen falls” at place 1 under “Rates held”`. */
export function plainSentence(entry: DecisionEntry): string {
  return partsOf(entry)
    .map((part) => (typeof part === 'string' ? part : `“${part.title}”`))
    .join('');
}

/** What was just done to the article that is looked at, as short as it can be said. */
export function shortSentence({ action, link, position }: DecisionEntry): string {
  const title = `“${link?.title ?? GONE}”`;
  switch (action) {
    case 'pin':
      return `Pinned at place ${position}: ${title}`;
    case 'move':
      return `Now at place ${position}: ${title}`;
    case 'unpin':
      return `Unpinned: ${title}`;
    case 'block':
      return `Blocked here: ${title}`;
    case 'unblock':
      return `No longer blocked here: ${title}`;
    case 'never_recommend':
      return `In no list any more: ${title}`;
    case 'recommend_again':
      return `In lists again: ${title}`;
    case 'no_links':
      return 'No links are shown under this article any more';
    case 'links_again':
      return 'Links are shown under this article again';
    default:
      return 'Done';
  }
}

/** Who did it stands before; its articles are led to. `known`: entries by number, to say what was taken back. */
export function Sentence({
  entry,
  known,
}: {
  readonly entry: DecisionEntry;
  readonly known: ReadonlyMap<number, DecisionEntry>;
}) {
  return (
    <>
      {partsOf(entry, known).map((part, i) =>
        typeof part === 'string' ? (
          part
        ) : (
          <a key={i} href={lookAt(part.id)} dir="auto">
            {part.title}
          </a>
        ),
      )}
    </>
  );
}

function partsOf(entry: DecisionEntry, known: ReadonlyMap<number, DecisionEntry> = new Map()): Part[] {
  const link: Part = entry.link ?? GONE;
  const article: Part = entry.article ?? GONE;
  const place = entry.position === null ? '' : ` at place ${entry.position}`;
  const mode = entry.mode === null || entry.mode === 'related' ? '' : `, in lists of ${entry.mode}`;
  const until = entry.expiresAt === null ? '' : `, until ${dayOf(entry.expiresAt)}`;
  switch (entry.action) {
    case 'pin':
      return ['pinned ', link, `${place} under `, article, `${mode}${until}`];
    case 'move':
      return ['put ', link, `${place} under `, article, `${mode}${until}`];
    case 'unpin':
      return ['unpinned ', link, ' under ', article, mode];
    case 'block':
      return ['blocked ', link, ' under ', article];
    case 'unblock':
      return ['let ', link, ' be shown under ', article, ' again'];
    case 'never_recommend':
      return ['took ', link, ' out of every list'];
    case 'recommend_again':
      return ['let ', link, ' into lists again'];
    case 'no_links':
      return ['switched off all links under ', article];
    case 'links_again':
      return ['switched the links under ', article, ' on again'];
    case 'undo':
      return undoingOf(entry, known);
    case 'build':
      return ['built a new index'];
    case 'publish':
      return ['published an index', generation(entry)];
    case 'discard':
      return ['threw away a build', generation(entry)];
    case 'rollback':
      return ['rolled back', generation(entry)];
  }
}

/** Taking back what took something back does that again. */
function undoingOf(entry: DecisionEntry, known: ReadonlyMap<number, DecisionEntry>): Part[] {
  let of = entry;
  let isBack = false;
  while (of.action === 'undo') {
    const undone = of.undoes === null ? undefined : known.get(of.undoes);
    if (undone === undefined) return ['took back a decision', ...about(entry)];
    of = undone;
    isBack = !isBack;
  }
  return [isBack ? 'took back: ' : 'did again: ', ...partsOf(of)];
}

function about({ link, article }: DecisionEntry): Part[] {
  return [...(link === null ? [] : [' on ', link]), ...(article === null ? [] : [' under ', article])];
}

function generation({ details }: DecisionEntry): string {
  const name = details?.to ?? details?.generation;
  return typeof name === 'string' ? ` (${name})` : '';
}
