import type { Embedder } from '../embedding/embedder.js';
import type { ModelRecord } from '../generation/manifest.js';

/** What an engine has before it, and has done since it was opened. Nothing has to be looked up for it. */
export interface Activity {
  /** Changes of articles since the generation was built, which the next one takes in. */
  readonly changesSince: number;
  /** Articles of which the index has no vector of their present text yet. */
  readonly pending: number;
  /** So long there has been such an article, without a pause. Seconds. */
  readonly pendingFor: number;
  /** Writes that are being done or wait for their turn. */
  readonly writes: number;
  /** Texts that are asked about and not embedded yet. */
  readonly drafts: number;
  readonly embedded: Embedded;
  /** Rebuilds of a damaged generation that failed. */
  readonly failedRepairs: number;
}

/** What was embedded by this process. */
export interface Embedded {
  readonly texts: number;
  /** Time that it took, of all that went on at once together. Seconds. */
  readonly seconds: number;
  readonly failures: number;
}

export type EmbedderOf = (model: ModelRecord) => Promise<Embedder>;

/** Counts what embedders do. */
export function countEmbedding(
  embedderOf: EmbedderOf,
  clock: () => number,
): { readonly embedderOf: EmbedderOf; embedded(): Embedded } {
  let [texts, milliseconds, failures] = [0, 0, 0];
  return {
    embedded: () => ({ texts, seconds: milliseconds / 1000, failures }),
    async embedderOf(model) {
      const embedder = await embedderOf(model).catch((error: unknown) => {
        failures += 1;
        throw error;
      });
      return {
        model: embedder.model,
        close: () => embedder.close(),
        async embed(given, role) {
          const began = clock();
          try {
            const vectors = await embedder.embed(given, role);
            texts += given.length;
            return vectors;
          } catch (error) {
            failures += 1;
            throw error;
          } finally {
            milliseconds += Math.max(0, clock() - began);
          }
        },
      };
    },
  };
}

/** Since when something has been so, as far as it was looked at. Milliseconds since 1970. */
export interface Stretch {
  look(isSo: boolean): void;
  /** Seconds; 0 where it is not so. */
  lasted(): number;
}

export function createStretch(clock: () => number): Stretch {
  let since: number | null = null;
  return {
    look(isSo) {
      since = isSo ? (since ?? clock()) : null;
    },
    lasted: () => (since === null ? 0 : Math.max(0, clock() - since) / 1000),
  };
}
