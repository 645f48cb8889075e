import { z } from 'zod';
import type { Answer } from './create.js';

const etag = z.string().meta({
  description:
    'Strong: another answer, another tag. Of a packed answer it ends in the packing, such as `"1f0c-br"`.',
});
const cacheControl = z.string().meta({
  description:
    'As `--max-age` and `--stale-while-revalidate` say; at most 10 seconds for what may soon be otherwise, such as an empty list.',
  example: 'public, max-age=60, stale-while-revalidate=600',
});
const surrogateKey = z.string().meta({
  description:
    '`seealso`, and `seealso/` with the id of every article that the answer names: when one is taken down, purge its key. Not there where they are too many for a header: then only the reader’s own browser keeps the answer.',
  example: 'seealso seealso/japan-record-budget-ai-push seealso/yen-intervention-speculation',
});

/** Headers of an answer that caches keep. */
export const CACHED = z.object({
  ETag: etag,
  'Cache-Control': cacheControl,
  'Surrogate-Key': surrogateKey.optional(),
  Vary: z.literal('Accept-Encoding'),
});

/** Headers of one that holds nothing of the archive. */
export const KEPT = z.object({ ETag: z.string(), 'Cache-Control': z.string() });

export const IfNoneMatch = z.object({
  'If-None-Match': z
    .string()
    .optional()
    .meta({
      description: 'The tag of an answer that is at hand: 304 where it still holds.',
      param: { id: 'IfNoneMatch' },
    }),
});

export const NOT_MODIFIED: Answer = {
  description: 'The answer that is at hand still holds.',
  headers: z.object({ ETag: etag, 'Cache-Control': cacheControl }),
};
