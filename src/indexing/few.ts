/** Changes that a served generation may be behind: this many, or this share of its articles. */
const FEW = { changes: 50, share: 0.02 };

/** Whether so many changes may be left to the overlay, instead of building a new generation for them. */
export function areFew(changes: number, articles: number): boolean {
  return changes >= 0 && changes <= Math.max(FEW.changes, FEW.share * articles);
}
