import { chooseCutoff } from '../../src/engine/cutoff-choice.js';
import type { DecisionEntry, RuleEntry, Wanted } from '../../src/engine/editing.js';
import { copyOfIndex } from '../support/built-index.js';
import { indexFolder } from '../support/index-folder.js';
import { memorySource } from '../support/memory-source.js';
import { openSite, type Site } from '../support/site.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Five on one subject, the first of them asked about; two on others, one of these in two copies. */
export const ARTICLES = [
  {
    id: 'asked',
    title: 'The bank',
    body: 'The bank bought yen, the bank sold yen, and bank after bank spoke.',
  },
  { id: 'mint', title: 'Bank and yen', body: 'Bank by bank, the yen went to the bank.' },
  { id: 'roof', title: 'Bank, yen, rain', body: 'The bank has yen, and rain on the roof of the bank.' },
  { id: 'rain', title: 'Yen, rain, bank', body: 'Rain on the bank, rain on its yen, and rain again.' },
  { id: 'flood', title: 'A flood at the bank', body: 'Flood, rain and flood: one bank has wet yen.' },
  { id: 'chips', title: 'Chips', body: 'A chip here, another chip there.', section: 'Technology' },
  {
    id: 'report',
    title: 'Cloud over the plain',
    body: 'The cloud stood over the plain for a week, and nobody in the villages had seen the like of it before.',
  },
  {
    id: 'reprint',
    title: 'Cloud over the plain, again',
    body: 'The cloud stood over the plain for a week, and nobody in the villages had seen the like of it before. Again.',
  },
];

/** A site of these articles in a folder of its own. */
export async function openArchive(): Promise<Site> {
  const folder = temporaryFolder();
  await copyOfIndex(ARTICLES, folder, async (built) => {
    const index = indexFolder(built);
    await index.run([memorySource('archive', ARTICLES)]);
    index.catalog.close();
  });
  return openSite({ index: indexFolder(folder) });
}

/** What editors do at a site whose cut-off lets everything through. */
export interface Newsdesk {
  /** Ids in the list of `asked`. */
  list(limit?: number): string[];
  decide(wanted: Wanted, by?: string): DecisionEntry;
  pin(link: string, position: number, more?: Partial<Extract<Wanted, { action: 'pin' }>>): DecisionEntry;
  block(link: string): DecisionEntry;
  /** Mode, place and article of each pin under `asked`, by place. */
  pins(): readonly (readonly [string | null, number | null, string | undefined])[];
  rules(id?: string): readonly RuleEntry[];
}

export function newsdesk(site: Site): Newsdesk {
  chooseCutoff(site.index.catalog, { score: 0 });
  const { editing } = site.engine;
  const decide = (wanted: Wanted, by = 'ann') => editing.decide(wanted, by);
  const about = { article: 'asked', note: null } as const;
  return {
    list: (limit = 4) => site.relatedIds('asked', { limit }),
    decide,
    pin: (link, position, more = {}) =>
      decide({
        action: 'pin',
        ...about,
        ...{ link, mode: 'related', position, from: null, expiresAt: null },
        ...more,
      }),
    block: (link) => decide({ action: 'block', ...about, link }),
    pins: () =>
      editing
        .about('asked')
        .filter(({ kind }) => kind === 'pin')
        .map(({ mode, position, link }) => [mode, position, link?.id] as const)
        .sort(([, a], [, b]) => (a ?? 0) - (b ?? 0)),
    rules: (id = 'asked') => editing.about(id),
  };
}
