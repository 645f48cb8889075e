import { z } from 'zod';
import { setting, yes } from './setting.js';

/** A number above 0 and at most `most`, also as a flag writes it. */
const part = (most: number, example: number) => {
  const error = `a number above 0 and at most ${most}, such as ${example}`;
  const written = z
    .string()
    .regex(/^\d*\.?\d+$/)
    .transform(Number);
  return z
    .union([z.number(), written], { error })
    .refine((value) => value > 0 && value <= most, { error })
    .optional();
};

/** How `calibrate` is told what may pass the cut-off. */
export const CALIBRATE_SETTINGS = {
  precision: setting({
    flag: '--precision <share>',
    description: 'with --qrels: the share of what passes that shall be relevant, up to 1',
    schema: part(1, 0.7),
  }),
  share: setting({
    flag: '--share <share>',
    description: 'let this share of random pairs of articles pass, up to 0.5',
    schema: part(0.5, 0.001),
  }),
  reset: setting({
    flag: '--reset',
    description: 'go back to the default, a share of 0.001',
    schema: yes,
  }),
  dryRun: setting({
    flag: '--dry-run',
    description: 'show what would become of the lists, and change nothing',
    schema: yes,
  }),
} as const;
