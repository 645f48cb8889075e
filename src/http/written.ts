import { z } from 'zod';

/** A JSON Schema, as far as one is written by hand. */
export type Form = Readonly<Record<string, unknown>>;

/**
 * Says of a schema what it means and what a client writes. What is read is often another thing, and what a function
 * checks cannot be told from outside: `form` stands in the document instead of what would be found out.
 */
export function written<T extends z.ZodType>(schema: T, description: string, form: Form): T {
  return schema.meta({
    description,
    override: ({ jsonSchema }: Overridden) => {
      for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
      Object.assign(jsonSchema, form, { description });
    },
  });
}

/** What was found out of a schema, to be changed in place. */
export interface Overridden {
  readonly jsonSchema: Record<string, unknown>;
}

/** A parameter that several requests have: the document holds it once, under its name. */
export function shared<T extends z.ZodType>(name: string, schema: T): T {
  return schema.meta({ ...schema.meta(), param: { id: name } });
}

export const ID: Form = { type: 'string', minLength: 1, maxLength: 512 };
export const TEXT: Form = { type: 'string' };
export const FLAG: Form = { type: 'boolean', default: false };
export const INSTANT: Form = { type: 'string', examples: ['2025-10-29T08:00:00Z', '2025-10-29'] };

/** For a field of a body that may be left out, or be `null`, or (of a text) hold nothing but spaces. */
export function orNull(form: Form): Form {
  return { ...form, type: [form.type, 'null'] };
}

/** A whole number, as a parameter writes it. */
export function wholeNumber(least: number, most: number, fallback: number, description: string) {
  const schema = z
    .string()
    .regex(new RegExp(`^\\d{1,${Math.max(4, String(most).length)}}$`), {
      error: `a whole number from ${least} to ${most}`,
    })
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(fallback);
  return written(schema, description, { type: 'integer', minimum: least, maximum: most, default: fallback });
}
