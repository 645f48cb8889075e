import { createHash } from 'node:crypto';
import { z } from 'zod';

const FileFacts = z.strictObject({
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Which model made the vectors: where it was loaded from and how it was used, so that new articles are embedded alike. */
export const ModelRecord = z.strictObject({
  name: z.string(),
  revision: z.string(),
  dimensions: z.int().positive(),
  folder: z.string(),
  /** `null`: what the folder says. */
  pooling: z.enum(['mean', 'cls', 'none']).nullable(),
  queryPrefix: z.string().nullable(),
  passagePrefix: z.string().nullable(),
});

/** What must be known, and must fit, before the files beside it are loaded. */
const Contents = z.strictObject({
  format: z.literal(2),
  generation: z.string().min(1),
  createdAt: z.string(),
  /** The catalogue it was built from, and that catalogue's sequence number then. */
  catalog: z.string(),
  sequence: z.int().nonnegative(),
  model: ModelRecord,
  textStrategy: z.string(),
  metric: z.literal('cosine'),
  hnsw: z.strictObject({
    M: z.int().positive().max(512),
    efConstruction: z.int().positive().max(100_000),
    ef: z.int().positive().max(100_000),
  }),
  /** Of the vectors searched: the model's, and those of the space fitted to the archive. */
  dimensions: z.int().positive().max(65_536),
  /** Articles that can be found, by their words at least. */
  articles: z.int().nonnegative(),
  /** Vectors: articles that the model, or the space fitted to the archive, could place. */
  count: z.int().nonnegative(),
  /** How related random pairs of its articles are: of them the share `share` is at least as related as `score`. */
  cutoffs: z.array(z.strictObject({ share: z.number(), score: z.number() })),
  files: z.strictObject({
    graph: FileFacts,
    vectors: FileFacts,
    labels: FileFacts,
    hubness: FileFacts,
    postings: FileFacts,
    adaptation: FileFacts.nullable(),
  }),
});

const Manifest = Contents.extend({ checksum: z.string() });

export type ModelRecord = z.infer<typeof ModelRecord>;
export type Manifest = z.infer<typeof Contents>;
export type FileFacts = z.infer<typeof FileFacts>;

export function serializeManifest(manifest: Manifest): string {
  const contents = Contents.parse(manifest);
  return `${JSON.stringify({ ...contents, checksum: checksumOf(contents) }, null, 2)}\n`;
}

/** Returns the manifest, or what is wrong with it. */
export function parseManifest(text: string): { readonly manifest: Manifest } | { readonly wrong: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { wrong: 'it is not JSON' };
  }
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { wrong: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'invalid'}` };
  }
  const { checksum, ...manifest } = parsed.data;
  return checksum === checksumOf(manifest)
    ? { manifest }
    : { wrong: 'its checksum does not fit its content' };
}

function checksumOf(contents: Manifest): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
}
