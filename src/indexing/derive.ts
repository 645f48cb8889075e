import type { Article, BodyFormat } from '../article.js';
import type { DerivedText } from '../catalog/catalog.js';
import { textHash } from '../catalog/hashes.js';
import type { Embedder, EmbeddingRole } from '../embedding/embedder.js';
import { packTerms, TERMS_VERSION, type Terms, termsOf } from '../lexical/terms.js';
import { cleanBody, cleanLine } from '../text/clean.js';
import { prepareText, TEXT_STRATEGY } from '../text/prepare.js';
import { signatureOf } from '../text/signature.js';
import { distinctWordsUpTo, isEmbeddable } from '../text/words.js';

/** How an article becomes what is stored about its text; changing it derives everything anew. */
export const DERIVATION = `${TEXT_STRATEGY}+terms/${TERMS_VERSION}+signature/1`;

/** A body of fewer distinct words is not taken for the whole of what an article says. */
const STUB = 20;

/** The parts of an article that its vector is made from. */
export type TextParts = Pick<Article, 'title' | 'summary' | 'body'>;

export interface PreparedText {
  /** What is embedded. */
  readonly text: string;
  readonly embeddable: boolean;
  readonly signature: Uint32Array | null;
  readonly terms: Terms;
}

export function prepare(parts: TextParts, bodyFormat: BodyFormat): PreparedText {
  const title = cleanLine(parts.title);
  const body = cleanBody(parts.body, bodyFormat);
  const summary = parts.summary === null ? null : cleanLine(parts.summary);
  const text = prepareText({ title, summary, body });
  // Copies are recognised by their bodies: the same story often runs under another headline. A stub ("Watch the
  // video below.") says too little for that.
  const signed = distinctWordsUpTo(body, STUB) < STUB ? text : body;
  return {
    text,
    embeddable: isEmbeddable(text),
    signature: signatureOf(signed),
    terms: termsOf(text),
  };
}

/** Vectors of prepared texts, in order; `null` where a text is not embeddable. */
export async function embedPrepared(
  texts: readonly PreparedText[],
  embedder: () => Promise<Embedder>,
  role: EmbeddingRole,
): Promise<(Float32Array | null)[]> {
  const embeddable = texts.filter((text) => text.embeddable).map((text) => text.text);
  const vectors = embeddable.length === 0 ? [] : await (await embedder()).embed(embeddable, role);
  let next = 0;
  return texts.map((text) => (text.embeddable ? (vectors[next++] ?? null) : null));
}

const NO_TERMS: Terms = { hashes: new Uint32Array(), counts: new Uint8Array() };

/** Everything that is stored about the texts of these articles. */
export async function derive(
  articles: readonly { readonly article: Article; readonly bodyFormat: BodyFormat }[],
  embedder: () => Promise<Embedder>,
): Promise<DerivedText[]> {
  const texts = articles.map(({ article, bodyFormat }) => prepare(article, bodyFormat));
  const vectors = await embedPrepared(texts, embedder, 'passage');
  return articles.map(({ article, bodyFormat }, i) => ({
    textHash: textHash(article, bodyFormat),
    vector: vectors[i] ?? null,
    signature: texts[i]?.signature ?? null,
    terms: packTerms(texts[i]?.terms ?? NO_TERMS),
  }));
}
