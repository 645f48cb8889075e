import { words } from './words.js';

/** Version of how an article becomes the text that is embedded: a change re-embeds every article. */
export const TEXT_STRATEGY = 'title+summary+body/1';

export interface PreparedParts {
  readonly title: string;
  readonly summary: string | null;
  /** Clean text. */
  readonly body: string;
}

/** Title, summary and body between blank lines; the summary only where the title and body do not say it already. */
export function prepareText({ title, summary, body }: PreparedParts): string {
  const parts = [title];
  if (summary !== null && !says(title, summary) && !says(body, summary)) parts.push(summary);
  parts.push(body);
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Whether a text has all words of another in one run; the last word may be cut short, as excerpts are. */
function says(text: string, part: string): boolean {
  const run = words(part);
  const last = run.pop();
  if (last === undefined) return true;
  return ` ${words(text).join(' ')}`.includes(` ${[...run, last].join(' ')}`);
}
