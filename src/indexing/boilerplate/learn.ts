import { primaryLanguage } from '../../article.js';
import type { Catalog } from '../../catalog/catalog.js';
import { cleanParts, DERIVATION } from '../derive.js';
import type { BoilerplateSummary } from '../report.js';
import { findBoilerplate } from './search.js';

/** The archive as it was when boilerplate was last looked for; another version of the search looks again. */
const MEMORY = 'boilerplate-searched';
const VERSION = `search/1+${DERIVATION}@`;

/** Early looks while a run adds articles: after so many, and then after four times as many each. */
const FIRST_LOOK = 256;
const NEXT_LOOK = 4;

const PAGE = 4096;
const EXAMPLES = 3;
const EXAMPLE_LENGTH = 100;

/**
 * Looks for what recurs all over the archive and makes it the boilerplate. Articles that were derived without knowing
 * so wait for `backfill`. Does nothing where nothing was written since the last time.
 */
export function learnBoilerplate(catalog: Catalog): void {
  const sequence = catalog.sequence();
  if (catalog.recall(MEMORY) === memoryOf(sequence)) return;
  const changed = catalog.keepBoilerplate(
    findBoilerplate({
      articles: () => allArticles(catalog),
      text(key) {
        const [stored] = catalog.load([key]);
        if (stored === undefined) return null;
        const { article, bodyFormat } = stored;
        return { language: primaryLanguage(article.language), ...cleanParts(article, bodyFormat) };
      },
    }),
  );
  // Whatever else was written meanwhile has yet to be looked through.
  catalog.remember(MEMORY, memoryOf(changed ? sequence + 1 : sequence));
}

/**
 * Looks for boilerplate while a first run goes on, so that an archive with a disclaimer under every article is not
 * embedded twice. To be called with the number of articles that each batch has added.
 */
export function learnEarly(catalog: Catalog): (added: number) => void {
  let total = 0;
  let next = FIRST_LOOK;
  return (added) => {
    total += added;
    if (total < next) return;
    while (next <= total) next *= NEXT_LOOK;
    learnBoilerplate(catalog);
  };
}

export function boilerplateSummary(catalog: Catalog): BoilerplateSummary {
  const passages = catalog.boilerplatePassages();
  return {
    passages: passages.length,
    articles: catalog.countLeftOut(),
    examples: passages.slice(0, EXAMPLES).map(({ example }) => shortened(example)),
  };
}

/** Whether the articles were ever looked through as they are derived now. */
export function isSearched(catalog: Catalog): boolean {
  return String(catalog.recall(MEMORY)).startsWith(VERSION);
}

/** With a version, so that a better search looks through an archive that has not changed. */
function memoryOf(sequence: number): string {
  return `${VERSION}${sequence}`;
}

function* allArticles(catalog: Catalog) {
  for (let after = 0; ; ) {
    const page = catalog.segmented(after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    after = last.key;
  }
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= EXAMPLE_LENGTH
    ? text
    : `${characters
        .slice(0, EXAMPLE_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}
