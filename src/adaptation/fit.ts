import type { Terms } from '../lexical/terms.js';
import type { Adaptation } from './adaptation.js';
import { MIN_ARTICLES } from './refit.js';
import type { SparseRows } from './sparse-rows.js';
import { rightSingular } from './truncated-svd.js';
import { knownTerms, type Vocabulary, vocabularyOf } from './vocabulary.js';

/** Dimensions of the archive's space unless told otherwise. */
export const DIMENSIONS = 128;

/** What a fit reads of one article. */
export interface SampledArticle {
  readonly terms: Terms;
  /** Of the general model; `null` where it could not place the text. */
  readonly vector: Float32Array | null;
}

export interface FitOptions {
  /** In the whole archive, of which the sample may be a part. */
  readonly articles: number;
  /** Of the general vectors. */
  readonly generalDimensions: number;
  readonly seed: number;
  /** Of the archive's space, at most. */
  readonly dimensions?: number;
}

/**
 * Fits a space to a sample of the archive's articles: the same sample and seed give the same space. `null`
 * where the archive or the sample has fewer than `MIN_ARTICLES` articles, or no two articles share a word.
 * Holds the thread for some seconds per 10,000 articles.
 */
export function fitAdaptation(sample: readonly SampledArticle[], options: FitOptions): Adaptation | null {
  const { articles, generalDimensions, seed, dimensions = DIMENSIONS } = options;
  if (Math.min(articles, sample.length) < MIN_ARTICLES) return null;
  const texts = sample.map(({ terms }) => terms);
  const vocabulary = vocabularyOf(texts);
  const { values, scaledVectors } = rightSingular(weightsOf(texts, vocabulary), dimensions, seed);
  if (values.length === 0) return null;
  return {
    fittedOn: articles,
    mean: meanOf(sample, generalDimensions),
    ...vocabulary,
    directions: scaledVectors,
    dimensions: values.length,
  };
}

/** A row for each text. */
function weightsOf(texts: readonly Terms[], vocabulary: Vocabulary): SparseRows {
  const known = texts.map((text) => knownTerms(text, vocabulary));
  const starts = new Uint32Array(texts.length + 1);
  known.forEach(({ places }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + places.length;
  });
  const places = new Uint32Array(starts[texts.length] ?? 0);
  const weights = new Float32Array(places.length);
  known.forEach((text, row) => {
    places.set(text.places, starts[row]);
    weights.set(text.weights, starts[row]);
  });
  return { rows: texts.length, columns: vocabulary.terms.length, starts, places, weights };
}

function meanOf(sample: readonly SampledArticle[], dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  let vectors = 0;
  for (const { vector } of sample) {
    if (vector === null) continue;
    if (vector.length !== dimensions) {
      throw new RangeError(
        `Expected general vectors of ${dimensions} dimensions, received one of ${vector.length}.`,
      );
    }
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
    vectors += 1;
  }
  return Float32Array.from(sum, (value) => value / Math.max(1, vectors));
}
