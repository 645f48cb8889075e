import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionEntry } from '../../engine/editing.js';
import type { DeskArticleAnswer } from '../../http/desk/answers.js';
import { useStore } from '../api/store.js';
import { ownDecisions } from './deciding.js';

const STAYS_MS = 15_000;

/** Name of somebody else who has just decided about the article while it is looked at; `null` most of the time. */
export function useChangedBy(answer: DeskArticleAnswer | null): string | null {
  const own = useStore(ownDecisions);
  const seen = useRef<{ readonly article: string; readonly number: number } | null>(null);
  const [said, say] = useState<DecisionEntry | null>(null);
  useEffect(() => {
    if (answer === null) return;
    const article = answer.article.id;
    const latest = answer.decisions[0];
    const number = latest?.number ?? 0;
    const before = seen.current;
    seen.current = { article, number };
    if (before?.article !== article) say(null);
    else if (latest !== undefined && number > before.number) say(latest);
  }, [answer]);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => say(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return said === null || own.has(said.number) ? null : said.by;
}
