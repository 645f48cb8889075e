import { z } from 'zod';
import { LOG_FORMATS, LOG_LEVELS } from '../log/log.js';
import { setting } from './setting.js';

/** What is written on standard error while a program runs on. */
export const LOG_SETTINGS = {
  logLevel: setting({
    flag: '--log-level <level>',
    env: 'SEEALSO_LOG_LEVEL',
    description: 'what is told on standard error: debug (every request), info, warn or error',
    schema: z.enum(LOG_LEVELS).default('info'),
  }),
  logFormat: setting({
    flag: '--log-format <format>',
    env: 'SEEALSO_LOG_FORMAT',
    description: 'json, an object on each line, or text; default: text on a terminal, else json',
    schema: z.enum(LOG_FORMATS).optional(),
  }),
} as const;
