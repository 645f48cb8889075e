import type { HnswParameters } from '../vectors/vector-index.js';
import type { Manifest } from './manifest.js';

/** What the thread that builds a graph is given when it starts. */
export interface BuildSettings {
  readonly dimensions: number;
  readonly hnsw: HnswParameters;
  /** Where the files are written. */
  readonly folder: string;
}

export type BuildRequest =
  /** `values` holds one row of `dimensions` numbers for each label, `terms` its packed terms. */
  | {
      readonly kind: 'add';
      readonly labels: Uint32Array;
      readonly values: Float32Array;
      readonly terms: readonly Uint8Array[];
    }
  | { readonly kind: 'remove'; readonly labels: readonly number[] }
  | { readonly kind: 'finish' };

export interface BuiltFiles {
  readonly count: number;
  readonly files: Manifest['files'];
}

export type BuildReply =
  | { readonly kind: 'added'; readonly count: number }
  | ({ readonly kind: 'finished' } & BuiltFiles)
  | { readonly kind: 'failed'; readonly message: string };
