import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, BodyFormat } from '../article.js';
import type { JudgmentRecord } from '../catalog/judgments.js';
import { openSqliteCatalog } from '../catalog/sqlite.js';
import { missing } from './folder.js';

/** Articles read at a time. */
const PAGE = 500;

/** The judgments that people made at the desk of an index, and what they judged. */
export interface JudgedArchive {
  /** By query, then document. */
  readonly judgments: readonly JudgmentRecord[];
  /** Every published article with the format of its body, a page at a time, in the order in which they came. */
  pages(): Iterable<readonly { readonly article: Article; readonly bodyFormat: BodyFormat }[]>;
  close(): void;
}

/** Throws `IndexMissingError`. */
export function openJudgedArchive(indexDir: string): JudgedArchive {
  const file = join(indexDir, 'catalog.sqlite');
  if (!existsSync(file)) throw missing(indexDir);
  const catalog = openSqliteCatalog(file);
  return {
    judgments: catalog.judgments.all(),
    *pages() {
      const now = Date.now();
      for (let after = 0; ; ) {
        const page = catalog.published(now, after, PAGE);
        if (page.length > 0) yield catalog.load(page.map(({ key }) => key));
        after = page.at(-1)?.key ?? after;
        if (page.length < PAGE) return;
      }
    },
    close: () => catalog.close(),
  };
}
