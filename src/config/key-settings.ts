import { z } from 'zod';
import { setting } from './setting.js';

/** What a key of the index may be for. */
const SCOPES = ['read', 'write', 'edit', 'admin'] as const;

export const KEY_SETTINGS = {
  scope: setting({
    flag: '--scope <name>',
    description: `what the key is for (repeatable): ${SCOPES.join(', ')}; write and edit may read, admin everything`,
    schema: z.array(z.enum(SCOPES)).default([]),
  }),
} as const;
