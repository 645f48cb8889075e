import { ModelError, StoppedError } from '../errors.js';
import type { EmbeddingRole } from './embedder.js';

/**
 * What the embedding worker and its owner say to each other. Every request is answered once, by `vectors` or
 * `failed`, in the order of the requests. The worker speaks first: `ready`, or `failed` with `id` null and its end.
 */
export type ToWorker =
  | {
      readonly type: 'embed';
      readonly id: number;
      readonly texts: readonly string[];
      readonly role: EmbeddingRole;
    }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'ready'; readonly dimensions: number }
  | {
      readonly type: 'vectors';
      readonly id: number;
      readonly vectors: PackedVectors;
      /** What it took the thread. */
      readonly milliseconds: number;
    }
  | { readonly type: 'failed'; readonly id: number | null; readonly failure: Failure };

/** Several vectors in one buffer, which is moved to the other thread, not copied. */
export interface PackedVectors {
  /** Row-major, one row per text; the row of a text without a vector is zero. */
  readonly values: Float32Array<ArrayBuffer>;
  /** 1 where the text has a vector. */
  readonly present: Uint8Array<ArrayBuffer>;
}

export function packVectors(vectors: readonly (Float32Array | null)[], dimensions: number): PackedVectors {
  const values = new Float32Array(vectors.length * dimensions);
  const present = new Uint8Array(vectors.length);
  vectors.forEach((vector, i) => {
    if (vector === null) return;
    values.set(vector, i * dimensions);
    present[i] = 1;
  });
  return { values, present };
}

/** Each vector gets memory of its own: one that is kept must not keep its whole batch. */
export function unpackVectors(
  { values, present }: PackedVectors,
  dimensions: number,
): (Float32Array | null)[] {
  return Array.from(present, (has, i) =>
    has === 1 ? values.slice(i * dimensions, (i + 1) * dimensions) : null,
  );
}

/** An error as plain data: a thread boundary keeps neither its class nor its fields. */
export interface Failure {
  readonly code: string | null;
  readonly message: string;
  readonly stack: string | null;
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: null, message: String(error), stack: null };
  const code = error instanceof ModelError || error instanceof StoppedError ? error.code : null;
  return { code, message: error.message, stack: error.stack ?? null };
}

/** The error of our class again; one that is none of ours becomes a `ModelError` that says so. */
export function fromFailure({ code, message, stack }: Failure): ModelError | StoppedError {
  const cause = stack ?? message;
  if (code === 'stopped') return new StoppedError(message, { cause });
  if (code === 'model_unusable') return new ModelError(message, { cause });
  return new ModelError(`The embedding worker failed unexpectedly: ${message}. Please report this.`, {
    cause,
  });
}
