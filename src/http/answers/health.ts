import { z } from 'zod';
import { IndexInfoAnswer } from './link.js';

export const AliveAnswer = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

export const ReadyAnswer = z
  .strictObject({ status: z.literal('ready'), index: IndexInfoAnswer })
  .meta({ id: 'Ready' });
