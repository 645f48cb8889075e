import type { Manifest } from '../generation/manifest.js';
import type { HnswParameters } from '../vectors/vector-index.js';
import type { Turnstile } from './turnstile.js';

/** What the thread that builds a generation is given when it starts. */
export interface BuildSettings {
  /** Of the model's vectors. */
  readonly dimensions: number;
  readonly hnsw: HnswParameters;
  /** Where the files are written. */
  readonly folder: string;
  /**
   * Bytes of what was fitted to the archive for an earlier generation, to go on with; `null` where there is none, or
   * it shall be fitted anew: then with `fit`, before anything is added.
   */
  readonly adaptation: Uint8Array | null;
}

/** What it is given besides by whoever starts it. */
export interface BuildThread extends BuildSettings {
  readonly turnstile: Turnstile;
}

export type BuildRequest =
  /** A sample of the archive, in the form of `add`; of some of it the vectors. */
  | {
      readonly kind: 'fit';
      /** In the whole archive. */
      readonly articles: number;
      readonly values: Float32Array;
      readonly terms: readonly Uint8Array[];
    }
  /** `values` holds one row of `dimensions` numbers for each label, zeros for one without a vector. */
  | {
      readonly kind: 'add';
      readonly labels: Uint32Array;
      readonly values: Float32Array;
      readonly terms: readonly Uint8Array[];
    }
  | { readonly kind: 'remove'; readonly labels: readonly number[] }
  | { readonly kind: 'finish' };

/** What the manifest says of the files. */
export type Built = Pick<Manifest, 'dimensions' | 'articles' | 'count' | 'cutoffs' | 'files'>;

export type BuildReply =
  | { readonly kind: 'added'; readonly count: number }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly built: Built }
  | { readonly kind: 'failed'; readonly message: string };
