import type { ArticleLink, RelatedAnswer, SaidReason } from '../engine/answers.js';
import { type FragmentOptions, relatedFragment } from '../page/fragment.js';

/** What a file of `--format json` holds: of an answer, what does not change with every new index. */
export interface ExportedList {
  readonly article: ArticleLink | null;
  readonly related: readonly (ArticleLink & {
    readonly summary: string | null;
    readonly image: string | null;
    readonly section: string | null;
    readonly publishedAt: string | null;
    readonly sponsored: boolean;
    readonly paywalled: boolean;
    readonly reasons: readonly SaidReason[];
    readonly alsoCoveredBy: readonly ArticleLink[];
  })[];
  readonly empty: RelatedAnswer['empty'];
}

/** A score moves a little with every article that is added; it would rewrite every file. */
export function renderJson({
  article,
  related,
  empty,
}: Pick<RelatedAnswer, 'article' | 'related' | 'empty'>): string {
  const list: ExportedList = {
    article,
    related: related.map(({ score: _score, pinned: _pinned, explain: _explain, ...link }) => link),
    empty,
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** A fragment to be included as it is; empty where there is nothing to show. */
export function renderHtml(answer: RelatedAnswer, options: FragmentOptions): string {
  return relatedFragment(answer, options);
}
