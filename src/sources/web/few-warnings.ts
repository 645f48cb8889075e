/** Warnings of one kind told one by one; the others are counted. */
const TOLD = 5;

export interface FewWarnings {
  say(message: string): void;
  /** Says how many were not told; called once, at the end. */
  finish(): void;
}

/** @param others what the others are, after their number: `more pages could not be read.` */
export function fewWarnings(warn: (message: string) => void, others: string): FewWarnings {
  let count = 0;
  return {
    say(message) {
      count += 1;
      if (count <= TOLD) warn(message);
    },
    finish() {
      if (count > TOLD) warn(`${count - TOLD} ${others}`);
    },
  };
}
