/** Asks a server from a program or a page: no dependency, and nothing but `fetch` is used. */

export type { Article } from '../article.js';
export type { ArticleLink, IndexInfo, RelatedAnswer, RelatedArticle } from '../engine/answers.js';
export type { ClickReport } from '../engine/clicks.js';
export type { BatchResult, Client, ClientOptions, FragmentQuestion } from './client.js';
export { createClient } from './client.js';
export { type Problem, RequestFailedError } from './error.js';
export type { ArticleInput, ClicksQuestion, DraftText, RelatedQuestion } from './question.js';
