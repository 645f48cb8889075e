import type { Config } from '../config.js';
import type { GateThresholds } from '../evaluation/build-gate.js';

/** The settings by which a build is judged, for commands that take them. */
export const GATE_THRESHOLDS = [
  'gateMaxLost',
  'gateMinOverlap',
  'gateMaxShorter',
  'gateMaxRemoved',
  'gateMaxHub',
] as const;

export function thresholdsOf(config: Config<(typeof GATE_THRESHOLDS)[number]>): GateThresholds {
  return {
    maxLost: config.gateMaxLost,
    minOverlap: config.gateMinOverlap,
    maxShorter: config.gateMaxShorter,
    maxRemoved: config.gateMaxRemoved,
    maxHub: config.gateMaxHub,
  };
}
