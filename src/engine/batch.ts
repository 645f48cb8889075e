import { setImmediate as others } from 'node:timers/promises';
import type { RelatedAnswer } from './answers.js';
import type { Draft, Engine } from './engine.js';
import type { RelatedOptions } from './question.js';

/** One question of a batch: about an indexed article, about a text, or one that was refused before it was asked. */
export type BatchQuestion =
  | { readonly kind: 'article'; readonly id: string }
  | { readonly kind: 'text'; readonly draft: Draft }
  | { readonly kind: 'refused'; readonly error: Error };

export type BatchAnswer =
  | { readonly answer: RelatedAnswer }
  /** Whatever was thrown. */
  | { readonly error: unknown };

/**
 * Answers one question after another, in their order; one that fails leaves the others alone. Before each, whoever
 * else waits for the event loop has a turn. Ends early, with the answers so far, when the signal is aborted.
 */
export async function relatedBatch(
  engine: Pick<Engine, 'related' | 'relatedTo'>,
  questions: readonly BatchQuestion[],
  options: RelatedOptions,
  signal: AbortSignal,
): Promise<BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (const question of questions) {
    await others();
    if (signal.aborted) break;
    try {
      answers.push({ answer: await answerTo(engine, question, options) });
    } catch (error) {
      answers.push({ error });
    }
  }
  return answers;
}

function answerTo(
  engine: Pick<Engine, 'related' | 'relatedTo'>,
  question: BatchQuestion,
  options: RelatedOptions,
): RelatedAnswer | Promise<RelatedAnswer> {
  if (question.kind === 'refused') throw question.error;
  return question.kind === 'article'
    ? engine.related(question.id, options)
    : engine.relatedTo(question.draft, options);
}
