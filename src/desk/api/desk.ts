import type { BuildsState } from '../../engine/builds.js';
import type { DecisionEntry, Wanted } from '../../engine/editing.js';
import type { JudgingCounts } from '../../engine/judging.js';
import type {
  DecisionAnswer,
  DecisionsAnswer,
  DeskArticleAnswer,
  FoundArticle,
  NextPairAnswer,
  SearchAnswer,
  StatusAnswer,
} from '../../http/desk/answers.js';
import { request } from './request.js';

/** Which part of the audit log. */
export interface DecisionsAsked {
  /** Only those about this article. */
  readonly about?: string;
  /** Only those with a lower number. */
  readonly before?: number;
  readonly limit?: number;
}

const post = <T>(path: string, body: unknown): Promise<T> => request<T>(path, { method: 'POST', body });

/** Everything the server does for the desk. All of it throws `DeskError` with words for the editor. */
export const desk = {
  /** Articles that match, the best first; the most recent ones for an empty question. */
  async search(q: string, limit: number, signal: AbortSignal): Promise<readonly FoundArticle[]> {
    const path = `desk/articles?${new URLSearchParams({ q, limit: String(limit) })}`;
    return (await request<SearchAnswer>(path, { signal })).articles;
  },
  /** `asked` as the parameters of `GET /v1/articles/{id}/related`. */
  article(id: string, asked: URLSearchParams, signal: AbortSignal): Promise<DeskArticleAnswer> {
    const query = asked.toString();
    return request(`desk/articles/${encodeURIComponent(id)}${query === '' ? '' : `?${query}`}`, { signal });
  },
  async decide(wanted: Wanted): Promise<DecisionEntry> {
    const body =
      wanted.action === 'pin'
        ? {
            ...wanted,
            expiresAt: wanted.expiresAt === null ? null : new Date(wanted.expiresAt).toISOString(),
          }
        : wanted;
    return (await post<DecisionAnswer>('desk/decisions', body)).decision;
  },
  async undo(number: number): Promise<DecisionEntry> {
    return (await post<DecisionAnswer>(`desk/decisions/${number}/undo`, {})).decision;
  },
  async decisions(asked: DecisionsAsked, signal: AbortSignal): Promise<readonly DecisionEntry[]> {
    const given = Object.entries(asked).map(([name, value]) => [name, String(value)]);
    const path = `desk/decisions?${new URLSearchParams(given)}`;
    return (await request<DecisionsAnswer>(path, { signal })).decisions;
  },
  builds: (signal: AbortSignal): Promise<BuildsState> => request('desk/builds', { signal }),
  build: (options: { readonly refit: boolean }): Promise<BuildsState> => post('desk/builds', options),
  cancelBuild: (): Promise<BuildsState> => request('desk/builds/running', { method: 'DELETE' }),
  discardBuild: (): Promise<BuildsState> => request('desk/builds/staged', { method: 'DELETE' }),
  publish: (options: { readonly anyway: boolean }): Promise<BuildsState> =>
    post('desk/builds/publish', options),
  /** `to`: a generation; `null` for the one before. */
  rollback: (to: string | null): Promise<BuildsState> =>
    post('desk/builds/rollback', to === null ? {} : { to }),
  status: (signal: AbortSignal): Promise<StatusAnswer> => request('desk/status', { signal }),
  /** `avoid`: pairs `query document` that were skipped. */
  nextPair(
    seed: number,
    avoid: readonly (readonly [query: string, document: string])[],
    signal: AbortSignal,
  ): Promise<NextPairAnswer> {
    const query = new URLSearchParams({ seed: String(seed) });
    for (const pair of avoid) query.append('avoid', pair.join(' '));
    return request(`desk/judging/next?${query}`, { signal });
  },
  /** `grade` 0–3, `null` takes it back. */
  judge: (query: string, document: string, grade: number | null): Promise<JudgingCounts> =>
    post('desk/judging', { query, document, grade }),
  /** Where the judgments can be downloaded, for a link. */
  qrelsPath: 'desk/judging/qrels.txt',
} as const;
