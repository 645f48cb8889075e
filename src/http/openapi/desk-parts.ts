import { z } from 'zod';
import type { Answer } from './create.js';
import { type ProblemCode, problems } from './problems.js';

const tags = ['desk'];
const security = [{ session: [] }, { key: [] }];

/** What reading at the desk needs. */
export const READ = { tags, security };

/** What changing something needs beside. */
export const CHANGE = {
  ...READ,
  requestParams: {
    header: z.object({
      'X-CSRF-Token': z
        .string()
        .optional()
        .meta({
          description: 'That of `GET /desk/session`; not needed where a key is shown instead of a session.',
          param: { id: 'XCsrfToken' },
        }),
    }),
  },
};

/** What can go wrong with every body. */
export const SENT = [
  'invalid_request',
  'entity_parse_failed',
  'entity_too_large',
  'encoding_unsupported',
  'charset_unsupported',
] as const;

/** What can go wrong wherever somebody must be signed in, and more. */
export function deskProblems(...more: readonly ProblemCode[]): Record<string, Answer> {
  return problems(
    ...more,
    'not_signed_in',
    'session_expired',
    'wrong_key',
    'scope_missing',
    'desk_is_local',
    'forged_request',
  );
}

export function json(description: string, schema: z.ZodType): Answer {
  return { description, content: { 'application/json': { schema } } };
}

export function needed(schema: z.ZodType) {
  return { required: true, content: { 'application/json': { schema } } };
}
