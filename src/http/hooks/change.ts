import type { CmsRecord } from '../../sources/cms/post-row.js';

/** What a delivery asks for. */
export type HookChange =
  | { readonly kind: 'put'; readonly record: CmsRecord }
  /** `updatedAt` in milliseconds since 1970: what was stored later stays. `null`: it is gone for good. */
  | { readonly kind: 'remove'; readonly id: string; readonly updatedAt: number | null }
  | { readonly kind: 'nothing'; readonly detail: string };
