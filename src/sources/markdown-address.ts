import type { Reading, RecordRow } from './source.js';
import { resolved } from './web/addresses.js';

/** Gives articles of Markdown their addresses while they are read. */
export interface MarkdownAddresses {
  /** The row with its article's address, where there is one. `path` is as in `addressOf`. */
  give(row: RecordRow, path: string | null): RecordRow;
  /** Says what a person should know of what was given: articles that nothing can link to, patterns passed over. */
  tell(warn: Reading['warn']): void;
}

/** `label` names what is read, `base` ends in a slash; without one only what says its whole address has one. */
export function markdownAddresses(label: string, base: string | undefined): MarkdownAddresses {
  let unknown = 0;
  const passedOver: string[] = [];
  return {
    give(row, path) {
      if (!('record' in row)) return row;
      const record = row.record as Readonly<Record<string, unknown>>;
      // Eleventy writes no page for it.
      if (typeof record.url === 'string' || record.permalink === false) return row;
      const given = base === undefined ? { address: null, passedOver: null } : addressOf(record, path, base);
      if (given.passedOver !== null) passedOver.push(given.passedOver);
      if (given.address !== null) return { ...row, record: { ...record, url: given.address } };
      unknown += 1;
      return row;
    },
    tell(warn) {
      const [first] = passedOver;
      if (first !== undefined) {
        warn(
          `${label}: ${passedOver.length === 1 ? 'a permalink is' : `${passedOver.length} permalinks are`} no address but a pattern or of another kind, such as ${first}, and passed over: the address is made from the file's path. Where that is wrong, give a whole one in the front matter.`,
        );
      }
      if (unknown > 0) {
        warn(
          `${label}: ${unknown === 1 ? '1 article has' : `${unknown} articles have`} no address, so nothing can link to them: give ${base === undefined ? '--base-url (to watch: baseUrl), such as https://example.org/posts/' : 'a url in the front matter'}.`,
        );
      }
    },
  };
}

/**
 * Where an article lies: what its front matter says (`permalink`, which Hugo calls `url`; else a `slug` in place of
 * the last part of the path), or its path with a slash at its end, as Hugo, Eleventy and Astro do by default. Dates,
 * capitals and spaces in names stay, since generators differ in what they make of them.
 *
 * @param path inside the folder, without its ending; `null` where unknown, as on standard input
 * @returns with the permalink that is none, as it was written
 */
export function addressOf(
  { permalink, slug }: Readonly<Record<string, unknown>>,
  path: string | null,
  base: string,
): { readonly address: string | null; readonly passedOver: string | null } {
  const isGiven = permalink !== undefined && permalink !== null && permalink !== '';
  const whole = typeof permalink === 'string' && !PATTERN.test(permalink) ? resolved(permalink, base) : null;
  if (whole !== null) return { address: whole, passedOver: null };
  const parts = path === null ? [] : partsOf(path);
  const last = typeof slug === 'string' && !PATTERN.test(slug) ? slug.replace(/^[\s/]+|[\s/]+$/g, '') : '';
  // What a site's own slug has encoded stays so.
  if (last !== '') parts.splice(-1, 1, last.replace(/[?#\\]/g, encodeURIComponent));
  const isKnown = path !== null || last !== '';
  return {
    // The dot keeps a colon in the first part from ending the name of a scheme.
    address: isKnown ? resolved(`./${parts.map((part) => `${part}/`).join('')}`, base) : null,
    passedOver: isGiven ? JSON.stringify(permalink) : null,
  };
}

/** Placeholders of Jekyll and Hugo (`/:year/:title/`; not `/Talk:this/`), and of templates. */
const PATTERN = /(?:^|[/._-]):[a-z]|\{\{|\{%|<%/i;

/** Files that stand for their folder. */
const FOLDER_FILE = /^(?:_?index|readme)$/i;

function partsOf(path: string): string[] {
  const parts = path.split('/').map((part) => part.replace(/[%?#\\]/g, encodeURIComponent));
  if (FOLDER_FILE.test(parts.at(-1) ?? '')) parts.pop();
  return parts;
}
