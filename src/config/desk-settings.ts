import { setting, wholeNumber } from './setting.js';

/** Nobody stays signed in for longer. Minutes. */
const LONGEST = 720;

/** How the editors' desk is served. */
export const DESK_SETTINGS = {
  deskSession: setting({
    flag: '--desk-session <minutes>',
    env: 'SEEALSO_DESK_SESSION',
    description: 'how long an editor stays signed in at /desk without doing anything; never over 12 hours',
    schema: wholeNumber(1, LONGEST).default(30),
  }),
} as const;
