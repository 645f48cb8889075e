import { z } from 'zod';

const FieldProblem = z
  .strictObject({
    field: z.string().meta({ description: 'The parameter, or the path of the field in the body.' }),
    expected: z.string(),
    received: z.string(),
  })
  .meta({ id: 'FieldProblem', description: 'What is wrong with one field.' });

/** RFC 9457. */
export const ProblemAnswer = z
  .strictObject({
    type: z
      .string()
      .regex(/^urn:seealso:[a-z_]+$/)
      .meta({ description: '`urn:seealso:` and a code that stays the same: what a program can go by.' }),
    title: z.string().meta({ description: 'The status in words.' }),
    status: z.int().min(400).max(599).meta({ description: 'That of the answer.' }),
    detail: z.string().meta({ description: 'What happened, where, what was expected, and the remedy.' }),
    errors: z
      .exactOptional(z.array(FieldProblem))
      .meta({ description: 'Of a request whose input is wrong: field by field.' }),
    requestId: z
      .exactOptional(z.string())
      .meta({ description: 'As in the header `X-Request-Id`, and in the server’s log.' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457).' });
