import type { ComponentChildren } from 'preact';
import { Button } from '../ui/button.js';
import { Key } from '../ui/pieces.js';
import type { Grade } from './round.js';

export const WORDS: Readonly<Record<Grade, string>> = {
  0: 'No',
  1: 'A little',
  2: 'Yes',
  3: 'Exactly',
};
const GRADES: readonly Grade[] = [0, 1, 2, 3];

/** The four answers, always within reach. */
export function Answers({
  isOff,
  mayTakeBack,
  onGrade,
  onSkip,
  onTakeBack,
  children,
}: {
  /** There is no pair. */
  readonly isOff: boolean;
  readonly mayTakeBack: boolean;
  /** What is said of the last one. */
  readonly children: ComponentChildren;
  onGrade(grade: Grade): void;
  onSkip(): void;
  onTakeBack(): void;
}) {
  return (
    <fieldset class="dock judge-answers">
      <legend class="said">Your answer</legend>
      <div class="judge-grades">
        {GRADES.map((grade) => (
          <button
            key={grade}
            type="button"
            class="judge-grade"
            disabled={isOff}
            aria-keyshortcuts={String(grade)}
            onClick={() => onGrade(grade)}
          >
            <span class="judge-number">{grade}</span> {WORDS[grade]}
          </button>
        ))}
      </div>
      <Button look="bare" keys="S" disabled={isOff} onPress={onSkip}>
        Skip <Key>S</Key>
      </Button>
      <Button look="bare" icon="undo" keys="U" disabled={!mayTakeBack} onPress={onTakeBack}>
        Take back <Key>U</Key>
      </Button>
      {children}
    </fieldset>
  );
}
