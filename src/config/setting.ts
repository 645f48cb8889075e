import { z } from 'zod';
import { BASE_URL, baseAddress } from '../sources/base-url.js';

/** One setting: what it means, what it may be, and where it may be said. The help is made from this. */
export interface Setting<T extends z.ZodType = z.ZodType> {
  readonly flag: string;
  readonly env?: string;
  readonly description: string;
  readonly schema: T;
  /** What was given is never shown. */
  readonly isSecret?: true;
}

export const setting = <T extends z.ZodType>(of: Setting<T>): Setting<T> => of;

export const text = z.string().min(1);

/** Anybody may try keys, and whoever overhears a signature may try secrets. Characters. */
const SHORTEST_SECRET = 16;

export const unguessable = z.string().refine((secret) => secret.length >= SHORTEST_SECRET, {
  error: `at least ${SHORTEST_SECRET} characters that nobody guesses, as \`openssl rand -base64 32\` gives them`,
});
export const wholeNumber = (least: number, most: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], {
      error: `a whole number from ${least} to ${most}`,
    })
    .pipe(z.int().min(least, `at least ${least}`).max(most, `at most ${most}`));
export const yes = z.boolean().default(false);
/** A flag that the environment may set as well. */
export const yesOrNo = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')], {
    error: 'true or false',
  })
  .default(false);
/** Where articles of files lie on the site, with a slash at its end. */
export const baseUrl = z.string().transform((given, context) => {
  const address = baseAddress(given);
  if (address !== null) return address;
  context.addIssue({ code: 'custom', message: BASE_URL });
  return z.NEVER;
});
