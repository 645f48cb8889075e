import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionEntry } from '../../engine/editing.js';
import { useStore } from '../api/store.js';
import { ownDecisions } from './deciding.js';

const STAYS_MS = 15_000;

/** Name of somebody else who has just decided about the article while it is looked at; `null` most of the time. */
export function useChangedBy(article: string, latest: DecisionEntry | null): string | null {
  const own = useStore(ownDecisions);
  const seen = useRef<{ readonly article: string; readonly number: number } | null>(null);
  const [said, say] = useState<DecisionEntry | null>(null);
  useEffect(() => {
    if (latest === null) {
      // An answer without any: whatever comes next is new.
      return;
    }
    const before = seen.current;
    seen.current = { article, number: latest.number };
    if (before?.article === article && latest.number > before.number) say(latest);
  }, [article, latest?.number]);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => say(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return said === null || own.has(said.number) ? null : said.by;
}
