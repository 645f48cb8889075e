import type { Rule } from '../catalog/rules.js';
import type { EditorsRules, Pin } from '../recommend/editors-rules.js';
import type { ModeName } from '../recommend/modes.js';

/** Whether a rule still holds at that moment (milliseconds since 1970). */
export function isInForce(rule: Pick<Rule, 'expiresAt'>, now: number): boolean {
  return rule.expiresAt === null || rule.expiresAt > now;
}

/** What ranking is told of the rules under an article: of the pins, those of this mode that have not ended. */
export function rulesInForce(rules: readonly Rule[], mode: ModeName, now: number): EditorsRules {
  const pins: Pin[] = [];
  const blocked = new Set<number>();
  let silent = false;
  for (const rule of rules) {
    const { kind, link, position } = rule;
    if (!isInForce(rule, now)) continue;
    if (kind === 'no_links') silent = true;
    else if (kind === 'block' && link !== null) blocked.add(link);
    else if (kind === 'pin' && rule.mode === mode && link !== null && position !== null)
      pins.push({ key: link, position });
  }
  return { silent, blocked, pins: pins.sort((a, b) => a.position - b.position) };
}
