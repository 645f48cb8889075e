import type { BuildProgress } from '../compose.js';

/** Tells the process that started this one, where it listens (as the desk's server does). */
export function tellParent({ stage, done, total }: BuildProgress): void {
  if (!process.connected) return;
  // Whoever listened may have gone meanwhile: the work goes on.
  process.send?.({ stage, done, total }, () => undefined);
}
