import type { BodyFormat } from '../article.js';
import { NoJudgmentsError } from '../errors.js';
import { writeQrels } from '../evaluation/judgments.js';
import { recordOf } from '../evaluation/links.js';
import { counted, evalHint, type JudgmentFiles, queries, writeWhole } from './judgments-files.js';

/** `seealso judgments --from-desk`: writes what people judged at the desk, and the articles that they could judge. */
export async function writeFromDesk(indexDir: string, files: JudgmentFiles, json: boolean): Promise<void> {
  const { openJudgedArchive } = await import('../compose.js');
  const archive = openJudgedArchive(indexDir);
  try {
    const { qrels, ...written } = writeQrels(archive.judgments);
    if (written.judgments === 0) throw nothingJudged(indexDir, written.unwritable);
    let articles = 0;
    const formats = new Set<BodyFormat>();
    const lines = function* () {
      for (const page of archive.pages()) {
        articles += page.length;
        for (const { bodyFormat } of page) formats.add(bodyFormat);
        yield page.map(({ article }) => `${JSON.stringify(recordOf(article))}\n`).join('');
      }
    };
    await writeWhole(files.articles, lines());
    await writeWhole(files.qrels, [qrels]);
    const summary = { articles, ...written, bodyFormats: [...formats].sort(), files };
    process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary));
  } finally {
    archive.close();
  }
}

interface Summary {
  readonly articles: number;
  readonly judgments: number;
  readonly queries: number;
  readonly unwritable: number;
  readonly bodyFormats: readonly BodyFormat[];
  readonly files: JudgmentFiles;
}

function describe({ articles, judgments, unwritable, bodyFormats, files, ...rest }: Summary): string {
  const [only] = bodyFormats;
  const format = bodyFormats.length === 1 && only !== undefined ? only : 'auto';
  return (
    `Wrote ${counted(judgments, 'judgment')} of ${queries(rest.queries)} to ${files.qrels}, ` +
    `${counted(articles, 'article')} to ${files.articles}.\n` +
    (unwritable === 0
      ? ''
      : `Left out ${counted(unwritable, 'judgment')} with a space in an article’s id, which qrels cannot hold.\n`) +
    (bodyFormats.length < 2
      ? ''
      : `The bodies were indexed in several formats (${bodyFormats.join(', ')}); eval looks at each by itself.\n`) +
    evalHint(files, format)
  );
}

function nothingJudged(indexDir: string, unwritable: number): NoJudgmentsError {
  return new NoJudgmentsError(
    `No judgments: ${
      unwritable === 0
        ? `nobody has judged a pair at the desk of the index in ${indexDir}`
        : `all ${unwritable} have a space in an article’s id, which qrels cannot hold`
    }. Expected at least one. Judge at /desk of \`seealso serve\`, or name another --index-dir.`,
  );
}
