import { type Article, type BodyFormat, formatInstant, parseInstant, primaryLanguage } from '../article.js';
import { canonicalAddress } from '../text/address.js';
import type { PlaceableArticle, StoredArticle, VectorChange } from './catalog.js';
import type { Existing } from './decide.js';
import { foldName } from './eligibility.js';
import { contentHash, derivationHash, textHash } from './hashes.js';
import { storedJson } from './stored-json.js';
import { spacedTitle } from './title-words.js';

/** A row of the table `articles`, as far as answers need it. */
export interface ArticleRow {
  readonly key: number;
  readonly id: string;
  readonly sequence: number;
  readonly content_hash: string;
  readonly title: string;
  readonly summary: string | null;
  readonly url: string | null;
  readonly former_urls: string;
  readonly image: string | null;
  readonly section: string | null;
  readonly tags: string;
  readonly authors: string;
  readonly language: string | null;
  readonly published_at: number | null;
  readonly updated_at: number | null;
  readonly no_recommend: number;
  readonly sponsored: number;
  readonly paywalled: number;
  readonly extra: string;
  readonly body_format: BodyFormat;
  readonly body: string;
}

export const ARTICLE_COLUMNS =
  'key, id, sequence, content_hash, title, summary, url, former_urls, image, section, tags, authors, language, published_at, updated_at, ' +
  'no_recommend, sponsored, paywalled, extra, body_format, body';

export function toStoredArticle(row: ArticleRow): StoredArticle {
  return {
    key: row.key,
    sequence: row.sequence,
    contentHash: row.content_hash,
    bodyFormat: row.body_format,
    article: {
      id: row.id,
      title: row.title,
      body: row.body,
      summary: row.summary,
      url: row.url,
      formerUrls: storedJson(row.former_urls) as string[],
      image: row.image,
      section: row.section,
      tags: storedJson(row.tags) as string[],
      authors: storedJson(row.authors) as string[],
      language: row.language,
      publishedAt: row.published_at === null ? null : formatInstant(row.published_at),
      updatedAt: row.updated_at === null ? null : formatInstant(row.updated_at),
      noRecommend: row.no_recommend === 1,
      sponsored: row.sponsored === 1,
      paywalled: row.paywalled === 1,
      extra: storedJson(row.extra) as Record<string, unknown>,
    },
  };
}

/** The named parameters of an article's row; the same names as the columns. */
export function toParameters(article: Article, bodyFormat: BodyFormat) {
  return {
    id: article.id,
    content_hash: contentHash(article, bodyFormat),
    text_hash: textHash(article, bodyFormat),
    title: article.title,
    summary: article.summary,
    url: article.url,
    former_urls: JSON.stringify(article.formerUrls),
    image: article.image,
    section: article.section,
    tags: JSON.stringify(article.tags),
    authors: JSON.stringify(article.authors),
    language: article.language,
    primary_language: primaryLanguage(article.language),
    published_at: millis(article.publishedAt),
    updated_at: millis(article.updatedAt),
    no_recommend: Number(article.noRecommend),
    sponsored: Number(article.sponsored),
    paywalled: Number(article.paywalled),
    extra: JSON.stringify(article.extra),
    body_format: bodyFormat,
    body: article.body,
  };
}

/** The named parameters of an article's row in `facets`, but its key. */
export function toFacets(article: Article) {
  return {
    recommendable: Number(!article.noRecommend),
    published_at: millis(article.publishedAt),
    language: primaryLanguage(article.language),
    section: article.section === null ? null : foldName(article.section),
    sponsored: Number(article.sponsored),
    paywalled: Number(article.paywalled),
    address: article.url === null ? null : canonicalAddress(article.url),
  };
}

/** Functions that a migration calls to fill what could not be said in SQL. */
export const SQL_FUNCTIONS: Readonly<Record<string, (value: unknown) => string | null>> = {
  fold_name: (name) => (typeof name === 'string' ? foldName(name) : null),
  canonical_address: (url) => (typeof url === 'string' ? canonicalAddress(url) : null),
  spaced_title: (title) => (typeof title === 'string' ? spacedTitle(title) : null),
};

function millis(instant: string | null): number | null {
  return instant === null ? null : parseInstant(instant);
}

/** Bytes of the numbers, little-endian as on every platform that the project's native modules run on. */
export function toBlob(numbers: Float32Array | Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

export function toVector(blob: Buffer): Float32Array {
  return new Float32Array(aligned(blob));
}

export function toHashes(blob: Buffer): Uint32Array {
  return new Uint32Array(aligned(blob));
}

/** A copy that begins at offset 0: a `Buffer` may stand at any byte of its pool. */
function aligned(blob: Buffer): ArrayBuffer {
  return new Uint8Array(blob).buffer;
}

/** What a write finds under an id, tombstones included. */
export interface ExistingRow {
  readonly key: number;
  readonly content_hash: string;
  readonly text_hash: string;
  readonly updated_at: number | null;
  readonly deleted_at: number | null;
  readonly deleted_by: 'request' | 'prune' | null;
}

export interface PlaceableRow {
  readonly key: number;
  readonly text_hash: string;
  readonly left_out: Buffer;
  readonly vector: Buffer | null;
  readonly terms: Buffer | null;
}

export interface ChangeRow {
  readonly key: number;
  readonly sequence: number;
  readonly deleted: number;
  readonly embedded: number;
  readonly vector: Buffer | null;
  readonly terms: Buffer | null;
}

export function toExisting(row: ExistingRow): Existing {
  return {
    contentHash: row.content_hash,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    deletedBy: row.deleted_by,
  };
}

export function toPlaceable(row: PlaceableRow): PlaceableArticle {
  return {
    key: row.key,
    textHash: derivationHash(row.text_hash, toHashes(row.left_out)),
    vector: row.vector === null ? null : toVector(row.vector),
    terms: toTerms(row.terms),
  };
}

/** A copy: a buffer of the driver lives no longer than it says. */
export function toTerms(blob: Buffer | null | undefined): Uint8Array {
  return blob === null || blob === undefined ? new Uint8Array() : new Uint8Array(blob);
}

export function toChange(row: ChangeRow): VectorChange {
  const vector = row.embedded === 0 ? undefined : row.vector === null ? null : toVector(row.vector);
  return {
    key: row.key,
    sequence: row.sequence,
    deleted: row.deleted === 1,
    vector,
    terms: toTerms(row.terms),
  };
}
