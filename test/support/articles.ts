import { Article } from '../../src/article.js';

/** An article of which only what matters to the test is said. */
export function article(id: string, fields: Readonly<Record<string, unknown>> = {}): Article {
  return Article.parse({ id, title: `Title of ${id}`, body: `Body of ${id}.`, ...fields });
}
