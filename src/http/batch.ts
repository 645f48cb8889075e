import { z } from 'zod';
import { ArticleId, shown } from '../article.js';
import type { BatchQuestion } from '../engine/batch.js';
import type { Draft } from '../engine/engine.js';
import { MAX_DRAFT } from './body.js';
import { HttpError, InvalidRequestError, parseInput } from './problem.js';
import { DraftBody } from './schemas.js';
import { ID, written } from './written.js';

/** Questions in one request. */
export const MAX_ITEMS = 200;

export interface BatchItem {
  /** As it was given; `null` where none was, or none that could be read. */
  readonly id: string | null;
  readonly question: BatchQuestion;
}

/** Reads a list of ids and texts. Throws where it is no such list; a wrong item is a refused question of its own. */
export function batchItems(body: unknown): BatchItem[] {
  // A bare list, or one under either name, whose members are ids, objects with an id, or texts.
  const given = Array.isArray(body) ? { items: body } : body;
  const { items: listed, ids } = parseInput(Batch, given);
  const items = [...(ids ?? []), ...(listed ?? [])].map((item) =>
    typeof item === 'string' ? { id: item } : item,
  );
  if (items.length === 0 || items.length > MAX_ITEMS) {
    const expected = `1 to ${MAX_ITEMS} items, each with an id or a text`;
    throw new InvalidRequestError([{ field: 'items', expected, received: `${items.length} items` }]);
  }
  return items.map((item) => ({ id: readId(item), question: questionOf(item) }));
}

const Batch = z
  .object({ items: z.array(z.unknown()).optional(), ids: z.array(z.unknown()).optional() })
  .refine(({ items, ids }) => items !== undefined || ids !== undefined, {
    error: 'a list of ids or texts',
    path: ['items'],
  });

const Item = z.object({ id: z.unknown(), title: z.unknown(), body: z.unknown() }).partial();
const Reference = z.object({ id: ArticleId });

const Question = z.union([
  written(ArticleId, 'The id of an article.', ID),
  z.object({ id: written(ArticleId, 'The id of an article.', ID) }).meta({ id: 'ArticleReference' }),
  DraftBody,
]);
const questions = z.array(Question).min(1).max(MAX_ITEMS);

/** As a client writes it. It is not checked as a whole: a wrong item leaves the others alone. */
export const BatchBody = z
  .union([
    questions,
    z.object({ items: questions }).meta({ id: 'Items' }),
    z.object({ ids: questions }).meta({ id: 'Ids' }),
  ])
  .meta({ id: 'Batch', description: 'A list of ids and texts, bare or under either name.' });

/** What has a title or a body is a text, and its id is that of an article to leave out; an id alone is an article. */
function questionOf(item: unknown): BatchQuestion {
  try {
    const { id, title, body } = parseInput(Item, item);
    if ((title ?? body ?? null) !== null) return { kind: 'text', draft: sized(parseInput(DraftBody, item)) };
    if ((id ?? null) !== null) return { kind: 'article', id: parseInput(Reference, item).id };
    const problem = { field: 'id', expected: 'an id, or a text with a title or a body', received: shown(id) };
    throw new InvalidRequestError([problem]);
  } catch (error) {
    return { kind: 'refused', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** A text in a batch may be as long as one that is asked about alone. */
function sized(draft: Draft): Draft {
  const bytes = Buffer.byteLength(`${draft.title}${draft.body}${draft.summary ?? ''}`);
  if (bytes <= MAX_DRAFT) return draft;
  throw new HttpError(
    413,
    'entity_too_large',
    `The text is larger than this server takes: ${bytes} bytes, expected at most ${MAX_DRAFT}. Send its beginning.`,
  );
}

function readId(item: unknown): string | null {
  const parsed = Reference.safeParse(item);
  return parsed.success ? parsed.data.id : null;
}
