import { z } from 'zod';
import { GATE_DEFAULTS } from '../evaluation/build-gate.js';
import { setting, text, yes } from './setting.js';

const share = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d*\.?\d+$/)
        .transform(Number),
    ],
    { error: 'a number from 0 to 1' },
  )
  .pipe(z.number().min(0, 'at least 0').max(1, 'at most 1'));

/** Whether a build goes live, and what it may cost. */
export const GATE_SETTINGS = {
  gate: setting({
    flag: '--gate',
    description: 'publish only what is not clearly worse than what is served; otherwise the build waits',
    schema: yes,
  }),
  stage: setting({
    flag: '--stage',
    description: 'publish nothing: the build waits beside what is served, for `seealso publish` or the desk',
    schema: yes,
  }),
  gateMaxLost: setting({
    flag: '--gate-max-lost <share>',
    env: 'SEEALSO_GATE_MAX_LOST',
    description: 'of lists that had links, so many may have none now (0 to 1, which allows all)',
    schema: share.default(GATE_DEFAULTS.maxLost),
  }),
  gateMinOverlap: setting({
    flag: '--gate-min-overlap <share>',
    env: 'SEEALSO_GATE_MIN_OVERLAP',
    description: 'of the links before, so many must have stayed (0, which allows all, to 1)',
    schema: share.default(GATE_DEFAULTS.minOverlap),
  }),
  gateMaxShorter: setting({
    flag: '--gate-max-shorter <share>',
    env: 'SEEALSO_GATE_MAX_SHORTER',
    description: 'of texts, so many may have lost more than half of their words (0 to 1, which allows all)',
    schema: share.default(GATE_DEFAULTS.maxShorter),
  }),
  gateMaxRemoved: setting({
    flag: '--gate-max-removed <share>',
    env: 'SEEALSO_GATE_MAX_REMOVED',
    description: 'of articles, so many may be gone (0 to 1, which allows all)',
    schema: share.default(GATE_DEFAULTS.maxRemoved),
  }),
  gateMaxHub: setting({
    flag: '--gate-max-hub <share>',
    env: 'SEEALSO_GATE_MAX_HUB',
    description: 'of lists, so many may name one and the same new hub (0 to 1, which allows all)',
    schema: share.default(GATE_DEFAULTS.maxHub),
  }),
  anyway: setting({
    flag: '--anyway',
    description: 'publish also what the gate refused',
    schema: yes,
  }),
  as: setting({
    flag: '--as <name>',
    description: 'who publishes, as the log of the desk names them',
    schema: text.default('command line'),
  }),
  discard: setting({
    flag: '--discard',
    description: 'throw the build away that waits, instead of publishing it',
    schema: yes,
  }),
} as const;
