import type { Article, BodyFormat } from '../article.js';
import type { DerivedText } from '../catalog/catalog.js';
import { textHash } from '../catalog/hashes.js';
import type { Embedder, EmbeddingRole } from '../embedding/embedder.js';
import { packTerms, TERMS_VERSION } from '../lexical/terms.js';
import { type Boilerplate, NO_BOILERPLATE } from '../text/boilerplate.js';
import { TEXT_STRATEGY } from '../text/prepare.js';
import { SEGMENTS_VERSION } from '../text/segments.js';
import { isEmbeddable } from '../text/words.js';
import { type PreparedText, prepare, readable } from './prepare.js';

export { cleanParts, type PreparedText, prepare, readable, type TextParts } from './prepare.js';

/** How an article becomes what is stored about its text; changing it derives everything anew. */
export const DERIVATION = `${TEXT_STRATEGY}+segments/${SEGMENTS_VERSION}+terms/${TERMS_VERSION}+signature/1`;

/** Vectors of prepared texts, in order; `null` where a text is not embeddable. */
export async function embedPrepared(
  texts: readonly Pick<PreparedText, 'text' | 'embeddable'>[],
  embedder: () => Promise<Embedder>,
  role: EmbeddingRole,
): Promise<(Float32Array | null)[]> {
  const embeddable = texts.filter((text) => text.embeddable).map((text) => text.text);
  const vectors = embeddable.length === 0 ? [] : await (await embedder()).embed(embeddable, role);
  let next = 0;
  return texts.map((text) => (text.embeddable ? (vectors[next++] ?? null) : null));
}

/**
 * Everything that is stored about the texts of these articles.
 *
 * @param embedder `null` leaves the vectors to be made later
 */
export async function derive(
  articles: readonly { readonly article: Article; readonly bodyFormat: BodyFormat }[],
  embedder: (() => Promise<Embedder>) | null,
  boilerplate: Boilerplate,
): Promise<DerivedText[]> {
  const texts = articles.map(({ article, bodyFormat }) => ({
    hash: textHash(article, bodyFormat),
    prepared: prepare(article, bodyFormat, boilerplate),
  }));
  const prepared = texts.map((text) => text.prepared);
  const vectors = embedder === null ? null : await embedPrepared(prepared, embedder, 'passage');
  return texts.map(({ hash, prepared: { embeddable, signature, terms, segments, leftOut, words } }, i) => ({
    textHash: hash,
    vector: vectors === null && embeddable ? undefined : (vectors?.[i] ?? null),
    signature,
    terms: packTerms(terms),
    segments,
    leftOut,
    words,
  }));
}

/** A stored article of which nothing but its vector is lacking. */
export interface WithoutVector {
  readonly article: Article;
  readonly bodyFormat: BodyFormat;
  /** Hashes of what is boilerplate in it. */
  readonly leftOut: Uint32Array;
}

/** The vectors that `derive` would give, alone. */
export async function deriveVectors(
  articles: readonly WithoutVector[],
  embedder: () => Promise<Embedder>,
  boilerplate: Boilerplate,
): Promise<(Float32Array | null)[]> {
  const texts = articles.map(({ article, bodyFormat, leftOut }) => {
    const { text } = readable(article, bodyFormat, leftOut.length === 0 ? NO_BOILERPLATE : boilerplate);
    return { text, embeddable: isEmbeddable(text) };
  });
  return await embedPrepared(texts, embedder, 'passage');
}
