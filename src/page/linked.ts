import type { RelatedAnswer } from '../engine/answers.js';
import { isWebAddress } from './web-address.js';

/** Longest list that can be asked for. */
const MOST = 50;

/**
 * An answer with `limit` links that lead somewhere, where there are so many: an article without an address cannot be
 * linked to, and more are asked for in its place. Whoever shows the list cuts it.
 */
export function enoughLinks(ask: (limit: number) => RelatedAnswer, limit: number): RelatedAnswer {
  const answer = ask(limit);
  const missing = limit - answer.related.filter(({ url }) => isWebAddress(url)).length;
  if (missing === 0 || answer.related.length < limit || limit === MOST) return answer;
  return ask(Math.min(MOST, limit + 4 * missing));
}
