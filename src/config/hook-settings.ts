import { setting, unguessable } from './setting.js';

/** What content management systems sign their deliveries with. */
export const HOOK_SETTINGS = {
  ghostHookSecret: setting({
    flag: '--ghost-hook-secret <secret>',
    env: 'SEEALSO_GHOST_HOOK_SECRET',
    description: 'what Ghost signs its webhooks with, which are refused without one',
    schema: unguessable.optional(),
    isSecret: true,
  }),
  wordpressHookSecret: setting({
    flag: '--wordpress-hook-secret <secret>',
    env: 'SEEALSO_WORDPRESS_HOOK_SECRET',
    description: 'what the plugin for WordPress signs with, which is refused without one',
    schema: unguessable.optional(),
    isSecret: true,
  }),
} as const;
