import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import pMap from 'p-map';
import type { ArticleLink } from '../engine/answers.js';
import type { Engine } from '../engine/engine.js';
import type { RelatedOptions } from '../engine/question.js';
import { ArticleNotFoundError } from '../errors.js';
import type { FragmentOptions } from '../page/fragment.js';
import { enoughLinks } from '../page/linked.js';
import { type ExportFormat, fileName } from './file-name.js';
import { type ExportedArticle, filesBefore, writeIndexFile } from './index-file.js';
import { renderHtml, renderJson } from './render.js';
import { removeUnfinished, replaceFile } from './replace-file.js';

/** Files that are read or written at a time. */
const AT_A_TIME = 8;

export interface ExportRequest {
  readonly engine: Pick<Engine, 'links' | 'related' | 'article'>;
  readonly folder: string;
  readonly format: ExportFormat;
  readonly question: RelatedOptions;
  /** How a list looks as HTML; its `limit` is that of the question. */
  readonly look: Omit<FragmentOptions, 'limit' | 'language'>;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface ExportSummary {
  /** Published articles: so many files are there afterwards. */
  readonly articles: number;
  /** Files that are new or other than before. */
  readonly written: number;
  readonly unchanged: number;
  /** Files of articles that are no longer published. */
  readonly removed: number;
  /** Articles with nothing to show. */
  readonly empty: number;
}

/**
 * Writes one file per published article, and `index.json`, which says whose each is. What has not changed is not
 * touched; files of articles that were taken down are removed, no others. Ends early when the signal is aborted: what
 * was written is whole, and the next export goes on.
 */
export async function exportLists(request: ExportRequest): Promise<ExportSummary> {
  const { engine, folder, format, progress, signal } = request;
  await mkdir(folder, { recursive: true });
  const before = await filesBefore(folder);
  await removeUnfinished(folder, Date.now());
  const links = [...engine.links()];
  const articles = links.map((link) => ({ id: link.id, url: link.url, file: fileName(link, format) }));
  const now = new Set(articles.map(({ file }) => file));
  const gone = [...before].filter((file) => !now.has(file));
  // Known as ours before the first is written, so that an export that is cut off leaves nothing that nobody removes.
  const kept = gone.map((file): ExportedArticle => ({ id: '', url: null, file }));
  if (gone.length > 0 || before.size < now.size) await writeIndexFile(folder, format, [...articles, ...kept]);

  const counts = { written: 0, unchanged: 0, empty: 0 };
  let done = 0;
  const write = async (link: ArticleLink, i: number): Promise<void> => {
    signal.throwIfAborted();
    await others();
    const list = listOf(link, request);
    const isWritten = await replaceFile(join(folder, articles[i]?.file ?? ''), list.content);
    counts[isWritten ? 'written' : 'unchanged'] += 1;
    if (list.isEmpty) counts.empty += 1;
    done += 1;
    progress(done, links.length);
  };
  // An export that failed has ended: no file that was under way is written after the next one has begun.
  const failures: unknown[] = [];
  await pMap(
    links,
    async (link, i) => {
      if (failures.length === 0) await write(link, i).catch((error: unknown) => failures.push(error));
    },
    { concurrency: AT_A_TIME },
  );
  if (failures.length > 0) throw failures[0];
  await pMap(gone, (file) => unlink(join(folder, file)).catch(ignoreMissing), { concurrency: AT_A_TIME });
  await writeIndexFile(folder, format, articles);
  return { articles: links.length, removed: gone.length, ...counts };
}

function listOf(
  { id }: ArticleLink,
  { engine, format, question, look }: ExportRequest,
): { content: string; isEmpty: boolean } {
  try {
    if (format === 'json') {
      const answer = engine.related(id, question);
      return { content: renderJson(answer), isEmpty: answer.related.length === 0 };
    }
    const answer = enoughLinks((limit) => engine.related(id, { ...question, limit }), question.limit);
    const { language } = engine.article(id);
    const content = renderHtml(answer, { ...look, limit: question.limit, language });
    return { content, isEmpty: content === '' };
  } catch (error) {
    if (!(error instanceof ArticleNotFoundError)) throw error;
    // Taken down since the export began: the next one removes its file.
    const nothing = { article: null, related: [], empty: null };
    return { content: format === 'json' ? renderJson(nothing) : '', isEmpty: true };
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
